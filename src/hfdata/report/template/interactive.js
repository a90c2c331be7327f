// Loaded once a reader touches a chart, if it lies beside the page: offers to redraw the chart with Vega, which it loads on a click.
(function (d, w) {
  var me = d.currentScript.src, held = d.getElementById("vega"), root = d.documentElement, waiting = {};
  var vega = me.slice(0, me.lastIndexOf("/") + 1) + "VEGA";
  function specs() { return w.hfdataSpecs || JSON.parse(d.getElementById("specs").textContent); }
  function load(src, then, fail) {
    if (waiting[src] === true) return then();
    if (waiting[src]) return waiting[src].push(then);
    waiting[src] = [then];
    var s = d.createElement("script");
    if (held) {
      if (!w.vegaEmbed) { s.text = held.textContent; d.head.appendChild(s); }
      waiting[src] = null;
      return then();
    }
    s.src = src;
    s.onload = function () { var all = waiting[src]; waiting[src] = true; all.forEach(function (f) { f(); }); };
    s.onerror = function () { waiting[src] = null; fail(); };
    d.head.appendChild(s);
  }
  function draw(button) {
    var fig = button.closest(".fig"), pic = fig.querySelector(".pic"), live = fig.querySelector(".live");
    if (live) { pic.removeChild(live); turn(fig, button, false); return; }
    function fail() { button.textContent = button.getAttribute("data-failed"); button.disabled = true; }
    load(vega, function () {
      if (!w.vegaEmbed) return fail();
      load(root.getAttribute("data-specs"), function () {
        var small = w.innerWidth < 640 || fig.parentNode.className === "row", spec = specs()[fig.id.slice(4)][small ? 0 : 1];
        live = d.createElement("div");
        live.className = "live";
        live.setAttribute("role", "img");
        live.setAttribute("aria-label", pic.querySelector("svg").getAttribute("aria-label"));
        w.vegaEmbed(live, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false }).then(function () {
          pic.appendChild(live);
          turn(fig, button, true);
        }, fail);
      }, fail);
    }, fail);
  }
  function turn(fig, button, on) {
    fig.querySelectorAll(".pic > svg").forEach(function (s) { s.style.display = on ? "none" : ""; });
    button.textContent = button.getAttribute(on ? "data-off" : "data-on");
    button.setAttribute("aria-pressed", on);
  }
  if (!w.structuredClone) return; // an engine before 2022 cannot read Vega: it keeps the picture
  d.querySelectorAll(".get button").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { draw(button); });
  });
})(document, window);
