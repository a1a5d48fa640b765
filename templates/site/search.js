// Search: the terms of the question, folded by the table of the index, looked up in the few files
// that hold them. Nothing is sent anywhere; what is fetched are files of this site.
"use strict";

(() => {
  const area = document.getElementById("site-search");
  const field = document.getElementById("site-query");
  const status = document.getElementById("site-status");
  const list = document.getElementById("site-results");
  const root = area.dataset.root;
  const MOST_WORKS = 20;
  const MOST_PAGES = 3;
  const MOST_FILES = 12;
  const cache = new Map();
  let asked = 0;

  const load = (path) => {
    if (!cache.has(path)) {
      cache.set(path, fetch(path).then((answer) => {
        if (!answer.ok) throw new Error(path);
        return answer.json();
      }));
    }
    return cache.get(path);
  };

  const fold = (text, table) => {
    let folded = "";
    for (const sign of text.normalize("NFKD").toLowerCase()) {
      if (table.dropped.includes(sign) || /\p{M}/u.test(sign)) continue;
      folded += table.letters[sign] ?? sign;
    }
    return folded;
  };

  const bare = (word, table) => {
    for (const prefix of table.prefixes) {
      if (word.startsWith(prefix) && [...word].length - prefix.length >= table.shortest) {
        return word.slice(prefix.length);
      }
    }
    return word;
  };

  const terms = (text, table) =>
    (fold(text, table).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => bare(word, table));

  // Which files may hold a term, or what begins with it: names that begin with the term, and the
  // longest name that the term begins with.
  const filesOf = (term, names) => {
    const within = Object.keys(names).filter((name) => name.startsWith(term));
    let above = "";
    for (const name of Object.keys(names)) {
      if (term.startsWith(name) && name.length > above.length) above = name;
    }
    return [...new Set(above ? [above, ...within] : within)].slice(0, MOST_FILES);
  };

  // Where a term stands: "work/page" to how much it weighs; what only begins with it weighs less.
  const placesOf = async (term, head) => {
    const found = new Map();
    const names = filesOf(term, head.terms);
    const files = await Promise.all(names.map((n) => load(`${root}search/terms/${head.terms[n]}.json`)));
    for (const held of files) {
      for (const [word, places] of Object.entries(held)) {
        if (!word.startsWith(term)) continue;
        const share = word === term ? 1 : 0.4;
        for (let i = 0; i < places.length; i += 3) {
          const key = `${places[i]}/${places[i + 1]}`;
          const weight = share * (1 + Math.log(places[i + 2]));
          found.set(key, Math.max(found.get(key) ?? 0, weight));
        }
      }
    }
    return found;
  };

  // Works that hold every term, the heaviest first, each with the pages where most terms meet.
  const rank = (places, count) => {
    const works = new Map();
    for (const [at, found] of places.entries()) {
      const rare = Math.log(1 + count / (1 + new Set([...found.keys()].map((k) => k.split("/")[0])).size)) + 0.3;
      for (const [key, weight] of found) {
        const [work, page] = key.split("/").map(Number);
        const entry = works.get(work) ?? { work, held: new Set(), pages: new Map(), weight: 0 };
        entry.held.add(at);
        entry.weight += weight * rare;
        const there = entry.pages.get(page) ?? { page, held: 0, weight: 0 };
        there.held += 1;
        there.weight += weight * rare;
        entry.pages.set(page, there);
        works.set(work, entry);
      }
    }
    return [...works.values()]
      .filter((entry) => entry.held.size === places.length)
      .sort((one, other) => other.weight - one.weight || one.work - other.work);
  };

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const written = (number) => {
    const digits = [...area.dataset.digits];
    return String(number).replace(/\d/g, (digit) => digits[Number(digit)]);
  };

  // A few words around the first place where a term is met, taken from the page itself.
  const passage = (text, wanted, table) => {
    const words = text.split(/\s+/).filter(Boolean);
    const meets = (word) => terms(word, table).some((t) => wanted.some((w) => t.startsWith(w)));
    const at = words.findIndex(meets);
    if (at < 0) return null;
    const start = Math.max(0, at - 10);
    const shown = element("p", "", { class: "found" });
    if (start) shown.append("… ");
    words.slice(start, at + 18).forEach((word, place) => {
      if (place) shown.append(" ");
      shown.append(meets(word) ? element("mark", word) : word);
    });
    if (at + 18 < words.length) shown.append(" …");
    return shown;
  };

  const readPage = async (href) => {
    const answer = await fetch(href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const text = page.querySelector("article.text");
    text?.querySelectorAll("p, li, td, th, h1, h2, h3, h4, dt, dd").forEach((block) => block.append(" "));
    return { text: text?.textContent ?? "", language: text?.lang ?? "", direction: text?.dir ?? "" };
  };

  const show = async (entry, head, wanted, table) => {
    const block = await load(`${root}search/works/${Math.floor(entry.work / head.block)}.json`);
    const [slug, title, language, direction, chapters] = block[entry.work % head.block];
    const folder = `${root}works/${slug}/`;
    const item = element("li", "", { lang: language, dir: direction });
    const heading = element("h2");
    heading.append(element("a", title, { href: `${folder}index.html` }));
    item.append(heading);
    const pages = [...entry.pages.values()]
      .filter((there) => there.page > 0)
      .sort((one, other) => other.held - one.held || other.weight - one.weight || one.page - other.page);
    for (const there of pages.slice(0, MOST_PAGES)) {
      const [file, name] = chapters[there.page - 1];
      const href = `${folder}read/${file}`;
      const line = element("p");
      const link = element("a", "", { href });
      link.append(element("bdi", name));
      line.append(link);
      item.append(line);
      readPage(href).then((page) => {
        const found = passage(page.text, wanted, table);
        if (found) {
          found.lang = page.language;
          found.dir = page.direction;
          line.after(found);
        }
      }, () => undefined);
    }
    return item;
  };

  const search = async (question) => {
    const turn = ++asked;
    list.replaceChildren();
    status.textContent = "";
    if (!question.trim()) return;
    status.textContent = area.dataset.busy;
    try {
      const head = await load(area.dataset.index);
      const table = head.folding;
      const wanted = [...new Set(terms(question, table))];
      const places = await Promise.all(wanted.map((term) => placesOf(term, head)));
      const found = wanted.length ? rank(places, head.works) : [];
      const items = await Promise.all(found.slice(0, MOST_WORKS).map((entry) => show(entry, head, wanted, table)));
      if (turn !== asked) return;
      list.replaceChildren(...items);
      status.textContent = found.length
        ? area.dataset.found.replace("{count}", written(found.length))
        : area.dataset.none;
    } catch (trouble) {
      if (turn === asked) status.textContent = area.dataset.failed;
      throw trouble;
    }
  };

  area.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
    search(field.value);
  });
  const question = new URLSearchParams(location.search).get("q") ?? "";
  field.value = question;
  search(question);
})();
