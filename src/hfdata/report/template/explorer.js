// Find, filter and sort the rows that are all on the page already.
(function (d, w) {
  var form = d.querySelector(".tools-controls"), body = d.querySelector(".figures tbody");
  if (!form || !body) return;
  var rows = [].slice.call(body.rows), find = d.getElementById("q"), order = d.getElementById("order");
  var said = form.querySelector("output"), none = d.querySelector(".none"), filters = [].slice.call(form.querySelectorAll("[data-filter]"));
  var words = rows.map(function (row) { return (row.textContent + " " + row.id).toLowerCase(); });
  function name(row) { return row.querySelector(".here").textContent; }
  function compare(key) {
    return function (a, b) {
      if (key === "value") return b.getAttribute("data-value") - a.getAttribute("data-value");
      if (key === "name") return name(a).localeCompare(name(b), d.documentElement.lang);
      return b.getAttribute("data-end").localeCompare(a.getAttribute("data-end"));
    };
  }
  function apply() {
    var asked = find.value.trim().toLowerCase().split(/\s+/), shown = 0;
    rows.forEach(function (row, at) {
      var fits = asked.every(function (word) { return words[at].indexOf(word) >= 0; }) && filters.every(function (f) {
        return !f.value || row.getAttribute("data-" + f.getAttribute("data-filter")) === f.value;
      });
      row.hidden = !fits;
      if (fits) shown += 1;
    });
    said.value = said.getAttribute("data-some").replace("{}", shown);
    none.hidden = shown > 0;
  }
  function arrange() {
    var sorted = order.value === "start" ? rows : rows.slice().sort(compare(order.value));
    sorted.forEach(function (row) { body.appendChild(row); });
  }
  function reveal() {
    var id = w.location.hash.slice(1), row = id && d.getElementById(id);
    if (row && row.hidden) { form.reset(); apply(); row.scrollIntoView(); }
  }

  form.addEventListener("submit", function (e) { e.preventDefault(); });
  form.addEventListener("input", apply);
  form.addEventListener("change", function () { arrange(); apply(); });
  form.addEventListener("reset", function () { w.setTimeout(function () { arrange(); apply(); }); });
  w.addEventListener("hashchange", reveal);
})(document, window);
