/* The action plan: filters and sorting of the table that stands in the page. */
"use strict";

(() => {
  const form = document.getElementById("plan-filters");
  const count = document.getElementById("plan-count");
  const body = document.querySelector("#plan-table tbody");
  const rows = [...body.rows];
  const FILTERS = ["agency", "kind", "status"].filter((name) => form.elements[name]);
  const NAMES = [...FILTERS, "sort"];
  const ORDER = {
    "": () => 0,
    agency: (one, other) => one.dataset.agency.localeCompare(other.dataset.agency, "en-GB"),
    due: (one, other) => one.dataset.due - other.dataset.due,
    status: (one, other) => one.dataset.order - other.dataset.order,
  };

  function apply() {
    const state = Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value]));
    Find.write(state);
    for (const row of rows) {
      row.hidden = FILTERS.some((name) => state[name] && row.dataset[name] !== state[name]);
    }
    body.append(...[...rows].sort(ORDER[state.sort]));
    for (const head of document.querySelectorAll("#plan-table [data-sort]")) {
      if (head.dataset.sort === state.sort) head.setAttribute("aria-sort", "ascending");
      else head.removeAttribute("aria-sort");
    }
    const shown = rows.filter((row) => !row.hidden).length;
    const sorted = state.sort ? `, sorted by ${form.elements.sort.selectedOptions[0].textContent.toLowerCase()}` : "";
    count.textContent = `Showing ${shown} of ${Find.count(rows.length, "recommendation", "recommendations")}${sorted}`;
  }

  function start() {
    if (Find.isPlace(NAMES)) return;
    const state = Find.read(NAMES);
    for (const name of NAMES) {
      const known = [...form.elements[name].options].some((option) => option.value === state[name]);
      form.elements[name].value = known ? state[name] : "";
    }
    apply();
  }

  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  addEventListener("hashchange", start);
  form.hidden = false;
  start();
})();
