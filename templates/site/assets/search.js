/* The search of a report: over the index that stands beside it as a script. */
"use strict";

(() => {
  const form = document.getElementById("find");
  const input = document.getElementById("find-words");
  const list = document.getElementById("found");
  const count = document.getElementById("find-count");
  const more = document.getElementById("find-more");
  const index = Find.index(reportIndex);
  const STEP = 30;
  let places = [];

  function show() {
    const from = list.children.length;
    list.append(...places.slice(from, from + STEP).map((place) => Find.item(reportIndex, place, "")));
    more.hidden = list.children.length >= places.length;
    return list.children[from];
  }

  function search() {
    const words = input.value.trim();
    Find.write({ q: words });
    const found = words ? Find.places(index, reportIndex, words) : { all: true, places: [] };
    places = found.places;
    list.replaceChildren();
    show();
    const number = Find.count(places.length, "place", "places");
    if (!words) count.textContent = "";
    else if (!places.length) count.textContent = `Nothing was found for “${words}”. Try fewer or other words.`;
    else if (found.all) count.textContent = `${number} found for “${words}”`;
    else count.textContent = `No place has all of “${words}”; ${number} with some of these words`;
  }

  function start() {
    if (Find.isPlace(["q"])) return;
    input.value = Find.read(["q"]).q;
    search();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  input.addEventListener("input", Find.later(search, 200));
  more.addEventListener("click", () => show().querySelector("a").focus());
  addEventListener("hashchange", start);
  document.getElementById("find-needs").hidden = true;
  form.hidden = false;
  start();
})();
