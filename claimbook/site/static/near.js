// What a mistyped name or word is most like, for links to inputs (live.js), the inputs of What if and the search page.
globalThis.claimbook ??= {};

claimbook.near = (() => {
  //: Two names are alike where they share more than this part of their pairs of letters.
  const ALIKE = 0.6;
  //: Where a word finds something, if only as a part of others, one has to share more to be meant.
  const MUCH_ALIKE = 0.85;
  //: People seldom mistype the first letter: that it is the same counts as much as some pairs.
  const SAME_START = 0.1;
  //: Words that are long enough to be told from others.
  const WORD = /[a-z][a-z_]{3,}/g;

  // The name most like one that does not exist, by the pairs of letters that both have; none if few are shared.
  function name(given, names, alike = ALIKE) {
    const pairs = (text) => new Set(Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)));
    const own = pairs(given.toLowerCase());
    const likeness = (other) => {
      const others = pairs(other);
      const start = other.charAt(0) === given.charAt(0).toLowerCase() ? SAME_START : 0;
      return start + (2 * [...own].filter((pair) => others.has(pair)).length) / (own.size + others.size);
    };
    const best = names.map((other) => [likeness(other), other]).sort(([a], [b]) => b - a)[0];
    return best && best[0] > alike ? best[1] : "";
  }

  // What is like those words that find nothing, by each such word, where anything is. texts, names: what is searched.
  function words(given, isFound, texts, names = [], alike = ALIKE) {
    const known = [...new Set([...texts.flatMap((text) => text.toLowerCase().match(WORD) ?? []), ...names])];
    const lost = [...new Set(given)].filter((word) => word.length > 3 && !isFound(word));
    return new Map(lost.map((word) => [word, name(word, known, alike)]).filter(([, near]) => near));
  }

  return { name, words, MUCH_ALIKE };
})();
