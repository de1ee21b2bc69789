// Finds claims and assumptions by what readers type: ids, numerals as printed or by their value, words and names. The
// search page and the register ask the same function; what it searches (claims-index.js) loads with the first query.
globalThis.claimbook ??= {};

claimbook.searching = (() => {
  const here = document.currentScript.src;
  const HAN = "\\u3007\\u3400-\\u9fff\\uf900-\\ufaff";
  const SIZES = {
    十: 10, 百: 100, 千: 1e3, 万: 1e4, 亿: 1e8, k: 1e3, thousand: 1e3, million: 1e6, mn: 1e6, billion: 1e9, bn: 1e9, trillion: 1e12,
  };
  const SIZE = "\\s?[十百千万亿]+|[-\\s]?(?:thousand|million|billion|trillion|mn|bn)(?![a-z])|k(?![a-z])";
  // What is counted, said in two languages: what stands right after the number, and the one word for it.
  const UNITS = [["倍|x(?![a-z0-9])|times(?![a-z])|fold(?![a-z])", "倍"], ["%|percent|per cent|个?百分点", "%"], ["年|years?(?![a-z])", "年"],
    ["个月|months?(?![a-z])", "个月"], ["天|days?(?![a-z])", "天"]];
  // Units in letters, which stand at their number with or without a blank.
  const LETTERS = "(?:[kmgtpez]?(?:flops?(?:/s)?|b(?:it)?(?:/s)?|wh?)|nm)(?![a-z0-9])";
  const STOP = new Set("a an and are as at be by for from in is it of on or that the to was with x".split(" "));
  //: What a word counts for, by where it stands.
  const SCORES = { numerals: 50, claimed: 40, statement: 30, id: 25, source: 12, found: 10, note: 8, evidence: 6, about: 4 };
  const EXACT_ID = 1000;
  //: A number that stands there with another size, as 460 in 460万, counts for this part; so does the size's number alone.
  const PARTLY = 0.5;
  const items = {};
  let others;
  let inEnglishWords;

  // Loads what is searched, once; what reads numbers in words and what knows words that are alike are there before it.
  async function load() {
    await Promise.all(["near.js", "number-words.js"].map((name) => claimbook.load(new URL(name, here))));
    await claimbook.load(new URL("claims-index.js", here));
  }

  // A word in small letters as it is spelled in Britain: center, utilization.
  function spelled(word) {
    const spellings = claimbook.claimsIndex?.spellings ?? {};
    const [, one, several] = /^(.*?)(s?)$/.exec(word);
    return Object.hasOwn(spellings, one) ? spellings[one] + several : word.replace(/(?<=[a-z]{3})iz(?=e|ing|ation)/g, "is");
  }

  // One way of writing: half-width figures, one script for Chinese, no thousands separators, one spelling,
  // exponents on the line.
  function plain(text) {
    const { variants } = claimbook.claimsIndex;
    return text
      .replace(/\s?[×x·*]\s?10([⁻⁰¹²³⁴-⁹]+)/g, (_, power) => `e${power.normalize("NFKD").replace("−", "-")}`)
      .replace(/\s?[×x·*]\s?10\^(-?[0-9])/g, "e$1")
      .replace(/(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))/g, "")
      .normalize("NFKD").replace(/\p{M}/gu, "")
      .replace(/\p{Script=Han}/gu, (character) => variants[character] ?? character)
      .replace(/(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g, "")
      .replace(/(?<=[0-9])([MB])(?![A-Za-z])|(?<=\p{Sc}[0-9.]+)([mb])(?![A-Za-z])/gu, (size) => (size.toUpperCase() === "M" ? " million" : " billion"))
      .toLowerCase().replaceAll("’", "'").replaceAll("×", "x").replace(/\s+/g, " ").replace(/[a-z]+/g, spelled)
      .replace(/(?<=[0-9十百千万亿%年月个])\s?[~–—至到]\s?(?=[0-9])/g, "-");
  }

  const NUMBER = "[0-9]+(?:\\.[0-9]+)?(?:e[+-]?[0-9]+)?";
  const COUNTED = UNITS.map(([said]) => `(${said})`).join("|");
  const ALONE = "(?<![a-z0-9.]|[a-z]-)"; // not a part of a name such as B20 or K-4
  const BLANK = new RegExp(`(?<=[0-9])\\s(?=${LETTERS})`, "g");
  const RANGE = new RegExp(`${ALONE}(${NUMBER})-(${NUMBER})(${SIZE})`, "g");
  const FIGURE = new RegExp(`${ALONE}(${NUMBER})(${SIZE})?(?:[-\\s]*(?:${COUNTED}))?`, "g");

  const IS_NUMBER = new RegExp(`^${NUMBER}$`);
  //: A name of letters and a number, which people write with a hyphen, a blank or neither.
  const NUMBERED = /^([a-z]+)-?([0-9].*)$/;

  //: Numbers in Chinese words (number-words.js).
  const IN_WORDS = /(?<![0-9])(?<![0-9] )(?:[一二三四五六七八九两零十百千万亿]{2,}|[一二三四五六七八九两十](?=倍))/g;

  // Numbers in English words, where what is counted follows: twenty times, tenfold.
  function englishWords() {
    const words = () => Object.keys(claimbook.claimsIndex.numbers).sort((a, b) => b.length - a.length).join("|");
    inEnglishWords ??= new RegExp(`(?<![a-z-])(${words()})(?=[-\\s]?(?:${COUNTED}))`, "g");
    return inEnglishWords;
  }

  // A number times what stands behind it for its size.
  function sized(written, size) {
    const words = size?.match(/[十百千万亿]|[a-z]+/g) ?? [];
    return Number(words.reduce((product, word) => product * SIZES[word], Number(written)).toPrecision(12));
  }

  // A plain text with each number at its value, and with one word for what is counted: 460万美元 becomes 4600000美元.
  function valued(text) {
    return text.replace(BLANK, "").replace(/(?<=[0-9][kmgtpez]?)flops/g, "flop/s")
      .replace(IN_WORDS, (words) => claimbook.valueOfWords(words) || words).replace(/百分之([0-9.]+)/g, "$1%")
      .replace(englishWords(), (_, words) => claimbook.claimsIndex.numbers[words])
      .replace(RANGE, (all, low, high, size) => (Number(low) <= Number(high) ? `${sized(low, size)}-${sized(high, size)}` : all))
      .replace(FIGURE, (all, written, size, ...said) => {
        const unit = UNITS.find((_, place) => said[place]);
        return `${sized(written, size)}${unit ? unit[1] : ""}`;
      });
  }

  // Both ways of writing a text, found once: many claims share their evidence.
  const forms = new Map();
  function formsOf(text) {
    if (!forms.has(text)) {
      const written = plain(text);
      forms.set(text, [valued(written), written]);
    }
    return forms.get(text);
  }

  // What a name that readers have for something is called in the book, by that name; the longest first.
  function otherNames() {
    others ??= new Map(Object.entries(claimbook.claimsIndex.names).map((pair) => pair.map(plain)).sort(([a], [b]) => b.length - a.length));
    return others;
  }

  // The words of a query, numbers at their value and joined to what is counted: 约20倍 is 约 and 20倍. Other names stand
  // apart, but for those of one character, which is often part of another word: 电 of 电商.
  function wordsOf(query) {
    const names = [...otherNames().keys()].filter((name) => name.length > 1).map(escaped).join("|");
    const apart = names ? plain(query).replace(new RegExp(names, "g"), " $& ") : plain(query);
    const words = valued(apart).split(/[\s,;()"“”„?!。，、；：（）《》]+/).flatMap((word) => {
      const parts = [];
      for (const part of word.match(new RegExp(`[${HAN}]+|[^${HAN}]+`, "g")) ?? []) {
        const joined = parts.at(-1);
        const follows = joined && /^-?[0-9.]/.test(joined) && (new RegExp(`^[${HAN}]`).test(part) || /^-?[0-9][0-9.e+%-]*$/.test(part));
        if (follows) parts[parts.length - 1] += part;
        else parts.push(part);
      }
      return parts;
    });
    return words.map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, "")).filter((word) => word && !STOP.has(word));
  }

  // The same words, two of them as one where a text has both as a name with its number: heron 4 as heron4 for Heron-4.
  function joined(words, searched) {
    const found = [];
    for (const word of words) {
      const before = found.at(-1) ?? "";
      if (/^[a-z]+$/.test(before) && IS_NUMBER.test(word) && standsInOne(before, word, searched)) found[found.length - 1] = before + word;
      else found.push(word);
    }
    return found;
  }

  function standsInOne(letters, number, searched) {
    const name = new RegExp(`(?<![a-z0-9])${letters}-?${escaped(number)}(?![0-9]|\\.[0-9])`);
    return searched.some(({ fields }) => fields.some(([, texts]) => texts.some(([, written]) => name.test(written))));
  }

  function escaped(text) {
    return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  }

  // How a word is looked for: as it is, and by what an other name stands for.
  function patternsOf(word) {
    return { ...patternsOfItself(word), other: otherNames().get(word)?.split(" ").map(patternsOfItself) };
  }

  // As a whole; English by its stem too; a large number without what is counted too. A name with a number: with hyphen and
  // without, and with a blank where its letters are no word that stands before numbers: heron4 for Heron-4, gull-2 for Gull 2.
  function patternsOfItself(word) {
    const starts = /^[0-9]/.test(word) ? "(?<![0-9a-z]|[0-9a-z][.-])" : /^[a-z]/.test(word) ? "(?<![a-z0-9])" : "";
    const ends = /[0-9]$/.test(word) ? "(?![0-9]|\\.[0-9]|e\\+)" : "";
    const [, letters, number] = word.match(NUMBERED) ?? [];
    const written = letters ? letters + (letters.length < 3 ? "-?" : "[-\\s]?") + escaped(number) : escaped(word);
    const whole = new RegExp(starts + written + ends + (/[a-z]$/.test(word) ? "(?![a-z])" : ""), "u");
    if (/^[a-z]{3,}$/.test(word)) {
      const stem = word.replace(/(?:ies|ied|ing|ed|es|e|s|y)$/, "");
      return { word, whole, part: new RegExp(starts + (stem.length > 3 ? stem : word), "u") };
    }
    if (/^[a-z]/.test(word) && ends) return { word, whole };
    const [, value] = word.match(new RegExp(`^([0-9.e+]+)[${HAN}]`)) ?? [];
    return Number(value) >= 1e4 ? { word, whole, part: new RegExp(starts + escaped(value) + "(?![0-9]|\\.[0-9]|e\\+)", "u") } : { word, whole };
  }

  // How well a text answers a word, from 0 to 1.
  function answer([value, written], { word, whole, part, other }) {
    if (other?.every((each) => answer([value, written], each))) return 1;
    if (whole.test(value)) return 1;
    if (whole.test(written)) return /^[0-9]/.test(word) ? PARTLY : 1;
    if (part?.test(value)) return PARTLY;
    return 0;
  }

  function item(entry, texts) {
    const fields = Object.entries(texts).map(([name, all]) => [name, all.filter(Boolean).map(formsOf)]);
    return { entry, fields, ids: [entry.id, ...(entry.earlier ?? [])] };
  }

  // All of one kind that can be found, in the order of the register.
  const EVERYTHING = {
    claims: ({ claims, sources, evidence, verdicts }) => claims.map((claim) => item(claim, {
      numerals: claim.numerals, claimed: [claim.claimed], statement: [claim.statement], source: [sources[claim.source].words],
      found: [claim.found], note: claim.notes, evidence: claim.evidence.map((key) => evidence[key]), about: [verdicts[claim.verdict].word, claim.about],
    })),
    assumptions: ({ assumptions }) => assumptions.map((assumption) => item(assumption, {
      numerals: assumption.numerals, claimed: [assumption.value], statement: [assumption.statement, assumption.spoken],
    })),
  };

  function itemsOf(kind) {
    return (items[kind] ??= EVERYTHING[kind](claimbook.claimsIndex));
  }

  // What one word scores for an item: most where it is the whole of a numeral.
  function scoreOf({ fields, ids }, patterns) {
    const { word } = patterns;
    let best = /[a-z]/.test(word) && ids.some((id) => id.includes(word) || patterns.whole.test(id)) ? SCORES.id : 0;
    for (const [name, texts] of fields) {
      for (const both of texts) {
        if (SCORES[name] < best) break;
        const share = answer(both, patterns);
        const fills = name === "numerals" && share ? 10 * Math.min(1, word.length / both[0].length) : 0;
        best = Math.max(best, share * SCORES[name] + fills);
      }
    }
    return best;
  }

  const WEIGHTS = { main: 2, supporting: 1 };

  // What answers every word of a query, of one kind (claims or assumptions), the best first; the index must be loaded.
  function findAmong(kind, query) {
    const asked = query.trim().toLowerCase();
    const words = joined(wordsOf(query), itemsOf(kind)).map(patternsOf);
    const found = [];
    if (!words.length) return found;
    for (const one of itemsOf(kind)) {
      const scores = words.map((word) => scoreOf(one, word));
      const exact = one.ids.includes(asked);
      if (exact || scores.every(Boolean)) found.push({ entry: one.entry, score: scores.reduce((sum, score) => sum + score, exact ? EXACT_ID : 0) });
    }
    return found.sort((a, b) => b.score - a.score || (WEIGHTS[b.entry.weight] ?? 0) - (WEIGHTS[a.entry.weight] ?? 0));
  }

  // Claims, and those assumptions that stand on a page.
  function find(query) {
    return { claims: findAmong("claims", query), assumptions: findAmong("assumptions", query).filter(({ entry }) => entry.link) };
  }

  // Queries that find something and are like one that finds nothing: its mistyped words put right, or what these may have
  // been, each alone. kinds: of what (claims, assumptions). isElsewhere: whether a query finds anything besides; texts:
  // what is searched for that. alike: how much like it they have to be.
  function suggestions(query, kinds, isElsewhere = () => false, texts = [], alike = undefined) {
    const finds = (asked) => kinds.some((kind) => find(asked)[kind].length) || isElsewhere(asked);
    const all = kinds.flatMap(itemsOf);
    const searched = all.flatMap(({ fields }) => fields.flatMap(([, forms]) => forms.map(([, written]) => written)));
    const near = claimbook.near.words(wordsOf(query), finds, [...texts, ...searched], all.flatMap(({ ids }) => ids), alike);
    if (!near.size) return [];
    const mended = plain(query).replace(/[\p{L}\p{N}_-]+/gu, (word) => near.get(word) ?? word);
    return finds(mended) ? [mended] : [...new Set(near.values())].filter(finds);
  }

  // The sentence of a claim's notes or evidence by which a query finds it; nothing where what is shown has every word.
  function because(query, claim) {
    const words = joined(wordsOf(query), itemsOf("claims")).map(patternsOf);
    const { sources, evidence, verdicts } = claimbook.claimsIndex;
    const shown = [claim.statement, claim.claimed, ...claim.numerals.slice(0, 1), sources[claim.source].name, verdicts[claim.verdict].word, claim.id].map(formsOf);
    const hidden = words.filter((word) => !shown.some((forms) => answer(forms, word)));
    if (!hidden.length) return "";
    const sentences = [...claim.notes.flatMap((note) => note.split(/(?<=[.;:]) /)), ...claim.evidence.map((key) => evidence[key])];
    const count = (sentence) => hidden.filter((word) => answer(formsOf(sentence), word)).length;
    const best = sentences.map((sentence) => [sentence, count(sentence)]).sort((a, b) => b[1] - a[1])[0];
    return best?.[1] ? best[0] : "";
  }

  return { load, find, findAmong, suggestions, because, spelled };
})();
