/* What the pages that find something share: the state in the address, folded words, marked words, an index to ask.
   Nothing is sent and nothing is stored; the address keeps the state behind its #, which no server sees. */
"use strict";

const Find = {
  /* The state of a page: one of `names` each, "" where the address says nothing of it. */
  read(names) {
    const said = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(names.map((name) => [name, said.get(name) || ""]));
  },

  /* Whether the address is that of a place on the page, such as the skip link's: then it says nothing of the state. */
  isPlace(names) {
    return location.hash.length > 1 && !names.some((name) => new URLSearchParams(location.hash.slice(1)).has(name));
  },

  write(values) {
    const set = Object.entries(values).filter(([, value]) => value);
    const hash = set.length ? "#" + new URLSearchParams(set) : "";
    if (hash !== location.hash && (hash || location.hash.includes("="))) {
      history.replaceState(null, "", hash || location.pathname + location.search);
    }
  },

  fold(word) {
    return word.toLowerCase().replace(/[\u2019']s$/u, "").normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "");
  },

  words(text) {
    return text.match(/[\p{L}\p{N}]+(?:[\u2019'][\p{L}\p{N}]+)*/gu) || [];
  },

  /* An index over the entries of a report: see report/search.py. */
  index(data) {
    const index = new MiniSearch({
      fields: ["title", "text"],
      tokenize: Find.words,
      processTerm: (word) => Find.fold(word) || null,
    });
    index.addAll(data.entries.map(([section, , , text], id) => ({ id, title: data.sections[section][1], text })));
    return index;
  },

  /* The places of the words: all of them at one place, else whatever has some; and whether all words are there. */
  places(index, data, words) {
    const wanted = words.trim();
    const numbered = /^\d+(\.\d+)*$/.test(wanted) ? data.entries.flatMap(([, number], id) => (number === wanted ? [id] : [])) : [];
    const options = {
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
      boost: { text: 2 },
      combineWith: "AND",
    };
    let found = index.search(wanted, options);
    const all = found.length > 0;
    if (!all) found = index.search(wanted, { ...options, combineWith: "OR" });
    const first = new Set(numbered);
    const places = found.filter((one) => !first.has(one.id)).map((one) => ({ id: one.id, terms: new Set(one.terms) }));
    return { all: all || first.size > 0, places: [...numbered.map((id) => ({ id, terms: new Set() })), ...places] };
  },

  /* The text around the most of the terms, with every one of them marked. */
  snippet(text, terms) {
    const hits = [...text.matchAll(/[\p{L}\p{N}]+(?:[\u2019'][\p{L}\p{N}]+)*/gu)].filter((word) => terms.has(Find.fold(word[0])));
    const near = (hit) => new Set(hits.filter((other) => other.index >= hit.index && other.index < hit.index + 150).map((other) => Find.fold(other[0]))).size;
    const best = hits.reduce((found, hit) => (found && near(found) >= near(hit) ? found : hit), null);
    let from = Math.max(0, (best ? best.index : 0) - 70);
    if (from) from = text.indexOf(" ", from) + 1;
    let to = from + 240 < text.length ? text.lastIndexOf(" ", from + 240) : text.length;
    if (to <= from) to = text.length;
    const out = document.createElement("p");
    if (from) out.append("… ");
    let at = from;
    for (const hit of hits.filter((word) => word.index >= from && word.index + word[0].length <= to)) {
      const mark = document.createElement("mark");
      mark.textContent = hit[0];
      out.append(text.slice(at, hit.index), mark);
      at = hit.index + hit[0].length;
    }
    out.append(text.slice(at, to), to < text.length ? " …" : "");
    return out;
  },

  /* One place as an item of a list; `folder` leads to the report. */
  item(data, place, folder) {
    const [section, number, id, text] = data.entries[place.id];
    const [sectionNumber, title, page] = data.sections[section];
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${folder}${page}#${id}`;
    const isSection = !number || number === sectionNumber;
    link.textContent = isSection ? `${sectionNumber} ${title}`.trim() : `${number}: ${title}`;
    item.append(link, Find.snippet(text, place.terms));
    return item;
  },

  /* Say something once its writer has stopped: a screen reader is not interrupted at every letter. */
  later(action, wait) {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(action, wait);
    };
  },

  count(number, one, many) {
    return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
  },
};
