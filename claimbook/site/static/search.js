// The search page: the claims that answer the query (searching.js), and the pages on which every word of it stands, the
// best first, with an excerpt of each. The pages' index is Sphinx's (searchindex.js, which calls setIndex); words are
// split and stemmed as it was made (language_data.js).
const Search = (() => {
  const place = document.getElementById("search-results");
  const root = document.documentElement.dataset.content_root;
  const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  const EXCERPT = 240;
  //: So many claims are shown at once, and so many assumptions.
  const SHOWN = { claims: 10, assumptions: 3 };
  //: What a word counts for, by where it was found.
  const SCORES = { title: 15, partOfTitle: 7, text: 5, partOfText: 2 };

  function isNumber(term) {
    return /^[0-9]/.test(term);
  }

  function isChinese(term) {
    return /^[\u3007\u3400-\u9fff\uf900-\ufaff]/.test(term);
  }

  // Whether a word is a number with the Chinese that follows it: 20倍.
  function isCounted(word = "") {
    return isNumber(word) && isChinese(word.at(-1));
  }

  // The words of the query: as written, and as they stand in the index, spelled so and as in Britain. A counted number stands
  // for its parts as well; a name with its number, which pages have with a hyphen, for both.
  function wordsOf(text, index) {
    const stemmer = new Stemmer();
    const termOf = (word) => (isNumber(word) ? word : stemmer.stemWord(word));
    const isKnown = (word) => Object.hasOwn(index.terms, word) || Object.hasOwn(index.titleterms, word);
    const words = splitQuery(text.toLowerCase())
      .flatMap((word) => (isKnown(word) ? word : word.match(/^[a-z]{3,}(?=[0-9.]+$)|(?<=^[a-z]{3,})[0-9.]+$/g) ?? word));
    return words.filter((word, place) => !stopwords.includes(word) && !isCounted(words[place + 1]) && !isCounted(words[place + 2]))
      .map((word) => ({ word, term: termOf(word), also: termOf(claimbook.searching.spelled(word)) }));
  }

  // Terms of the index that answer a word: itself; any that Chinese is part of, since nothing tells its words apart, or
  // that a counted number begins; any that a longer word is part of where it does not stand itself.
  function answers(index, { term, also }) {
    if (isCounted(term)) return Object.keys(index).filter((other) => other.startsWith(term));
    if (isChinese(term)) return Object.keys(index).filter((other) => other.includes(term));
    const whole = [...new Set([term, also])].filter((one) => Object.hasOwn(index, one));
    if (whole.length) return whole;
    return isNumber(term) || term.length < 3 ? [] : Object.keys(index).filter((other) => !isNumber(other) && other.includes(term));
  }

  // What each page that has a word scores for it, by the page's number.
  function scoresOf(index, word) {
    const scores = new Map();
    for (const [terms, whole, part] of [[index.terms, SCORES.text, SCORES.partOfText], [index.titleterms, SCORES.title, SCORES.partOfTitle]]) {
      for (const term of answers(terms, word)) {
        const score = term === word.term || term === word.also ? whole : part;
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
  function pattern({ word, term, also }) {
    if (isChinese(term)) return term;
    const [, number, counted] = term.match(/^([0-9.]+)(.*)$/) ?? [];
    if (number) return `(?<![0-9]|[0-9][.,])${grouped(number, ",?").replace(".", "\\.")}(?![0-9]|[.,][0-9])${counted}`;
    return `(?<![\\p{L}\\p{N}_])(?:${word}|${term}|${also})[\\p{L}]*`;
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
    const isFront = index.docnames[page] === place.dataset.front;
    for (const kind of isFront ? [] : ["click", "auxclick"]) link.addEventListener(kind, () => markOnNextPage(words));
    textOf(address, anchor).then((text) => text && element.append(excerpt(text, words)), () => {}); // without an excerpt then
    return element;
  }

  // What Sphinx's script marks on the page that a result leads to, and offers to hide again; a number of one or two digits
  // would be found within others. The front page, which shows the book and no part of it, stays as it is.
  function markOnNextPage(words) {
    const written = words.flatMap(({ word }) => (isNumber(word) ? [grouped(word, ",")] : [...new Set([word, claimbook.searching.spelled(word)])]));
    localStorage.setItem("sphinx_highlight_terms", written.filter((word) => !/^[0-9]{1,2}$/.test(word)).join(" "));
  }

  function make(tag, className = "", ...content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content);
    return element;
  }

  // A claim: its statement, which leads to its card; verdict, source, line and numeral; by what else it was found.
  function claimItem(claim) {
    const { sources, verdicts } = claimbook.claimsIndex;
    const link = make("a", "", claim.statement);
    link.href = root + claim.link;
    const { word, meaning } = verdicts[claim.verdict];
    const badge = make("span", `verdict-badge verdict-${claim.verdict.replaceAll(" ", "-")}`, word);
    badge.dataset.meaning = meaning;
    const source = sources[claim.source];
    const place = `${source.name}, line ${claim.line}, `;
    const facts = make("p", "search-facts", badge, " ", place);
    if (claim.inWords) facts.append("in words");
    else {
      const printed = make("span", "", claim.numerals[0]);
      printed.lang = source.language;
      facts.append("printed as ", printed);
    }
    const element = make("li", "", link, facts);
    const reason = claimbook.searching.because(query, claim);
    if (reason) element.append(make("p", "context", reason));
    return element;
  }

  function assumptionItem({ statement, link, value }) {
    const address = make("a", "", statement);
    address.href = root + link;
    return make("li", "", address, make("p", "search-facts", value));
  }

  // A part of the results: the first ones, and a button that shows the others.
  function part(heading, kind, items, itemOf) {
    const list = make("ol", `search-found search-${kind}`, ...items.slice(0, SHOWN[kind]).map(itemOf));
    const rest = items.slice(SHOWN[kind]);
    const section = make("section", "", make("h2", "", heading), list);
    if (rest.length) {
      const button = make("button", "search-more", rest.length === 1 ? "Show the other one" : `Show the other ${rest.length}`);
      button.type = "button";
      button.addEventListener("click", () => {
        const more = rest.map(itemOf);
        list.append(...more);
        button.remove();
        more[0].querySelector("a").focus();
      });
      section.append(button);
    }
    return section;
  }

  function counted(number, one, several) {
    return `${number} ${number === 1 ? one : several}`;
  }

  // Queries like this one that find something; where pages answer it already, only what claims or assumptions have.
  function suggestions(index, pages) {
    if (!claimbook.claimsIndex) return [];
    const ask = (...how) => claimbook.searching.suggestions(query, Object.keys(SHOWN), ...how);
    if (pages.length) return ask(undefined, [], claimbook.near.MUCH_ALIKE);
    return ask((asked) => pagesWith(index, wordsOf(asked, index)).length > 0, Object.keys(index.alltitles));
  }

  function linkTo(asked) {
    const link = make("a", "", asked);
    link.href = `?${new URLSearchParams({ q: asked })}`;
    return link;
  }

  // What was found, in words; where nothing was, what is like it, or else what can be searched for.
  function summaryOf({ claims, assumptions }, pages, index) {
    const parts = [[claims.length, "claim", "claims"], [assumptions.length, "assumption", "assumptions"], [pages.length, "place on the pages", "places on the pages"]]
      .filter(([number]) => number).map((each) => counted(...each));
    const near = claims.length || assumptions.length ? [] : suggestions(index, pages);
    const meant = near.length ? [" Did you mean ", ...near.flatMap((asked, i) => [i ? " or " : "", linkTo(asked)]), "?"] : [];
    if (parts.length) return [`${new Intl.ListFormat("en").format(parts)} for “${query}”.`, ...meant];
    if (near.length) return [`Nothing has all of “${query}”.`, ...meant];
    return [`Nothing has all of “${query}”. The search knows claims by their id, by the numeral as its source prints it, by words ` +
      "of statement, notes and evidence, and by names; and pages by their words."];
  }

  function show(index, found) {
    const words = wordsOf(query, index);
    const pages = results(index, words);
    const summary = make("p", "search-summary", ...summaryOf(found, pages, index));
    summary.setAttribute("role", "status");
    place.replaceChildren(summary);
    if (found.claims.length) place.append(part("Claims", "claims", found.claims.map(({ entry }) => entry), claimItem));
    if (found.assumptions.length) place.append(part("Assumptions", "assumptions", found.assumptions.map(({ entry }) => entry), assumptionItem));
    if (pages.length) place.append(make("section", "", make("h2", "", "Pages"), make("ul", "search", ...pages.map((result) => item(result, index, words)))));
  }

  function setIndex(index) {
    for (const field of document.querySelectorAll('input[name="q"]')) field.value = query;
    if (!query) return;
    // Where the claims' index does not load, pages are found all the same.
    claimbook.searching.load().then(() => claimbook.searching.find(query), () => ({ claims: [], assumptions: [] })).then((found) => show(index, found));
  }

  return { setIndex };
})();
