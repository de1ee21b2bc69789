// Values as people write them: 25,000 · 1.77 billion · $0.0036 · 6.16亿 · 30% · ３０％ · 2.15×10²⁵ · 90..100 · 1 to 3 million ·
// 90 day..14 week · lognormal(1, 3). It is loaded when a value is read, and touches no page. claimbook.register.numbers and
// claimbook.register.values read the same, step by step; tests/numbers.json and tests/values.csv hold both to it.
globalThis.claimbook ??= {};

claimbook.numbers = (() => {
  //: Words for powers of ten, by the exponent. A letter is a power only as it stands here: m may be a metre or a minute.
  const POWERS = {
    thousand: 3, k: 3, K: 3, million: 6, millions: 6, mn: 6, mln: 6, M: 6, billion: 9, billions: 9, bn: 9, B: 9,
    trillion: 12, trillions: 12, tn: 12, T: 12,
  };
  const CHINESE = { 百: 2, 千: 3, 万: 4, 萬: 4, 亿: 8, 億: 8 };
  const SIGNS = Object.keys(CHINESE).join("");
  const WORD = Object.keys(POWERS).sort((a, b) => b.length - a.length).join("|");

  // Digits, in groups of three if at all, every gap with the same sign.
  const DIGITS = String.raw`(?:\d{1,3}(?<gap>[, '’_])\d{3}(?:\k<gap>\d{3})*(?![\d,'’_])|\d+)(?:\.\d*)?|\.\d+`;
  const ONE = String.raw`\d+(?:\.\d+)?[${SIGNS}]+`;
  const IN_PARTS = String.raw`(?:${ONE}){2,}(?:\d+(?![\d.,]))?|(?:${ONE})\d+(?![\d.,])`;
  const NUMBER = new RegExp(String.raw`^(?<sign>[+-]?)\s*(?:(?<parts>${IN_PARTS})|10\^(?<alone>[+-]?\d+)|(?<digits>${DIGITS})`
    + String.raw`(?:e(?<power>[+-]?\d+)(?![\da-z])|\s*[×x*·]\s*10\^(?<raised>[+-]?\d+))?`
    + String.raw`(?:\s*(?:(?<word>${WORD})(?![a-z\d])|(?<signs>[${SIGNS}]+)))?)`, "i");
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const BETWEEN = /\s*\.{2,}\s*|(?<![a-z])\s*to(?![a-z])\s*|\s*[~至到]\s*/i;
  const HYPHEN = /(?<=[\p{L}\p{N}_%.)])(?<![\d.]e)\s*-\s*(?=[^\p{L}\p{N}_\s]?\s?\.?\d|百分之|[一二三四五六七八九两兩零十百千万萬亿億])/iu;
  //: What stands behind a number that is to be computed with.
  const OR_ANOTHER = /^(?:(?:.* )?or \W?\d|.*或(?:者)?\d)/;
  const COMPUTED = /^ ?(?:\*\*|[*^+/⁄]) ?\(?\d/;
  const A_DATE = "\\d{4}-\\d{1,2}(?:-\\d{1,2})?";
  const A_DATE_OR_TWO = new RegExp(`^${A_DATE}( ?(?:\\.\\.|to|~|/) ?${A_DATE})?$`);
  const NAMED = /^([a-z_]+) ?\((.*)\)([^()]*)$/i;
  //: A value with its range in brackets, and behind that what `claimbook rerun` says of it: a distribution, its centre.
  const AROUND = /^([^()]+)\(([^();]+?)(?:, ?(lognormal|uniform|pert|choice))?(?:; [^();]+ in the middle)?(?:; its likeliest comes first, [^();]+)?\)$/;
  //: How far a value may be from the one of which it shows six digits, as a share.
  const AS_SHOWN = 1e-5;
  //: Distributions that can be named, each with how it is written and how many numbers it takes.
  const NAMES = {
    lognormal: ["lognormal(LOW, HIGH)", 2], uniform: ["uniform(LOW, HIGH)", 2], pert: ["pert(LOW, LIKELIEST, HIGH)", 3],
    metalog: ["metalog(LOW, MIDDLE, HIGH)", 3], choice: ["choice(VALUE, VALUE, …)", 0],
  };

  //: How a change is written, and not a value: +10%, 10 % more, ×1.1 (claimbook.register.relative).
  const BEFORE = /^([+x×*]) ?(?![+-])/i;
  const CHANGE = /^(?:%|percent|per cent) (?:(more|higher|greater)|less|lower|fewer)(?: than .*)?$/;
  const [PERCENTS, TIMES] = [["%", "percent", "per cent"], ["x", "×", "times", "倍"]];
  //: Units of pure numbers, and how many of each one is.
  const PURE = { 1: 1, percent: 100 };

  class Refusal extends Error {}
  const refuse = (text) => { throw new Refusal(text); };
  const twoWays = (text, right) => refuse(`“${text}” can be read in two ways: ${right}.`);

  // Text with plain digits, signs and blanks: full-width ones are others' ways to write the same, and 10²⁵ is 10^25.
  function tidy(text) {
    return text.replace(/[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (raised) => `^${[...raised].map((sign) => ({ "⁺": "+", "⁻": "-" })[sign] ?? RAISED.indexOf(sign)).join("")}`)
      .normalize("NFKC").replace(/[−–]|[—―]+/g, "-").replaceAll("〜", "~").replace(/\s+/g, " ").trim();
  }

  //: Numbers in Chinese words (number-words.js).
  const IN_WORDS = /^[一二三四五六七八九两兩零十百千万萬亿億]+/;
  const SIMPLIFIED = { 兩: "两", 萬: "万", 億: "亿" };
  const simplified = (words) => [...words].map((word) => SIMPLIFIED[word] ?? word).join("");
  //: 三点五万: a whole number in words, the digits behind its point, and what it counts in.
  const POINTED = /^([一二三四五六七八九两兩零十百千万萬亿億]+)[点點]([零一二三四五六七八九]+)([十百千万萬亿億]*)/;
  const PERCENT = /^百分之/;
  //: Their sizes by the exponent, and what stands before those that such a number ends with.
  const SIZES = { 十: 1, 百: 2, 千: 3, 万: 4, 亿: 8 };
  const NO_SIZES = /.*[^十百千万亿]/;

  // A unit by which a text is known: the dot between two units is also written as a hyphen.
  const squeezed = (text) => text.replace(/[ ^]/g, "").replace(/[·*]/g, "-");

  function exponentOf(word) {
    if (word && [...word].every((sign) => sign in CHINESE)) return [...word].reduce((sum, sign) => sum + CHINESE[sign], 0);
    return POWERS[word] ?? (word.length > 1 ? POWERS[word.toLowerCase()] : undefined);
  }

  //: 3万5, 三万五: a digit behind a word for a power of ten, which is said for the next smaller one: it is 35,000.
  const SHORTENED = new RegExp(String.raw`^(?:[+-]?\d[\d.]*[${SIGNS}]+\d(?![\d.,${SIGNS}])|[一二三四五六七八九两兩零十百千万萬亿億]+(?<=[百千万萬亿億][一二三四五六七八九两兩])(?![一二三四五六七八九两兩零十百千万萬亿億点點\d]))`);

  // 1亿2000万: parts, each smaller than what the part before it counts in; null if one is not.
  function inParts(text) {
    const values = [...text.matchAll(new RegExp(`(\\d+(?:\\.\\d+)?)([${SIGNS}]*)`, "g"))]
      .map(([, digits, word]) => ({ exponent: word ? exponentOf(word) : 0, value: Number(`${digits}e${word ? exponentOf(word) : 0}`) }));
    const falls = values.every(({ value, exponent }, i) => !i || (exponent < values[i - 1].exponent && value < 10 ** values[i - 1].exponent));
    return falls ? values.reduce((sum, { value }) => sum + value, 0) : null;
  }

  // The number that a match of POINTED says; null if what stands before its point is none.
  function numberWithPoint([, whole, digits, size]) {
    const before = claimbook.valueOfWords(simplified(whole));
    if (before === null) return null;
    const behind = [...digits].map((word) => (word === "零" ? 0 : claimbook.valueOfWords(word))).join("");
    const word = [...simplified(size)].reduce((sum, one) => sum + SIZES[one], 0);
    return { digits: `${before}.${behind}`, power: 0, word: word || undefined };
  }

  // The number that a tidied text begins with, and what stands after it; null if it begins with none.
  function readStart(text) {
    if (PERCENT.test(text)) {
      const share = readStart(text.replace(PERCENT, ""));
      return share && { ...share, after: `%${share.after}` };
    }
    const pointed = POINTED.exec(text);
    const withPoint = pointed && numberWithPoint(pointed);
    if (withPoint) return { ...withPoint, after: text.slice(pointed[0].length) };
    const words = IN_WORDS.exec(text)?.[0] ?? "";
    const inWords = simplified(words);
    const value = words ? claimbook.valueOfWords(inWords) : null;
    if (value !== null) return { digits: String(value), power: 0, inWords, after: text.slice(words.length) };
    const found = NUMBER.exec(text);
    if (!found) return null;
    const { sign, parts, alone, digits, power, raised, word, signs } = found.groups;
    const minus = sign === "-" ? "-" : "";
    const after = text.slice(found[0].length);
    if (parts) {
      const value = inParts(parts);
      return value === null ? null : { digits: `${minus}${value}`, power: 0, after };
    }
    if (alone) return { digits: `${minus}1`, power: Number(alone), after };
    const exponent = exponentOf(word ?? signs ?? "");
    const number = { digits: minus + digits.replace(/[, '’_]/g, ""), power: Number(power ?? raised ?? 0) };
    if (word && exponent === undefined) return { ...number, after: text.slice(found[0].length - word.length) };
    return { ...number, word: exponent, letter: word?.length === 1 ? word : "", after };
  }

  // A decimal and its powers of ten are read as one text, so that no product rounds.
  const valueOf = ({ digits, power, word = 0 }, shift = 0) => (Number.isFinite(Number(digits)) && /e/.test(digits)
    ? Number(digits) * 10 ** (power + word + shift) : Number(`${digits}e${power + word + shift}`));

  // Whether the size that a number ends with may be meant for the one before it in a range too, one being in words.
  function mayShareSize(low, high) {
    if (!low.inWords && !high.inWords) return false;
    const endings = [...(high.inWords ?? "").replace(NO_SIZES, "")].map((_, at, sizes) => sizes.slice(at).join(""));
    const powers = () => [...endings.map((ending) => [...ending].reduce((sum, size) => sum + SIZES[size], 0)), high.word ?? 0].filter(Boolean);
    const shared = low.inWords && high.inWords ? endings.map((ending) => claimbook.valueOfWords(low.inWords + ending)) : powers().map((power) => valueOf(low, power));
    return shared.some((value) => value !== null && value <= valueOf(high));
  }

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
  // A pattern of any of some names, the longest first.
  const anyOf = (names) => names.sort((a, b) => b.length - a.length).map(escaped).join("|");

  // The same, but no word within another.
  const anyWholeOf = (names) => names.sort((a, b) => b.length - a.length)
    .map((name) => `${/^[a-z]/i.test(name) ? "(?<![a-z])" : ""}${escaped(name)}${/[a-z]$/i.test(name) ? "(?![a-z])" : ""}`).join("|");

  // A unit as the tables write it, of one as sentences have it: USD/car/hour of $ and "per car-hour".
  function inTablesWords(before, after, { words, money }) {
    let text = after.trim().replace(/^-+/, "").trim().replace(/(?:^| )per /g, "/").replaceAll("^", "**").replace(/\/s-(?=[a-z])/gi, "/s*");
    const names = Object.keys(words);
    if (names.length) {
      text = text.replace(new RegExp(anyOf(names), "g"), (word, place) => {
        const joined = (/\w/.test(word[0]) && /\w/.test(text[place - 1] ?? "")) || (/\w/.test(word.at(-1)) && /\w/.test(text[place + word.length] ?? ""));
        return joined ? word : words[word];
      });
    }
    const [above, ...below] = text.split("/");
    const parts = [above.replaceAll("-", "*"), ...below.map((one) => one.replaceAll("-", "/"))].map((part) => part.trim());
    return `${money[before.toLowerCase()] ?? ""} ${parts.join("/")}`.trim().replaceAll(" /", "/");
  }

  // A unit's factor to root units and its dimensions; null if it is none that is known here.
  function unitOf(text, { atoms }) {
    const dimensions = {};
    let factor = 1;
    const signs = text === "1" ? [] : text.split(/\s*((?<!\*)[/*·](?!\*)|\s)\s*/);
    for (let i = 0; i < signs.length; i += 2) {
      const [, name, raised] = /^([^*]+?)(?:\s*\*\*\s*(\d+))?$/.exec(signs[i]) ?? [];
      const atom = name === "1" ? [1, {}] : atoms[name] ?? (name?.endsWith("s") ? atoms[name.slice(0, -1)] : undefined);
      if (!atom) return null;
      const power = Number(raised ?? 1) * (signs[i - 1]?.trim() === "/" ? -1 : 1);
      factor *= atom[0] ** power;
      for (const [dimension, times] of Object.entries(atom[1])) dimensions[dimension] = (dimensions[dimension] ?? 0) + times * power;
    }
    return { factor, key: JSON.stringify(Object.entries(dimensions).filter(([, times]) => times).sort()) };
  }

  // Those things that the book counts which are pure numbers: a doubling is no percentage.
  function pureThings(unit, { atoms, counted }) {
    const parts = (unit.match(/[A-Za-z_%][\w%]*/g) ?? []).map((part) => (part in atoms ? part : part.replace(/s$/, "")));
    return parts.filter((part) => counted.includes(part) && !Object.keys(atoms[part][1]).length).sort().join(" ");
  }

  // A part's number in a unit, and whether it was written in that unit.
  function convert(part, { unit, forms, about }, whole) {
    const own = unitOf(unit, about);
    const { number, before, after } = part;
    if (number.letter) {
      const isRate = /^(?:\/|per )/.test(after);
      const head = isRate ? own : unitOf(unit.split("/")[0], about);
      if ((!after || isRate) && head && unitOf(inTablesWords("", `${number.letter} ${after}`, about), about)?.key === head.key) twoWays(whole, `write the word, as in 3 billion, or the unit, as in 3 ${unit}`);
    }
    if (!before && !after) return [valueOf(number), true];
    const around = [squeezed(before), squeezed(tidy(after))];
    const known = forms.map(([first, last, shift]) => [squeezed(tidy(first)), squeezed(tidy(last)), shift]);
    const inUnits = inTablesWords(before, after, about);
    const exact = known.find(([first, last]) => (first === around[0] && last === around[1]) || (!first && last === squeezed(inUnits)));
    if (exact?.[2] === 2 && valueOf(number, 2) < about.mostPercent) twoWays(whole, "write per cent, or the value that is meant");
    if (exact) return [valueOf(number, exact[2]), exact[2] === 0];
    const given = unitOf(inUnits, about);
    const isSameThing = pureThings(inUnits, about) === pureThings(unit, about);
    if (given && own && given.key === own.key && isSameThing) return [valueOf(number) * (given.factor / own.factor), given.factor === own.factor];
    const money = unitOf(unit.split("/")[0], about); // 50 cents, as $0.50, of dollars an hour
    const isMoney = Object.values(about.money).includes(unit.split("/")[0]);
    if (given && isMoney && given.key === money.key) return [valueOf(number) * (given.factor / money.factor), given.factor === money.factor];
    const letters = around.join("").match(/[a-z\d]+/gi) ?? []; // GB is not Gb
    if (letters.every((word) => word.length > 2)) {
      const alike = known.find(([first, last]) => first.toLowerCase() === around[0].toLowerCase() && last.toLowerCase() === around[1].toLowerCase());
      if (alike) return [valueOf(number, alike[2]), alike[2] === 0];
    }
    if (COMPUTED.test(after)) refuse(`“${whole}” is to be computed first: write what it comes to`);
    if (OR_ANOTHER.test(after)) refuse(`“${whole}” is one of two values: write LOW..HIGH for all between them, or choice(VALUE, VALUE, …)`);
    const said = `${before} ${after}`.trim().replaceAll(" /", "/");
    return refuse(given && own ? `“${whole}” ${misfit(part, inUnits, unit, about)}` : `in “${whole}”, “${said}” is not a unit that is known here`);
  }

  // What is said of a part of another kind than a unit: where it leaves out one thing that the book counts that is named.
  function misfit(part, given, unit, about) {
    const own = unit.split("/");
    const counted = own.slice(1).find((one) => about.counted.includes(one) && unitOf(`${given}/${one}`, about)?.key === unitOf(unit, about).key);
    if (!counted) return `is not a kind of ${unit}`;
    const pieces = given.split("/");
    pieces.splice(own.indexOf(counted), 0, counted);
    return `is ${given} and not a kind of ${unit}: write it per ${counted}, as in ${inOtherUnits(part, pieces)}`;
  }

  // A part's number as it was written, in a unit of these pieces: $48 per car-day of USD, car, day.
  function inOtherUnits({ before, said }, unit) {
    const head = unit[1] === "s" ? 2 : 1; // a rate a second is one unit
    const [measured, below] = [unit.slice(0, head).join("/"), unit.slice(head).join("-")];
    if (!before) return `${said} ${measured} per ${below}`;
    return `${before}${/\p{L}$/u.test(before) ? " " : ""}${said}${measured.slice(unit[0].length)} per ${below}`;
  }

  // The change that a tidied text says: what it multiplies by, in words, and the pure number it may be meant as; null if none.
  function relative(text, { changes }) {
    const inWords = Object.keys(changes).find((words) => [words, words.replace(/ of$/, "")].includes(text.toLowerCase()));
    if (inWords) return { times: changes[inWords], said: inWords, share: changes[inWords], isMultiple: false };
    const [before = "", sign = ""] = BEFORE.exec(text) ?? [];
    const rest = text.slice(before.length);
    const found = /^[+-]/.test(rest) ? null : readStart(rest);
    if (!found || !rest.endsWith(found.after)) return null;
    const [number, after] = [valueOf(found), found.after.trim().toLowerCase()];
    const figure = rest.slice(0, rest.length - found.after.length).trim();
    const says = (times, said, share, isMultiple = false) => (times > 0 && times < Infinity ? { times, said, share, isMultiple } : null);
    if (sign === "+") return PERCENTS.includes(after) ? says(1 + number / 100, `${figure} % more than`, number / 100) : null;
    if (sign || TIMES.includes(after)) return sign && after ? null : says(number, `${figure} times`, number, !sign);
    const change = CHANGE.exec(after);
    if (!change) return null;
    return change[1] ? says(1 + number / 100, `${figure} % more than`) : says(1 - number / 100, `${figure} % less than`);
  }

  // Refuses a text that says a change of the book's value, or that may as well be meant so.
  function refuseRelative(text, { unit, about }, whole, { value, most, write }) {
    const found = relative(text, about);
    const isShownSo = unit === "1" || (unit === "percent" && found?.times * PURE[unit] >= about.mostPercent);
    if (!found || (found.isMultiple && isShownSo)) return;
    const change = `${write(value * found.times)} for ${found.said} ${write(value)}`;
    const plain = found.share * PURE[unit];
    if (found.share !== undefined && !(unit in PURE)) refuse(`“${whole}” is not a kind of ${unit}: write ${change}`);
    if (found.share === undefined || (most !== null && plain > most)) refuse(`“${whole}” is no value: write ${change}`);
    twoWays(whole, `write ${write(plain)}, or ${change}`);
  }

  // A number with what stands about it.
  function readPart(text, { about: { money } }) {
    const signs = Object.keys(money);
    const found = signs.length ? new RegExp(`^(-? ?)(${anyOf(signs)})`, "i").exec(text) : null;
    const start = found ? found[1].trim() + text.slice(found[0].length) : text;
    if (SHORTENED.test(start)) twoWays(text, "write all of its digits");
    const read = readStart(start);
    if (/^[+-]?(?:nan|inf(?:inity)?)(?![a-z])/i.test(text)) refuse(`“${text}” is not a finite number`);
    if (!read) refuse(`“${text}” is not a quantity`);
    const { after, ...number } = read;
    if (/^ ?\d/.test(after)) refuse(`“${text}” is not a quantity: a number begins within another`);
    if (/^[.,'’_]\d/.test(after)) {
      const comma = /(?<![\d.,])\d+,\d+(?![\d,.])/.test(text) && !/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,.])/.test(text);
      if (comma) twoWays(text, "write a point before decimals, and a comma between thousands only");
      refuse(`“${text}” is no number with its thousands set apart`);
    }
    if (/±|\+\/?-/.test(after)) refuse(`“${text}” gives how far off it may be: write its ends, LOW..HIGH`);
    if (text.startsWith("+") && PERCENTS.includes(after.trim().toLowerCase())) twoWays(text, "write the value that is meant, without a plus sign");
    const said = start.slice(0, start.length - after.length).trim();
    const part = { number, before: found?.[2] ?? "", after: after.replace(/(?:^| )an? /g, " per ").trim(), said }; // a dollar an hour
    return found ? ofMoney(part) : part;
  }

  // An amount of money with the word that a small letter behind it stands for: of $50m, million; elsewhere m is a metre, and b a bit.
  function ofMoney(part) {
    const [letter] = /^[mb](?![A-Za-z\d])/.exec(part.after) ?? [];
    if (!letter || part.number.word !== undefined) return part;
    return { ...part, number: { ...part.number, word: POWERS[letter.toUpperCase()] }, after: part.after.slice(1).trim() };
  }

  // A part of a range with what the part after it says for both: $54 to 60 million, 90..100 day.
  function shared(part, following, whole) {
    if (["", "%"].includes(part.after) && mayShareSize(part.number, following.number)) twoWays(whole, "write figures, LOW..HIGH"); // 三到五百 may begin at 3 or at 300
    const { number } = part;
    const { word } = following.number;
    let own = number;
    if (number.word === undefined && word && !number.power && Math.abs(Number(number.digits)) <= Math.abs(Number(following.number.digits))) {
      if (part.after || (part.before && following.before === part.before && !following.tookMoney)) twoWays(whole, "write words such as million at both ends");
      own = { ...number, word };
    }
    const takes = !part.before || following.before || /^(?:per |\/)/.test(following.after);
    const hasUnitOfItsOwn = part.after && !/^(?:per |\/)/.test(part.after); // 90 cents..$2
    const before = part.before || (hasUnitOfItsOwn ? "" : following.before);
    return { ...part, number: own, before, after: part.after || (takes ? following.after : "") };
  }

  // Numbers of a range or a distribution, in a unit; what is said once stands for all.
  function readParts(texts, unit, whole) {
    const parts = texts.map((text) => readPart(text, unit));
    for (let i = 1; i < parts.length; i++) {
      const amount = ofMoney(parts[i]);
      const takes = parts[i - 1].before && !parts[i].before && (!amount.after || /^(?:per |\/)/.test(amount.after));
      if (takes) parts[i] = { ...amount, before: parts[i - 1].before, tookMoney: true };
    }
    for (let i = parts.length - 2; i >= 0; i--) parts[i] = shared(parts[i], parts[i + 1], whole);
    const values = parts.map((part) => convert(part, unit, whole));
    for (let i = 1; i < parts.length; i++) {
      if (!values[i - 1][1] && !parts[i].before && !parts[i].after) twoWays(whole, "write the unit of each number");
    }
    return values.map(([value]) => value);
  }

  // The end of a range as a share of a hundred, if it is a number and nothing else: of 百分之三十到四十, 百分之四十.
  function withPercent(end) {
    return !PERCENT.test(end) && readStart(end)?.after === "" ? `百分之${end}` : end;
  }

  // The numbers between which something lies, as text: one, two or three.
  function ends(given, whole) {
    const text = given.replace(/^from (?=.* to )/i, "");
    const between = /^between (.+) and (.+)$/i.exec(text);
    let parts = between ? between.slice(1) : text.split(BETWEEN);
    if (parts.length === 1) parts = text.split(HYPHEN);
    parts = parts.map((part) => part.trim());
    if (parts.length > 3) refuse(`“${whole}” has more than three numbers: write LOW..HIGH or LOW..VALUE..HIGH`);
    if (parts.length > 1 && !parts.every(Boolean)) refuse(`“${whole}” lacks an end of its range: write LOW..HIGH or LOW..VALUE..HIGH`);
    return PERCENT.test(parts[0]) ? [parts[0], ...parts.slice(1).map(withPercent)] : parts;
  }

  // The ways to put pieces between commas together as numbers with their thousands set apart.
  function merged(pieces) {
    if (pieces.length === 1) return [[pieces[0].trim()]];
    const first = pieces[0].trim();
    const rests = pieces.length <= 12 ? merged(pieces.slice(1)) : [pieces.slice(1).map((piece) => piece.trim())];
    const together = rests.filter((rest) => /(?<![\d.])\d{1,3}$/.test(pieces[0]) && /^\d{3}(?!\d)/.test(rest[0]));
    return [...rests.map((rest) => [first, ...rest]), ...together.map((rest) => [`${first},${rest[0]}`, ...rest.slice(1)])];
  }

  // What stands between a distribution's brackets, apart: by commas followed by a blank, else by all commas, or as ends.
  function argumentsOf(inside, count, right, whole) {
    const separator = [/\s*[;、]\s*/, /,\s+/].find((one) => one.test(inside));
    const ways = separator ? [inside.split(separator).map((part) => part.trim())] : merged(inside.split(",")).filter((parts) => !count || parts.length === count);
    if (ways.length > 1) twoWays(whole, "write a blank after each comma between two numbers");
    const found = ways[0] ?? ends(inside, whole); // lognormal(1 to 3)
    if (!found.every(Boolean) || (count ? found.length !== count : found.length < 2)) refuse(`“${whole}” is not a distribution as it is written here: write ${right}`);
    return found;
  }

  const single = (value) => ({ low: value, value, high: value, distribution: "", centre: "" });

  function inOrder(numbers, whole, right = "LOW..HIGH or LOW..VALUE..HIGH") {
    if (Math.min(...numbers) <= 0) refuse("This must be above zero");
    if (numbers.some((number, i) => i && number < numbers[i - 1])) refuse(`“${whole}” is not in order: write ${right}`);
    return numbers;
  }

  const geometric = (low, high) => Math.sqrt(low) * Math.sqrt(high);
  const halfway = (low, high) => low + (high - low) / 2;

  //: Words that say which centre a range without one takes.
  const [GEOMETRIC, ARITHMETIC, MEDIAN, LOWER_MEDIAN] = ["the geometric mean of its ends", "the middle of its ends", "its median", "the lower of its two medians"];

  function readDistribution(written, inside, after, unit, whole) {
    const name = written.toLowerCase();
    if (!Object.hasOwn(NAMES, name)) refuse(`“${whole}”: ${written} is no distribution here: write ${Object.values(NAMES).map(([right]) => right).join(", ")}`);
    const [right, count] = NAMES[name];
    const texts = argumentsOf(inside, count, right, whole);
    if (name === "choice") return readChoice(texts, after, unit, whole);
    const numbers = inOrder(readParts(texts.map((text) => `${text} ${after}`.trim()), unit, whole), whole, right);
    const [low, high] = [numbers[0], numbers.at(-1)];
    if (count === 2 || low === high) return namedRange(name, low, high);
    return { low, value: numbers[1], high, distribution: name, centre: "" };
  }

  // A lognormal or uniform range between two ends.
  function namedRange(name, low, high) {
    if (low === high) return single(low);
    return name === "uniform" ? { low, value: halfway(low, high), high, distribution: name, centre: ARITHMETIC }
      : { low, value: geometric(low, high), high, distribution: name, centre: MEDIAN };
  }

  // Values of which each is as likely as the others, or as likely as is said behind a colon.
  function readChoice(texts, after, unit, whole) {
    const split = texts.map((text) => text.split(/:(.*)/s));
    if (new Set(split.map(({ length }) => length > 1)).size > 1) refuse(`“${whole}” says of some values how likely they are, and not of all`);
    const values = readParts(split.map(([value]) => `${value.trim()} ${after}`.trim()), unit, whole);
    const pure = { unit: "1", forms: [["", "%", -2]], about: unit.about };
    const shares = split.map(([, share]) => (share === undefined ? 1 : convert(readPart(share.trim(), pure), pure, whole)[0]));
    if (!shares.every((share) => share > 0 && share < Infinity)) refuse(`“${whole}” does not say how likely its values are: write numbers above zero, or percentages`);
    const total = shares.reduce((sum, share) => sum + share, 0);
    const inPercent = split.every(([, share]) => share?.trim().endsWith("%"));
    if (inPercent && Math.abs(total - 1) > unit.about.nearlyAll) refuse(`“${whole}”: its percentages add up to ${Number((100 * total).toPrecision(6))} % and not to 100 %`);
    const pairs = values.map((value, i) => [value, shares[i]]).sort(([a, s], [b, t]) => a - b || s - t);
    inOrder(pairs.map(([value]) => value), whole);
    if (pairs[0][0] === pairs.at(-1)[0]) return single(pairs[0][0]);
    const weights = pairs.map(([, share]) => share / total);
    let reached = 0;
    const at = weights.findIndex((weight) => (reached += weight) >= 0.5 - 1e-12);
    const centre = Math.abs(reached - 0.5) <= 1e-9 && pairs[at][0] < pairs[at + 1][0] ? LOWER_MEDIAN : MEDIAN;
    const equal = new Set(shares).size === 1;
    return { low: pairs[0][0], value: pairs[at][0], high: pairs.at(-1)[0], distribution: "choice", centre, choices: pairs.map(([value]) => value), weights: equal ? [] : weights };
  }

  // How a figure is meant, by the words before or behind it, and the figure: claimbook.register.relations.split_relation.
  function splitRelation(text, { before, behind }) {
    const first = new RegExp(`^(?:${anyWholeOf(Object.keys(before))})`, "i").exec(text)?.[0];
    if (first) return [before[first.toLowerCase()], text.slice(first.length).trim()];
    const last = new RegExp(`\\s*(${anyWholeOf(Object.keys(behind))})$`, "i").exec(text);
    return last ? [behind[last[1].toLowerCase()], text.slice(0, last.index).trim()] : ["", text];
  }

  // What is said of a figure with words before or behind it that make it no value; a range may be right instead.
  const notAValue = (relation, figure) => (relation === "≈" ? `is near and not exact, while what is set is taken as certain: write ${figure}` : "is a bound: write a value");

  // A range behind which stands in words how values spread over it, as `claimbook show` prints it.
  function readSpread(text, name, unit, whole) {
    if (!["metalog", "uniform"].includes(name)) refuse(`“${whole}” lacks what it has between its ends: write ${NAMES[name][0]}`);
    const found = readAny(text, unit, whole, name);
    return found.low < found.high ? { ...found, distribution: name } : found;
  }

  // A range with its value, and the distribution's name behind it, as `claimbook rerun` repeats it.
  function namedAround(found, name, whole) {
    if (name === "choice") refuse(`“${whole}” lacks what it has between its ends: write ${NAMES[name][0]}`);
    if (name === "pert") return found.low < found.high ? { ...found, distribution: name } : found;
    const between = namedRange(name, found.low, found.high);
    if (Math.abs(between.value - found.value) > AS_SHOWN * Math.max(between.value, found.value)) {
      refuse(`“${whole}” has another value than a ${name} range has in its middle: write ${NAMES[name][0]}`);
    }
    return between;
  }

  function beginsWithNumber(text, unit) {
    try {
      return Boolean(readPart(text, unit));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return false;
    }
  }

  function readAny(text, unit, whole, spreads) {
    const [relation, figure] = splitRelation(text, unit.about.relations);
    if (!["", "="].includes(relation) && beginsWithNumber(figure, unit)) refuse(`“${whole}” ${notAValue(relation, figure)}, or a range with both its ends, LOW..HIGH`);
    const named = NAMED.exec(text);
    if (named) return readDistribution(named[1], named[2], named[3].trim(), unit, whole);
    const inWords = Object.entries(unit.about.spreads).map(([name, said]) => `(?<${name}>${said})`).join("|");
    const spread = new RegExp(`^([^()]+)\\((?:${inWords})\\)$`.replace(" %", " ?%")).exec(text);
    if (spread) return readSpread(spread[1].trim(), Object.keys(spread.groups).find((name) => spread.groups[name]), unit, whole);
    const around = AROUND.exec(text);
    if (around) {
      const range = ends(around[2], whole);
      if (range.length !== 2) refuse(`“${whole}” is not a quantity: in brackets stands the range, LOW to HIGH`);
      const [value, low, high] = readParts([around[1].trim(), ...range], unit, whole);
      inOrder([low, value, high], whole);
      const found = { low, value, high, distribution: "", centre: "" };
      return around[3] ? namedAround(found, around[3], whole) : found;
    }
    const dates = A_DATE_OR_TWO.exec(text);
    if (dates) {
      const wanted = unit.unit === "year" ? "which is a year and its decimals here, as in 2012.75" : `and not in ${unit.unit}`;
      refuse(`“${whole}” ${dates[1] ? "are dates" : "is a date"}, ${wanted}`);
    }
    const numbers = readParts(ends(text, whole), unit, whole);
    if (numbers.length === 1 || numbers[0] === numbers.at(-1)) return single(numbers[0]);
    inOrder(numbers, whole);
    const [low, high] = [numbers[0], numbers.at(-1)];
    if (numbers.length === 3) return { low, value: numbers[1], high, distribution: "", centre: "" };
    return ["uniform", "pert"].includes(spreads) ? { low, value: halfway(low, high), high, distribution: "", centre: ARITHMETIC }
      : { low, value: geometric(low, high), high, distribution: "", centre: GEOMETRIC };
  }

  // What is said of a value in another currency than that of its unit, in the words of claimbook.model.currencies; empty if
  // it is in none.
  function inOtherMoney(whole, { otherMoney, about: { money, currencies, words } }) {
    if (!otherMoney) return "";
    const written = tidy(whole);
    const first = (names, flags) => (names.length ? new RegExp(`(?<![A-Za-z])(?:${anyOf([...names])})(?![A-Za-z])`, flags).exec(written)?.[0] : undefined);
    const own = first(Object.keys(money), "i");
    const given = own ? money[own.toLowerCase()] : first(currencies, "") ?? written.match(/\p{Sc}/gu)?.find((sign) => !words[sign]);
    const said = given && (otherMoney[given] ?? otherMoney["#"].replaceAll("#", given));
    return said ? `“${whole}” ${said}.` : "";
  }

  /**
   * A value or a range that somebody wrote, in a unit.
   * text: what was written. unit: its name `unit`; `forms`, each what may stand before and after a number in it, and by
   * what power of ten it is then multiplied; `otherMoney`, what is said of other currencies than a unit of money has;
   * `about`, the book's other units and words. example: the same number twice,
   * bare and with its unit, for what cannot be read. spreads: how values spread over a range that names no distribution.
   * own: the book's `value`, the `most` it can be or null, and `write`, which puts a value in words.
   * Returns { low, value, high, distribution, centre, choices, weights }, `centre` in words where none was given, or
   * { problem }, a sentence that says what would be right.
   */
  function readRange(text, unit, example, spreads = "", own = null) {
    const [bare, full] = example;
    const right = bare === full ? `write a number such as ${bare}` : `write a number such as ${bare}, or ${full}`;
    const whole = text.trim();
    const written = tidy(text);
    if (!written) return { problem: `This needs a number: ${right}.` };
    try {
      if (own) refuseRelative(written, unit, whole, own);
      const found = readAny(written, unit, whole, spreads);
      if (![found.low, found.value, found.high, ...(found.choices ?? [])].every(Number.isFinite)) return { problem: `“${whole}” is not a finite number; ${right}.` };
      return found;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const otherMoney = inOtherMoney(whole, unit);
      if (otherMoney) return { problem: otherMoney };
      const said = error.message.replace(/\.$/, "");
      return { problem: /[:;] write |must be above/.test(said) ? `${said}.` : `${said}; ${right}.` };
    }
  }

  // One number, where a range will not do: { value } or { problem }.
  function readNumber(text, unit, example) {
    const found = readRange(text, unit, example);
    if (found.problem) return found;
    if (found.low === found.high) return { value: found.value };
    return { problem: `“${text.trim()}” is not a number but a range: write one number.` };
  }

  return { readRange, readNumber };
})();
