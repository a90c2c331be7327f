// Tips on marks, tables opened for paper, and an offer of interaction where its bundle lies beside the page.
(function (d, w) {
  var root = d.documentElement, is = root.classList, at = root.dataset.at, assets = root.dataset.assets, nav = w.performance.navigation, tip, path = w.location.pathname;
  function near(e, what) { return e.target.closest && e.target.closest(what); }
  function hide() { if (tip) tip.hidden = true; }
  function show(e) {
    var mark = near(e, "[data-tip]"), box;
    if (!mark) return hide();
    if (!tip) { tip = d.createElement("div"); tip.id = "tip"; d.body.appendChild(tip); }
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    box = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(e.clientX - box.width / 2, root.clientWidth - box.width - 8)) + "px";
    tip.style.top = (e.clientY > box.height + 24 ? e.clientY - box.height - 14 : e.clientY + 22) + "px";
  }
  function offer(e) {
    if (!assets || is.contains("alone") || !near(e, ".fig")) return;
    var s = d.createElement("script");
    s.src = assets;
    assets = "";
    d.head.appendChild(s);
  }
  function on(kinds, act) { kinds.split(" ").forEach(function (kind) { w.addEventListener(kind, act); }); }

  is.add("js");
  try { path = decodeURI(path); } catch (e) { /* a stray % in a folder's name */ }
  if (at && path.replace(/\.html$/, "").slice(-at.length) !== at) is.add("alone");
  // Whoever comes anew, to the top, gets the first screen first; a place to return to needs the true heights at once.
  if (nav && !nav.type && !w.location.hash) is.add("late");
  on("load", function () { w.requestAnimationFrame(function () { w.setTimeout(function () { is.remove("late"); }); }); });
  on("pointermove click", show);
  on("scroll keydown", hide);
  on("pointerover focusin", offer);
  on("beforeprint", function () { d.querySelectorAll("details").forEach(function (x) { x.open = true; }); });
})(document, window);
