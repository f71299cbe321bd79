/* The library: finds, filters and sorts the cards that stand in the page. Its index (report/words.py) is split by the
   alphabet, and only the parts that a search needs are loaded. */
"use strict";

const shards = [];

function libraryShard(number, words) {
  shards[number] = Object.entries(words);
}

(() => {
  const form = document.getElementById("library-find");
  const list = document.getElementById("cards");
  const count = document.getElementById("library-count");
  const cards = [...list.querySelectorAll(".card")];
  const items = [...list.children];
  const FILTERS = ["year", "partnership", "kind", "theme"].filter((name) => form.elements[name]);
  const NAMES = ["q", ...FILTERS, "sort"];
  const MOST_SHARDS = 3;
  let asked = 0;
  let last = "";

  function load(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => {
        script.remove();
        resolve();
      };
      script.onerror = () => reject(new Error("a part of the index is missing"));
      document.head.append(script);
    });
  }

  /* The scripts in which a word may stand, or one that begins like it. */
  function shardsOf(word) {
    let at = libraryWords.first.findLastIndex((first) => first <= word);
    const found = [Math.max(at, 0)];
    while (found.length < MOST_SHARDS && libraryWords.first[at + 1]?.startsWith(word)) found.push(++at);
    return found;
  }

  /* Whether one letter was mistaken, left out, added or swapped, beginning from the same letter. */
  function isNear(word, other) {
    if (word.length < 5 || Math.abs(word.length - other.length) > 1 || word[0] !== other[0]) return false;
    let start = 0;
    while (start < word.length && word[start] === other[start]) start++;
    const [left, right] = [word.slice(start), other.slice(start)];
    return (
      left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1) ||
      (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
    );
  }

  /* How well each report has a word, by the number of the report. */
  function weigh(word) {
    const weights = new Map();
    for (const number of shardsOf(word)) {
      for (const [written, where] of shards[number]) {
        const fit = written === word ? 4 : word.length > 2 && written.startsWith(word) ? 2 : isNear(word, written) ? 1 : 0;
        if (!fit) continue;
        where.split(";").forEach((part, level) => {
          let report = 0;
          for (const distance of part ? part.split(",") : []) {
            report += Number(distance);
            weights.set(report, Math.max(weights.get(report) || 0, fit * (3 - level)));
          }
        });
      }
    }
    return weights;
  }

  /* The reports that have every word, with their weight, by name; those whose card says the words count too. */
  async function search(words) {
    const terms = [...new Set(Find.words(words).map(Find.fold))].filter((term) => term.length > 1);
    const titles = new Map(cards.map((card) => [card.dataset.name, Find.words(card.textContent).map(Find.fold)]));
    if (libraryWords.first.length) {
      const needed = [...new Set(terms.flatMap(shardsOf))].filter((number) => !shards[number]);
      await Promise.all(needed.map((number) => load(`words/${number}.js`)));
    }
    const weights = terms.map((term) => (libraryWords.first.length ? weigh(term) : new Map()));
    const found = new Map();
    libraryWords.reports.forEach((name, report) => {
      const parts = terms.map((term, n) => {
        const title = titles.get(name)?.some((word) => word.startsWith(term)) ? 6 : 0;
        return Math.max(weights[n].get(report) || 0, title);
      });
      if (terms.length && parts.every(Boolean)) found.set(name, parts.reduce((sum, part) => sum + part, 0));
    });
    return found;
  }

  /* The places inside a report, from its own index; loaded when a reader asks for them. */
  function addPlaces(card, words) {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    const folder = `${encodeURIComponent(card.dataset.name)}/`;
    summary.textContent = "Places in this report";
    details.className = "places";
    details.append(summary);
    details.addEventListener("toggle", async () => {
      if (!details.open || details.children.length > 1) return;
      await load(`${folder}search-index.js`);
      const data = reportIndex;
      const found = Find.places(Find.index(data), data, words).places;
      const places = document.createElement("ol");
      places.className = "found";
      places.append(...found.slice(0, 5).map((place) => Find.item(data, place, folder)));
      const all = document.createElement("a");
      all.href = `${folder}search.html#${new URLSearchParams({ q: words })}`;
      all.textContent = `All ${found.length} places in this report`;
      details.append(places, ...(found.length > 5 ? [all] : []));
      if (!found.length) summary.textContent = "The words stand apart in this report";
    });
    card.append(details);
  }

  function order(state, found) {
    const value = (card, name) => (name === "title" ? card.querySelector("h3, h4").textContent : card.dataset[name]);
    const text = (name) => (one, other) => value(one, name).localeCompare(value(other, name), "en-GB");
    if (state.sort === "oldest") return (one, other) => text("date")(one, other);
    if (state.sort) return text(state.sort);
    if (found) return (one, other) => (found.get(other.dataset.name) || 0) - (found.get(one.dataset.name) || 0);
    return () => 0;
  }

  function arrange(state, found) {
    const compare = order(state, found);
    const lead = (item) => {
      const inside = item.matches(".card") ? [item] : [...item.querySelectorAll(".card:not([hidden])")];
      return inside.sort(compare)[0] || item.querySelector(".card");
    };
    for (const item of items) {
      if (!item.matches(".card")) item.hidden = !item.querySelector(".card:not([hidden])");
    }
    list.append(...[...items].sort((one, other) => compare(lead(one), lead(other))));
  }

  function tell(shown, state) {
    const filtered = NAMES.some((name) => name !== "sort" && state[name]);
    const all = Find.count(cards.length, "report", "reports");
    if (!filtered) count.textContent = all;
    else count.textContent = shown ? `${shown} of ${all}` : `None of ${all}. Try fewer or other words or filters.`;
  }

  async function apply() {
    const state = Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value.trim()]));
    if (JSON.stringify(state) === last) return; // leaving the field is no change: what was opened stays open
    last = JSON.stringify(state);
    const mine = ++asked;
    Find.write(state);
    const found = state.q ? await search(state.q) : null;
    if (mine !== asked) return;
    for (const card of cards) {
      card.querySelector(".places")?.remove();
      const fits = FILTERS.every((name) => !state[name] || card.dataset[name].split("\n").includes(state[name]));
      card.hidden = !fits || (found !== null && !found.has(card.dataset.name));
      if (found && !card.hidden) addPlaces(card, state.q);
    }
    arrange(state, found);
    tell(cards.filter((card) => !card.hidden).length, state);
  }

  function start() {
    if (Find.isPlace(NAMES)) return;
    const state = Find.read(NAMES);
    for (const name of NAMES) {
      const field = form.elements[name];
      const known = !field.options || [...field.options].some((option) => option.value === state[name]);
      field.value = known ? state[name] : "";
    }
    apply();
  }

  form.addEventListener("change", apply);
  form.elements.q.addEventListener("input", Find.later(apply, 250));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  form.addEventListener("reset", () => setTimeout(apply));
  addEventListener("hashchange", start);
  form.hidden = false;
  start();
})();
