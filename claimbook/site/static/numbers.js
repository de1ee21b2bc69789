// Numbers as people write them: 25,000 · 1.77 billion · $0.0036 · ¥120,000 · 6.16亿 · 30% · ３０％ · 2.15×10²⁵. It is
// loaded when a value is read, and touches no page. tests/numbers.json says what is read how.
globalThis.claimbook ??= {};

claimbook.numbers = (() => {
  //: Words for powers of ten, by the exponent. A letter is a power only as it stands here: m may be a metre or a minute.
  const POWERS = {
    thousand: 3, k: 3, K: 3, million: 6, millions: 6, mn: 6, mln: 6, M: 6, billion: 9, billions: 9, bn: 9, B: 9,
    trillion: 12, trillions: 12, tn: 12, T: 12, 百: 2, 千: 3, 万: 4, 萬: 4, 亿: 8, 億: 8,
  };
  const CHINESE = "[百千万萬亿億]";

  // Digits, in groups of three if at all, every gap with the same sign.
  const DIGITS = String.raw`(?:\d{1,3}(?<gap>[, '’_])\d{3}(?:\k<gap>\d{3})*|\d+)(?:\.\d*)?|\.\d+`;
  const PLAIN = new RegExp(`^([+-]?)(${DIGITS})(?:e([+-]?\\d+))?$`, "i");
  const POWER = /^(?:(.*?)\s*[×x*·]\s*)?10\^([+-]?\d+)$/i;
  const WORD = new RegExp(`^(.*?)\\s*([a-z]+|${CHINESE}+)$`, "i");
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  // Text with plain digits, signs and blanks: full-width ones are others' ways to write the same, and 10²⁵ is 10^25.
  function tidy(text) {
    return text.replace(/[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (raised) => `^${[...raised].map((sign) => ({ "⁺": "+", "⁻": "-" })[sign] ?? RAISED.indexOf(sign)).join("")}`)
      .normalize("NFKC").replace(/[−–]/g, "-").replace(/\s+/g, " ").trim();
  }

  // A decimal and its power of ten are read as one text, so that no product rounds.
  function times(text, exponent) {
    const found = PLAIN.exec(text.trim());
    if (!found) return null;
    const [, sign, digits] = found;
    const own = found.at(-1); // its power of ten
    return Number(`${sign}${digits.replace(/[, '’_]/g, "")}e${Number(own ?? 0) + exponent}`);
  }

  function exponentOf(word) {
    if (!new RegExp(`^${CHINESE}+$`).test(word)) return POWERS[word] ?? (word.length > 1 ? POWERS[word.toLowerCase()] : undefined);
    return [...word].reduce((sum, sign) => sum + POWERS[sign], 0);
  }

  // 1亿2000万: parts, each smaller than the one before it.
  function inParts(text) {
    const parts = [...text.matchAll(new RegExp(`(\\d+(?:\\.\\d+)?)(${CHINESE}+|$)`, "g"))];
    if (parts.length < 2 || parts.map(([part]) => part).join("") !== text) return null;
    const values = parts.map(([, digits, word]) => ({ value: times(digits, word ? exponentOf(word) : 0), exponent: word ? exponentOf(word) : 0 }));
    const falls = values.every(({ value, exponent }, i) => !i || (exponent < values[i - 1].exponent && value < 10 ** values[i - 1].exponent));
    return falls ? values.reduce((sum, { value }) => sum + value, 0) : null;
  }

  function withoutUnit(text, shift) {
    const raised = POWER.exec(text);
    if (raised) return times(raised[1] ?? "1", Number(raised[2]) + shift);
    const plain = times(text, shift);
    if (plain !== null) return plain;
    const [, rest, word] = WORD.exec(text) ?? [];
    const exponent = word && exponentOf(word);
    if (exponent !== undefined && rest) {
      const value = times(rest, exponent + shift);
      if (value !== null) return value;
    }
    return shift ? null : inParts(text);
  }

  // A sign of a unit, capitals aside; the dot between two units is also written as a hyphen.
  const sameSign = (sign) => (sign === "·" ? "-" : sign?.toLowerCase());
  const squeezed = (text) => [...text.replace(/ /g, "")].map(sameSign).join("");

  // Text without what stands about a number in this form, blanks and capitals aside; null if that does not stand there.
  function within(text, before, after) {
    let [from, to] = [0, text.length];
    for (const sign of squeezed(before)) {
      while (text[from] === " ") from++;
      if (sameSign(text[from++]) !== sign) return null;
    }
    for (const sign of [...squeezed(after)].reverse()) {
      while (text[to - 1] === " ") to--;
      if (sameSign(text[--to]) !== sign) return null;
    }
    return to > from ? text.slice(from, to).trim() : null;
  }

  /**
   * A number that somebody wrote, in a unit.
   * text: what was written. unit: `forms`, each what may stand before and after a number in this unit, and by what power
   * of ten it is then to be multiplied. example: the same number twice, bare and with its unit, for what cannot be read.
   * Returns { value } or { problem }, a sentence that says what would be right.
   */
  function readNumber(text, { forms }, example) {
    const written = tidy(text);
    const [bare, full] = example;
    const right = bare === full ? `write a number such as ${bare}` : `write a number such as ${bare}, or ${full}`;
    if (!written) return { problem: `This needs a number: ${right}.` };
    const minus = written.startsWith("-") ? "-" : ""; // −$5
    const rests = [];
    for (const [before, after, shift] of [["", "", 0], ...forms]) {
      const rest = within(minus && before ? written.slice(1).trim() : written, tidy(before), tidy(after));
      if (rest === null) continue;
      rests.push(rest);
      const value = withoutUnit(rest, shift);
      if (value !== null) return { value: minus && before ? -value : value };
    }
    const shortest = rests.sort((a, b) => a.length - b.length)[0] ?? written;
    if (/^\d+,\d+$/.test(shortest)) {
      return { problem: `“${text.trim()}” can be read in two ways: write a point before decimals, and a comma between thousands only.` };
    }
    if (/\d,\d{1,2}(?!\d)|\d,\d{4}|\.\d+\.|,\d+.*,\d{1,2}(?!\d)/.test(shortest) && /^[\d.,]+$/.test(shortest)) {
      return { problem: `“${text.trim()}” is no number with thousands set apart: ${right}.` };
    }
    return { problem: `“${text.trim()}” is not a number that can be read here: ${right}.` };
  }

  return { readNumber };
})();
