/* The one script of the site. Every page can be read and every place reached without it; nothing is stored, nothing is
   asked of any host. In: the page as built. The rule: it adds to what stands there and takes no way away. */
(() => {
  "use strict";

  const all = (what, from = document) => Array.from(from.querySelectorAll(what));
  const said = document.querySelector(".said");
  let silence = 0;

  /* Shows some words for a while, and has a screen reader say them. */
  const say = (words, seconds = 5) => {
    clearTimeout(silence);
    said.textContent = words;
    silence = setTimeout(() => { said.textContent = ""; }, seconds * 1000);
  };

  const make = (tag, kind, words = "") => {
    const made = document.createElement(tag);
    made.className = kind;
    made.textContent = words;
    return made;
  };

  /* --- Leaving ------------------------------------------------------------------------------------------------------- */

  const link = document.querySelector(".leave");
  const WITHIN = 5000; // milliseconds between two presses
  let presses = 0, alone = false, running = 0;

  /* Blanks the page at once, then puts another site in its place: also in the list that the Back button goes through. */
  const leave = () => {
    document.documentElement.append(make("div", "blank"));
    document.title = link.hostname;
    say("Leaving.");
    location.replace(link.href);
  };

  const forget = () => {
    if (presses) say("Exit this page: no longer waiting for Shift.", 2);
    presses = 0;
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  // Shift counts only by itself: held with another key it writes a capital, or goes back a stop.
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key !== "Shift" && presses) {
      clearTimeout(running);
      presses = 0;
      said.textContent = "";
    }
  }, true);

  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    clearTimeout(running);
    presses += 1;
    if (presses === 3) {
      presses = 0;
      leave();
      return;
    }
    running = setTimeout(forget, WITHIN);
    say(presses === 1 ? "Shift, press 2 more times to exit." : "Shift, press 1 more time to exit.");
  }, true);

  all(".how").forEach((hint) => { hint.hidden = false; });

  /* --- Lists that open -------------------------------------------------------------------------------------------------- */

  const menu = document.querySelector(".menu");
  const here = document.querySelector(".here > details");
  /* Whether the list of headings stands beside the text, where it is in nobody's way. */
  const isBeside = () => getComputedStyle(here).position === "absolute";

  if (here) {
    let beside = here.open = isBeside();
    addEventListener("resize", () => {
      if (isBeside() !== beside) here.open = beside = !beside;
    });
    here.addEventListener("click", (event) => {
      if (event.target.closest("a") && !isBeside()) here.open = false;
    });
  }

  if (menu) {
    menu.addEventListener("toggle", () => {
      const current = menu.querySelector("[aria-current]");
      if (menu.open && current) current.scrollIntoView({ block: "nearest" });
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    addEventListener("pointerdown", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }

  const opened = []; // what Escape closes, the last one first

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const list = [menu, here].find((one) => one && one.open && (one === menu || !isBeside()));
    if (list) {
      list.open = false;
      list.querySelector("summary").focus();
    } else if (opened.length) {
      opened[opened.length - 1]();
    }
  });

  const remember = (close) => opened.push(close);
  const drop = (close) => opened.splice(opened.indexOf(close), 1);

  /* --- Notes where they are called ------------------------------------------------------------------------------------------ */

  const BLOCKS = "p, li, td, th, dd, dt, figcaption, caption, h1, h2, h3, h4, h5, h6";

  const openNote = (call, note) => {
    const box = make("div", "opened");
    box.setAttribute("role", "note");
    box.setAttribute("aria-label", `Note ${call.textContent.trim()}`);
    box.tabIndex = -1;
    for (const part of note.children) {
      if (!part.classList.contains("back")) box.append(part.cloneNode(true));
    }
    all("[id]", box).forEach((part) => part.removeAttribute("id"));
    all("a[role=doc-noteref]", box).forEach((part) => part.removeAttribute("aria-expanded"));
    const button = make("button", "close", "Close note");
    button.type = "button";
    box.append(button);
    const block = call.closest(BLOCKS);
    if (/^(P|H[1-6])$/.test(block.tagName)) block.after(box);
    else block.append(box);
    call.setAttribute("aria-expanded", "true");
    const close = () => {
      box.remove();
      drop(close);
      call.setAttribute("aria-expanded", "false");
      call.focus();
    };
    button.addEventListener("click", close);
    remember(close);
    box.focus();
    return close;
  };

  all("article a[role=doc-noteref]").forEach((call) => {
    const note = document.getElementById(call.hash.slice(1));
    if (!note || call.pathname !== location.pathname) return;
    let close = null;
    call.setAttribute("aria-expanded", "false");
    call.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (call.getAttribute("aria-expanded") === "true") close();
      else close = openNote(call, note);
    });
  });

  /* --- Abbreviations -------------------------------------------------------------------------------------------------------- */

  /* The first use of each on a page is a stop of the keyboard; every one opens at a touch. A stop at each of a hundred uses
     would make the page longer for those who go by keyboard, not easier. */
  const met = new Set();
  all("article abbr[title]").forEach((short) => {
    if (short.closest("a, summary, h1, h2, h3, h4, h5, h6")) return;
    const name = short.textContent;
    let handle = short, close = null;
    if (!met.has(name)) {
      met.add(name);
      handle = make("button", "short");
      handle.type = "button";
      handle.setAttribute("aria-expanded", "false");
      short.replaceWith(handle);
      handle.append(short);
    }
    const open = () => {
      const meaning = make("span", "meaning", ` (${short.title})`);
      handle.after(meaning);
      if (handle !== short) handle.setAttribute("aria-expanded", "true");
      const shut = () => {
        meaning.remove();
        drop(shut);
        close = null;
        if (handle !== short) handle.setAttribute("aria-expanded", "false");
      };
      remember(shut);
      return shut;
    };
    handle.addEventListener("click", () => {
      if (close) close();
      else close = open();
    });
  });

  /* --- Addresses -------------------------------------------------------------------------------------------------------------- */

  /* What a number stands for, in the words of a citation. */
  const nameOf = (number) => {
    const words = number.textContent.trim();
    if (/^[TF]/.test(words)) return words.toLowerCase();
    if (number.closest("th")) return `recommendation ${words}`;
    return `${number.closest("h2, h3, h4, h5, h6") ? "section" : "paragraph"} ${words}`;
  };

  /* The way for pages that come neither by https nor from a disk, where browsers have no other. */
  const copyOld = (words) => {
    const box = make("textarea", "unseen");
    box.value = words;
    document.body.append(box);
    const focused = document.activeElement;
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (focused) focused.focus();
    return done;
  };

  const copy = async (words, what) => {
    let done = false;
    try {
      await navigator.clipboard.writeText(words);
      done = true;
    } catch {
      done = copyOld(words);
    }
    say(done ? `Copied: ${what}.` : "This browser doesn’t let a page copy. The address is in its address bar.");
  };

  const cite = document.querySelector(".cite");

  const placeCitation = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const number = target && target.closest("article") && target.querySelector("a.number");
    cite.querySelector(".part").textContent = number ? `, ${nameOf(number)}` : "";
    cite.querySelector(".address").textContent = location.href;
  };

  if (cite) {
    placeCitation();
    addEventListener("hashchange", placeCitation);
    const button = make("button", "copy", "Copy this");
    button.type = "button";
    button.addEventListener("click", () => copy(cite.querySelector(".citation").textContent, "the citation"));
    cite.querySelector(".citation").after(button);
  }

  all("article a.number").forEach((number) => {
    number.title = `Copy the address of ${nameOf(number)}`;
    number.addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) copy(number.href, `the address of ${nameOf(number)}`);
    });
  });

  /* --- Tables whose rows are laid out as blocks: some browsers forget that they are tables -------------------------------- */

  const ROLES = { thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "th[scope=col]": "columnheader", "th:not([scope=col])": "rowheader" };
  all("table.stacks, .records > table").forEach((table) => {
    if (!table.caption) table.setAttribute("role", "table");
    for (const [part, role] of Object.entries(ROLES)) all(part, table).forEach((one) => one.setAttribute("role", role));
  });

  /* --- Tables that need no room to scroll are no stop of the keyboard ------------------------------------------------------- */

  const regions = all(".scroll");
  const measure = () => regions.forEach((region) => {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  });
  measure();
  addEventListener("resize", measure);
  if (document.fonts) document.fonts.ready.then(measure);
})();
