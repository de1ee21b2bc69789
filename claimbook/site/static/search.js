// The search page: the pages on which every word of the query stands, the best first, with an excerpt of each. The index
// is Sphinx's (searchindex.js, which calls setIndex); words are split and stemmed as it was made (language_data.js).
const Search = (() => {
  const place = document.getElementById("search-results");
  const root = document.documentElement.dataset.content_root;
  const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  const EXCERPT = 240;
  //: What a word counts for, by where it was found.
  const SCORES = { title: 15, partOfTitle: 7, text: 5, partOfText: 2 };

  function isNumber(term) {
    return /^[0-9]/.test(term);
  }

  function isChinese(term) {
    return /^[\u3007\u3400-\u9fff\uf900-\ufaff]/.test(term);
  }

  // The words of the query: as written, and as they stand in the index.
  function wordsOf(text) {
    const stemmer = new Stemmer();
    return splitQuery(text.toLowerCase()).filter((word) => !stopwords.includes(word))
      .map((word) => ({ word, term: stemmer.stemWord(word) }));
  }

  // Terms of the index that answer a word: itself; any that Chinese is part of, since nothing tells its words apart; any
  // that a longer word is part of where it does not stand itself.
  function answers(index, { term }) {
    if (isChinese(term)) return Object.keys(index).filter((other) => other.includes(term));
    if (Object.hasOwn(index, term)) return [term];
    return isNumber(term) || term.length < 3 ? [] : Object.keys(index).filter((other) => !isNumber(other) && other.includes(term));
  }

  // What each page that has a word scores for it, by the page's number.
  function scoresOf(index, word) {
    const scores = new Map();
    for (const [terms, whole, part] of [[index.terms, SCORES.text, SCORES.partOfText], [index.titleterms, SCORES.title, SCORES.partOfTitle]]) {
      for (const term of answers(terms, word)) {
        const score = term === word.term ? whole : part;
        for (const page of [terms[term]].flat()) scores.set(page, Math.max(score, scores.get(page) ?? 0));
      }
    }
    return scores;
  }

  function pagesWith(index, words) {
    if (!words.length) return [];
    const found = words.map((word) => scoresOf(index, word));
    return [...found[0].keys()].filter((page) => found.every((scores) => scores.has(page)))
      .map((page) => ({ page, title: index.titles[page], anchor: "", score: found.reduce((sum, scores) => sum + scores.get(page), 0) }));
  }

  // Headings that the query is at least half of.
  function headings(index) {
    const wanted = query.toLowerCase();
    return Object.entries(index.alltitles).flatMap(([title, places]) =>
      title.toLowerCase().includes(wanted) && wanted.length >= title.length / 2
        ? places.map(([page, id]) => ({
          page, title: id ? `${index.titles[page]} › ${title}` : title, anchor: id ? `#${id}` : "", score: 2 * SCORES.title,
        })) : []);
  }

  function results(index, words) {
    const unique = new Map();
    for (const result of [...headings(index), ...pagesWith(index, words)]) {
      const key = `${result.page}${result.anchor}`;
      if (!unique.has(key)) unique.set(key, result);
    }
    return [...unique.values()].sort((a, b) => b.score - a.score || a.title.localeCompare(b.title, "en"));
  }

  // A number's digits with something before each three of them, as its thousands comma stands.
  function grouped(number, comma) {
    const [whole, ...fraction] = number.split(".");
    return [whole.replace(/\B(?=(?:[0-9]{3})+$)/g, comma), ...fraction].join(".");
  }

  // Finds a word of the query in a text: a number whole, with or without commas; an English word by its beginning.
  function pattern({ word, term }) {
    if (isChinese(term)) return term;
    if (isNumber(term)) return `(?<![0-9]|[0-9][.,])${grouped(term, ",?").replace(".", "\\.")}(?![0-9]|[.,][0-9])`;
    return `(?<![\\p{L}\\p{N}_])(?:${word}|${term})[\\p{L}]*`;
  }

  // The part of a text in which most of the words stand, these marked.
  function excerpt(text, words) {
    const patterns = words.map((word) => new RegExp(pattern(word), "giu"));
    const places = patterns.flatMap((each, number) => [...text.matchAll(each)].map(({ index }) => ({ index, number })));
    const near = ({ index }) => new Set(places.filter((other) => other.index >= index && other.index < index + EXCERPT / 2).map(({ number }) => number)).size;
    const best = places.slice(0, 200).reduce((first, other) => (first && near(first) >= near(other) ? first : other), null);
    const start = text.lastIndexOf(" ", Math.max(0, (best?.index ?? 0) - EXCERPT / 3)) + 1;
    const blank = text.lastIndexOf(" ", start + EXCERPT);
    const end = start + EXCERPT >= text.length ? text.length : blank > start ? blank : start + EXCERPT;
    const part = `${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
    const paragraph = document.createElement("p");
    paragraph.className = "context";
    const marked = words.length ? part.split(new RegExp(`(${words.map(pattern).join("|")})`, "iu")) : [part];
    marked.forEach((piece, i) => {
      if (i % 2 === 0) return paragraph.append(piece);
      const mark = document.createElement("span");
      mark.className = "highlighted";
      mark.textContent = piece;
      paragraph.append(mark);
    });
    return paragraph;
  }

  // A page's text; none where the browser keeps pages opened as files from reading one another.
  async function textOf(address, anchor) {
    if (location.protocol === "file:") return "";
    const answer = await fetch(address);
    if (!answer.ok) return "";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = (anchor && page.getElementById(anchor.slice(1))) || page.querySelector("article.bd-article");
    for (const element of part.querySelectorAll("script, style, svg, math, .headerlink, .page-tools")) element.remove();
    return part.textContent.replace(/\s+/g, " ").trim();
  }

  function item({ page, title, anchor }, index, words) {
    const address = `${root}${index.docnames[page]}${DOCUMENTATION_OPTIONS.FILE_SUFFIX}`;
    const element = document.createElement("li");
    const link = document.createElement("a");
    link.href = address + anchor;
    link.textContent = title;
    element.append(link);
    textOf(address, anchor).then((text) => text && element.append(excerpt(text, words)), () => {}); // without an excerpt then
    return element;
  }

  // What Sphinx's script on the next page marks there; a number of one or two digits would be found within others.
  function markOnNextPage(words) {
    const written = words.map(({ word }) => (isNumber(word) ? grouped(word, ",") : word));
    localStorage.setItem("sphinx_highlight_terms", written.filter((word) => !/^[0-9]{1,2}$/.test(word)).join(" "));
  }

  function setIndex(index) {
    for (const field of document.querySelectorAll('input[name="q"]')) field.value = query;
    if (!query) return;
    const words = wordsOf(query);
    const found = results(index, words);
    const heading = document.createElement("h2");
    heading.textContent = "Search results";
    const summary = document.createElement("p");
    summary.className = "search-summary";
    summary.setAttribute("role", "status");
    summary.textContent = found.length ? `${found.length} ${found.length === 1 ? "place has" : "places have"} “${query}”.`
      : `No page has all of “${query}”. The search knows English words, Chinese as the sources print it, and numbers as the book writes them.`;
    const list = document.createElement("ul");
    list.className = "search";
    list.append(...found.map((result) => item(result, index, words)));
    place.replaceChildren(heading, summary, list);
    markOnNextPage(words);
  }

  return { setIndex };
})();
