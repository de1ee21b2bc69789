// Numbers in Chinese words, for what reads values (numbers.js) and what searches (searching.js):
// claimbook.register.numbers.value_of_words.
globalThis.claimbook ??= {};

claimbook.valueOfWords = (() => {
  const ONES = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 两: 2 };
  const TENS = { 十: 10, 百: 100, 千: 1000 };

  // The value of such a number; null of what only looks like one (万一), or is said shorter than it is (三百五).
  function valueOfWords(words) {
    let [whole, below, digit, least, before] = [0, 0, 0, 10_000, ""];
    for (const word of words) {
      if (word in ONES) {
        if (digit) return null;
        digit = ONES[word];
      } else if (word in TENS) {
        if (TENS[word] >= least || !(digit || word === "十")) return null;
        [least, below, digit] = [TENS[word], below + (digit || 1) * TENS[word], 0];
      } else if (word !== "零") {
        below += digit;
        if (!below && !(word === "亿" && whole)) return null;
        whole = word === "万" ? whole + below * 10_000 : (whole + below) * 1e8;
        [least, below, digit] = [10_000, 0, 0];
      } else if (digit) return null;
      before = `${before}${word}`.slice(-2);
    }
    return digit && /^[百千万亿]/.test(before) ? null : whole + below + digit;
  }

  return valueOfWords;
})();
