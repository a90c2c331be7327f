// Tips on marks, tables opened for paper, and an offer of interaction where its bundle lies beside the page.
(function (d, w) {
  var root = d.documentElement, at = root.getAttribute("data-at"), assets = root.getAttribute("data-assets"), tip, path = w.location.pathname;
  try { path = decodeURI(path); } catch (e) { /* a stray % in a folder's name */ }
  if (at && path.replace(/\.html$/, "").slice(-at.length) !== at) root.classList.add("alone");
  root.classList.add("js");
  function near(e, what) { return e.target.closest && e.target.closest(what); }
  function hide() { if (tip) tip.hidden = true; }
  function show(e) {
    var mark = near(e, "[data-tip]"), box;
    if (!mark) return hide();
    if (!tip) { tip = d.createElement("div"); tip.id = "tip"; d.body.appendChild(tip); }
    tip.textContent = mark.getAttribute("data-tip");
    tip.hidden = false;
    box = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(e.clientX - box.width / 2, root.clientWidth - box.width - 8)) + "px";
    tip.style.top = (e.clientY > box.height + 24 ? e.clientY - box.height - 14 : e.clientY + 22) + "px";
  }
  function offer(e) {
    if (!assets || root.classList.contains("alone") || !near(e, ".fig")) return;
    var s = d.createElement("script");
    s.src = assets;
    assets = "";
    d.head.appendChild(s);
  }
  function on(kinds, act) { kinds.forEach(function (kind) { w.addEventListener(kind, act); }); }
  on(["pointermove", "click"], show);
  on(["scroll"], hide);
  on(["pointerover", "focusin"], offer);
  on(["beforeprint"], function () { d.querySelectorAll("details").forEach(function (x) { x.open = true; }); });
})(document, window);
