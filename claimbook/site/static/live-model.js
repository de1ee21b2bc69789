// The model in the browser: the derivations printed at build time (derivations.js), evaluated and judged as
// claimbook.model.judging does, with the same draws (draws.js). Nothing here touches the page.
globalThis.claimbook ??= {};

claimbook.model = (() => {
  const here = document.currentScript.src;

  // Loads the derivations, the draws and what reads numbers, once; resolves when all are there.
  function load() {
    return Promise.all(["derivations.js", "draws.js", "near.js", "number-words.js", "numbers.js"].map((name) => claimbook.load(new URL(name, here))));
  }

  // Draws, made once for each uncertain assumption when first needed.

  function unpack(text, Kind) {
    return new Kind(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
  }

  // claimbook.model.uncertainty.scramble
  function scramble(number) {
    number = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
    number = Math.imul(number ^ (number >>> 13), 0xc2b2ae35);
    return (number ^ (number >>> 16)) >>> 0;
  }

  // claimbook.model.uncertainty.own_ranks: numbers sorted by what they are scrambled to, both kept in one float.
  function ranks(seed) {
    const count = claimbook.draws.count;
    const keys = Float64Array.from({ length: count }, (_, i) => scramble((seed + i) | 0) * count + i);
    return keys.sort().map((key) => key % count);
  }

  // claimbook.model.uncertainty.spread at the evenly spaced place of this rank.
  function valueOfRank(spread) {
    const count = claimbook.draws.count;
    const place = (rank) => (rank + 0.5) / count;
    if (spread.metalog) {
      const [first, second, third] = spread.metalog;
      const { maximum } = spread;
      return (rank) => {
        const odds = Math.log(place(rank) / (1 - place(rank)));
        const number = first + (second + third * (place(rank) - 0.5)) * odds;
        return maximum === null ? Math.exp(number) : maximum / (1 + Math.exp(-number));
      };
    }
    if (spread.uniform) {
      const [low, high] = spread.uniform;
      return (rank) => low + (high - low) * place(rank);
    }
    if (spread.lognormal) {
      const [low, high] = spread.lognormal;
      const sigma = Math.log(high / low) / (2 * normalQuantile(1 - claimbook.tables.metalog.lowest));
      return (rank) => Math.sqrt(low) * Math.sqrt(high) * Math.exp(sigma * normalQuantile(place(rank)));
    }
    if (spread.weights?.length) {
      let sum = 0;
      const reached = spread.weights.slice(0, -1).map((weight) => (sum += weight));
      return (rank) => spread.choice[reached.filter((end) => end <= place(rank)).length];
    }
    if (spread.choice) return (rank) => spread.choice[Math.floor(place(rank) * spread.choice.length)];
    const values = unpack(spread.values, Float64Array);
    return (rank) => values[rank];
  }

  // Where a standard normal distribution has a share below it, to sixteen digits: algorithm AS 241 (Wichura 1988), PPND16.
  function normalQuantile(share) {
    const ratio = (above, below, x) => [above, below].map((terms) => terms.reduceRight((sum, term) => sum * x + term, 0)).reduce((a, b) => a / b);
    const middle = share - 0.5;
    if (Math.abs(middle) <= 0.425) {
      return middle * ratio(
        [3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727],
        [1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061, 28729.085735721942674, 5226.495278852854561],
        0.180625 - middle * middle,
      );
    }
    const tail = Math.sqrt(-Math.log(middle < 0 ? share : 1 - share));
    const value = tail <= 5 ? ratio(
      [1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4],
      [1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9],
      tail - 1.6,
    ) : ratio(
      [6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
      [1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15],
      tail - 5,
    );
    return middle < 0 ? -value : value;
  }

  // claimbook.register.metalog: its three terms, or where the middle would have to lie between these ends.
  function metalog(low, value, high, maximum) {
    const { lowest, nearest } = claimbook.tables.metalog;
    const logit = (share) => Math.log(share / (1 - share));
    const unbounded = (number) => (maximum === null ? Math.log(number) : Math.log(number / (maximum - number)));
    const bounded = (number) => (maximum === null ? Math.exp(number) : maximum / (1 + Math.exp(-number)));
    const [first, middle, last] = [low, value, high].map(unbounded);
    const spread = last - first;
    if (!Number.isFinite(spread)) return { between: null };
    if (!(nearest * spread < middle - first && middle - first < (1 - nearest) * spread)) {
      return { between: [first + nearest * spread, last - nearest * spread].map(bounded) };
    }
    const odds = logit(1 - lowest);
    const place = (middle - first) / spread;
    return { terms: [middle, spread / (2 * odds), ((1 - 2 * place) * spread) / ((1 - 2 * lowest) * odds)] };
  }

  // A range that the reader set, as low end, value and high end, and its distribution where it was named: how its draws
  // spread.
  function spreadOf(name, setting) {
    const { factor, maximum } = claimbook.tables.assumptions[name];
    const [low, value, high] = setting.slice(0, 3).map((end) => end * factor);
    const spread = distribution(name, setting);
    if (spread === "choice") return { choice: setting[4].map((choice) => choice * factor), weights: setting[5] };
    if (spread === "lognormal") return { lognormal: [low, high] };
    if (spread === "uniform") return { uniform: [low, high] };
    const most = maximum === null ? null : maximum * factor;
    return { metalog: metalog(low, value, high, most).terms, maximum: most };
  }

  const orders = {};
  function orderOf(name) {
    const order = claimbook.draws.orders[name];
    return (orders[name] ??= typeof order === "string" ? unpack(order, Uint16Array) : ranks(order));
  }

  // Draws of an assumption by the book's range, or by the reader's, of which the latest are kept.
  const drawn = {};
  const redrawn = {};
  function drawsOf(name, ends) {
    const draw = (spread) => Float64Array.from(orderOf(name), valueOfRank(spread));
    if (!ends) return (drawn[name] ??= draw(claimbook.draws.spreads[name]));
    if (redrawn[name]?.key !== String(ends)) redrawn[name] = { key: String(ends), draws: draw(spreadOf(name, ends)) };
    return redrawn[name].draws;
  }

  // Evaluation: settings are a Map of assumptions' names and their values in their own units, or low end, value and high
  // end of a range, then the name of its distribution where it was named, and the values of a choice with their weights.

  function isRange(setting) {
    return Array.isArray(setting);
  }

  // The distribution of a range that the reader set: the one named, or the book's own kind.
  function distribution(name, setting) {
    return setting[3] ?? claimbook.tables.assumptions[name].spread;
  }

  function middle(setting) {
    return isRange(setting) ? setting[1] : setting;
  }

  function inputs(quantity, settings) {
    const values = {};
    for (const name of claimbook.derivations[quantity].needs) {
      const assumption = claimbook.tables.assumptions[name];
      values[name] = (middle(settings.get(name)) ?? assumption.value) * assumption.factor;
    }
    return values;
  }

  function uncertain(quantity, settings) {
    return claimbook.derivations[quantity].needs.filter((name) => (settings.has(name) ? isRange(settings.get(name)) : claimbook.draws.spreads[name]));
  }

  // A quantity's draws in root units from least to greatest; the latest are kept, since several claims may ask for them.
  const latest = {};
  function drawsInOrder(quantity, settings) {
    const values = inputs(quantity, settings);
    const moving = uncertain(quantity, settings);
    const key = `${Object.values(values)} ${moving.map((name) => `${name} ${settings.get(name) ?? ""}`)}`;
    if (latest[quantity]?.key !== key) latest[quantity] = { key, draws: evaluated(quantity, values, moving, settings) };
    return latest[quantity].draws;
  }

  function evaluated(quantity, values, moving, settings) {
    const { value } = claimbook.derivations[quantity];
    if (!moving.length) return Float64Array.of(value(values));
    const draws = moving.map((name) => drawsOf(name, settings.get(name)));
    const results = new Float64Array(claimbook.draws.count);
    for (let i = 0; i < results.length; i++) {
      for (let j = 0; j < moving.length; j++) values[moving[j]] = draws[j][i];
      results[i] = value(values);
    }
    return results.sort();
  }

  // As NumPy's quantile interpolates.
  function quantile(draws, level) {
    const place = level * (draws.length - 1);
    const below = Math.floor(place);
    return draws[below] + ((draws[below + 1] ?? draws[below]) - draws[below]) * (place - below);
  }

  // claimbook.register.printed.is_at; an end that is null is infinite.
  function isAt(value, end) {
    return end !== null && Math.abs(value - end) <= claimbook.tables.rounding * Math.max(Math.abs(value), Math.abs(end));
  }

  // claimbook.register.printed.PrintedFigure.contains
  function contains(printed, value) {
    if (isAt(value, printed.low) || isAt(value, printed.high)) return !"<>".includes(printed.relation);
    return (printed.low ?? -Infinity) < value && value < (printed.high ?? Infinity);
  }

  // claimbook.register.printed.PrintedFigure.reached_by
  function reached(printed, low, high) {
    return [low, high, Math.min(Math.max(printed.claimed, low), high)].some((value) => contains(printed, value));
  }

  // claimbook.register.printed.PrintedFigure.without_about
  function withoutAbout(printed) {
    if (printed.relation !== "≈") return printed;
    return { ...printed, relation: "=", low: printed.claimed - printed.halfUnit, high: printed.claimed + printed.halfUnit };
  }

  // claimbook.model.verdict.Shares.of, of draws from least to greatest: a claim is met by a stretch of them.
  function shares(printed, draws, factor, low, high) {
    const count = draws.length;
    const isAbove = (value) => !contains(printed, value) && (value > (printed.high ?? Infinity) || isAt(value, printed.high));
    const first = firstWhere(draws, (draw) => contains(printed, draw / factor) || isAbove(draw / factor));
    const last = firstWhere(draws, (draw) => isAbove(draw / factor));
    const ends = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b);
    const narrow = low === high || (Math.sign(low) === Math.sign(high) && ends[1] <= claimbook.tables.rules.widest * ends[0]);
    return { below: first / count, within: (last - first) / count, above: (count - last) / count, narrow };
  }

  // Where in an order something begins to be so, by halving.
  function firstWhere(draws, test) {
    let [from, to] = [0, draws.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (test(draws[middle])) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  // claimbook.model.verdict.by_draws
  function byDraws(printed, bearing, { below, within, above, narrow }) {
    const { likely, possible, quarter } = claimbook.tables.rules;
    const isBound = printed.low === null || printed.high === null;
    if (bearing === "near") return "leaves open";
    if (bearing !== "same") {
      const [beyond, reaches] = bearing === "at least" ? [above, printed.high] : [below, printed.low];
      const confirmed = reaches === null ? within : 0;
      if (confirmed >= likely) return "likely";
      if (beyond > 1 - possible) return "no";
      return confirmed >= possible ? "possible" : "leaves open";
    }
    const outside = Math.max(below, above);
    if (isBound ? within >= likely : narrow && (within >= likely || outside <= 1 - quarter)) return "likely";
    return (isBound ? within >= possible : outside <= 1 - possible) ? "possible" : "no";
  }

  // The least and the greatest value that the digits of printed operands leave open: claimbook.model.model.Model.printed_ends.
  function printedEnds(quantity, settings) {
    const { needs, value } = claimbook.derivations[quantity];
    const values = inputs(quantity, settings);
    // Of what the reader set, only a range that stands for a printed one leaves something open.
    const ends = (name) => {
      const { printedEnds: printed, kind } = claimbook.tables.assumptions[name];
      const setting = settings.get(name);
      if (setting === undefined) return printed;
      return isRange(setting) && kind === "printed" ? [setting[0], setting[2]] : [0, 0];
    };
    const open = needs.filter((name) => ends(name)[0] < ends(name)[1]);
    let [least, greatest] = [Infinity, -Infinity];
    for (let corner = 0; corner < 2 ** open.length; corner++) {
      open.forEach((name, i) => {
        values[name] = ends(name)[(corner >> i) & 1] * claimbook.tables.assumptions[name].factor;
      });
      const found = value(values);
      [least, greatest] = [Math.min(least, found), Math.max(greatest, found)];
    }
    return [least, greatest];
  }

  // What one test says with these settings: claimbook.model.judging.by_quantity. The answer is a place in the rules' lists.
  function tested(test, claim, settings) {
    if (test.fixed || !claimbook.derivations[test.quantity].needs.some((name) => settings.has(name))) return test;
    const { sums, answers } = claimbook.tables.rules;
    const { printed, factor } = claim;
    const value = claimbook.derivations[test.quantity].value(inputs(test.quantity, settings)) / factor;
    if (test.kind === "arithmetic") {
      const [low, high] = printedEnds(test.quantity, settings).map((end) => end / factor);
      const exactly = printed && withoutAbout(printed);
      const met = printed && (contains(exactly, value) || reached(exactly, low, high));
      const answer = printed ? sums.indexOf(met ? "yes" : "no") : test.answer;
      return { ...test, answer, value, low, median: value, high };
    }
    const draws = drawsInOrder(test.quantity, settings);
    const [low, median, high] = claimbook.tables.levels.map((level) => quantile(draws, level) / factor);
    if (!printed) return { ...test, value, low, median, high };
    const found = shares(printed, draws, factor, low, high);
    const word = byDraws(printed, test.bearing, found);
    const certain = draws.length === 1;
    return {
      ...test, value, low, median, high,
      answer: answers.indexOf(certain && word === "likely" ? "yes" : word),
      probability: certain ? null : found.within,
      percentile: certain ? null : found.below + found.within / 2,
    };
  }

  // claimbook.model.verdict.settle
  function settle(tests) {
    const { together, settling, answers } = claimbook.tables.rules;
    const open = answers.indexOf("leaves open");
    const grades = new Map();
    for (const { grade, answer } of tests) grades.set(grade, together[grades.get(grade) ?? open][answer]);
    return [...grades.keys()].sort((a, b) => a - b).reduce((found, grade) => (found < settling ? found : together[found][grades.get(grade)]), open);
  }

  // What a test shows as found: of an estimate the median, else the value.
  function shown(test) {
    return test.kind === "estimate" ? test.median : test.value;
  }

  function firstWithNumber(tests) {
    return tests.find((test) => shown(test) !== null) ?? tests[0] ?? null;
  }

  // claimbook.model.judging.Result.settling
  function settlingTest(tests, isSo) {
    const { settling, answers } = claimbook.tables.rules;
    if (isSo >= settling || answers[isSo] === "cannot be settled") return null;
    const outside = tests.filter(({ kind, answer }) => kind !== "arithmetic" && answer < settling);
    const best = Math.min(...outside.map(({ grade }) => grade));
    return firstWithNumber(outside.filter(({ grade, answer }) => grade === best && answer === isSo));
  }

  // claimbook.model.judging.Result.deciding
  function deciding(tests, addsUp, settled) {
    if (claimbook.tables.rules.sums[addsUp] !== "no" && settled) return settled;
    return firstWithNumber(tests.filter(({ kind, answer }) => kind === "arithmetic" && answer === addsUp));
  }

  // claimbook.model.judging.Result.is_decided_by
  function isDecidedBy(test, by) {
    if (!by || test === by) return test === by;
    const areOutside = test.kind !== "arithmetic" && by.kind !== "arithmetic";
    return areOutside && test.grade === by.grade && test.answer < claimbook.tables.rules.settling;
  }

  // A claim with these settings: what each test says, both answers, the verdict, and the numbers of what decides, in the
  // claim's unit. A value that is not finite has no verdict.
  function result(id, settings) {
    const claim = claimbook.tables.claims[id];
    const { sums, answers, verdicts, words } = claimbook.tables.rules;
    const tests = claim.tests.map((test) => tested(test, claim, settings));
    const numbers = tests.flatMap(({ value, low, high }) => [value, low, high]).filter((number) => number !== null);
    if (!numbers.every(Number.isFinite)) return { tests, verdict: null, derived: NaN };
    const addsUp = Math.min(sums.length - 1, ...tests.filter(({ kind }) => kind === "arithmetic").map(({ answer }) => answer));
    const outside = settle(tests.filter(({ kind }) => kind !== "arithmetic"));
    const isSo = answers[outside] === "leaves open" ? claim.unsettled : outside;
    const settled = settlingTest(tests, isSo);
    const by = deciding(tests, addsUp, settled);
    return {
      tests, verdict: verdicts[words[addsUp][isSo]], adds_up: sums[addsUp], is_so: answers[isSo],
      derived: by && shown(by), low: by?.low ?? null, median: by?.median ?? null, high: by?.high ?? null,
      probability: by?.probability ?? null, percentile: by?.percentile ?? null,
      settling: settled && tests.indexOf(settled), deciding: tests.map((test) => isDecidedBy(test, by)),
    };
  }

  // claimbook.results.diff.same
  function isSame(one, other) {
    return one === other || (one !== null && other !== null && Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other)));
  }

  // Whether a claim says or finds something else than before: claimbook.results.diff.differs.
  function differs(now, before) {
    return ["verdict", "adds_up", "is_so"].some((name) => now[name] !== before[name])
      || ["derived", "low", "high", "probability"].some((name) => !isSame(now[name], before[name]));
  }

  // Whether any test of a claim finds another number than before, those that decide nothing among them.
  function testsDiffer(now, before) {
    return now.tests.some((test, i) => ["value", "low", "median", "high"].some((name) => !isSame(test[name], before.tests[i][name])));
  }

  // Draws of a claim's estimate in its unit, from least to greatest, as its histogram shows them.
  function drawsOfEstimate(id, settings) {
    const claim = claimbook.tables.claims[id];
    const now = result(id, settings);
    const estimates = now.tests.filter(({ kind, probability }) => kind === "estimate" && probability !== null);
    const first = estimates.find((test) => now.tests.indexOf(test) === now.settling)
      ?? estimates.find(({ bearing }) => bearing !== "near") ?? estimates[0];
    return first ? drawsInOrder(first.quantity, settings).map((draw) => draw / claim.factor) : null;
  }

  // Claims that each assumption moves, by its name.
  let resting;
  function claimsOn(name) {
    if (!resting) {
      resting = {};
      for (const [id, claim] of Object.entries(claimbook.tables.claims)) {
        for (const need of claim.needs) (resting[need] ??= []).push(id);
      }
    }
    return resting[name];
  }

  // Wording: claimbook.register.wording.write_number and write_quantity, with the units' words from the tables.

  // claimbook.register.wording.round_half_up of a number above zero: its digits, and the exponent of the first of them.
  function roundHalfUp(value, digits) {
    let [kept, exponent] = value.toExponential().split("e"); // the shortest digits that say this number, as Python's repr
    kept = kept.replace(".", "");
    exponent = Number(exponent);
    for (const count of [Math.max(claimbook.tables.wording.sureDigits, digits), digits]) {
      if (kept.length <= count) continue;
      const up = kept[count] >= "5";
      kept = String(Number(kept.slice(0, count)) + up);
      if (kept.length > count) exponent++; // nines became a one and noughts
    }
    return [kept.replace(/0+$/, ""), exponent];
  }

  // A number above zero from its digits, with thousands separators.
  function plain(digits, exponent) {
    const whole = digits.slice(0, Math.max(0, exponent + 1)).padEnd(exponent + 1, "0") || "0";
    const fraction = "0".repeat(Math.max(0, -exponent - 1)) + digits.slice(Math.max(0, exponent + 1));
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction && `.${fraction}`);
  }

  function writeNumber(value, digits = 3) {
    if (value < 0) return `−${writeNumber(-value, digits)}`;
    if (value === 0) return "0";
    if (value === Infinity) return "∞";
    const [kept, exponent] = roundHalfUp(value, digits);
    if (exponent >= 15 || exponent < -4) {
      const raised = [...String(exponent)].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("");
      return `${plain(kept, 0)}×10${raised}`;
    }
    const large = [[12, "trillion"], [9, "billion"], [6, "million"]].find(([power]) => exponent >= power);
    return large ? `${plain(kept, exponent - large[0])} ${large[1]}` : plain(kept, exponent);
  }

  // claimbook.register.wording.Wording.parts: what stands before a number, the number, what stands behind it.
  function parts(value, unit, digits) {
    if (unit === "year" && value >= 1000 && value < 10_000) return ["", plain(...roundHalfUp(value, 6)).replace(",", ""), ""]; // a date
    if (unit === "percent" && Math.abs(value) >= claimbook.tables.wording.mostPercent) return [value < 0 ? "−" : "", writeNumber(Math.abs(value) / 100, digits), " times"];
    const words = claimbook.tables.units[unit];
    const number = writeNumber(Math.abs(value), digits);
    const [before, behind] = (value < 0 ? words.negative : number === "1" ? words.one : words.several).split("#");
    return [before, number, behind];
  }

  function writeQuantity(value, unit, digits = 3) {
    return parts(value, unit, digits).join("");
  }

  function writeInterval(low, high, unit, digits = 3) {
    const [[sign, first, after], [before, last, behind]] = [low, high].map((end) => parts(end, unit, digits));
    if (sign === before && first === last && after === behind) return before + last + behind;
    if (low < 0 || (unit === "percent" && after !== behind)) return `${sign}${first}${after} to ${before}${last}${behind}`;
    const [[digitsOfFirst, ...size], [, ...sizeOfLast]] = [first.split(" "), last.split(" ")];
    if (size[0] === sizeOfLast[0]) return `${before}${digitsOfFirst} to ${last}${behind}`;
    return `${before}${first} to ${before}${last}${behind}`;
  }

  // claimbook.register.wording.write_share
  function writeShare(share) {
    if (share > 0 && share < 0.001) return "less than 0.1 %";
    if (share < 1 && share > 0.999) return "more than 99.9 %";
    return share === 0 ? "0 %" : `${percent(share, Math.min(share, 1 - share) < 0.01 ? 1 : 0)} %`;
  }

  // A share of at least a thousandth in per cent, to so many decimals.
  function percent(share, decimals) {
    const first = Number(share.toExponential(claimbook.tables.wording.sureDigits - 1).split("e")[1]);
    const [digits, exponent] = roundHalfUp(share, first + 3 + decimals);
    return plain(digits, exponent + 2);
  }

  function writeOrdinal(number) {
    const ending = [11, 12, 13].includes(number % 100) ? "th" : { 1: "st", 2: "nd", 3: "rd" }[number % 10] ?? "th";
    return `${number}${ending}`;
  }

  // claimbook.results.describing.describe_chance
  function writeChance({ probability, percentile }, printed) {
    if (probability === null || probability === undefined || !printed) return "";
    if (!printed.point) return `${writeShare(probability)} of draws agree`;
    return `at the ${writeOrdinal(Math.min(99, Number(percent(Math.max(0.01, percentile), 0))))} percentile`;
  }

  return { load, result, differs, testsDiffer, drawsOfEstimate, quantile, claimsOn, metalog, isRange, middle, distribution, writeNumber, writeQuantity, writeInterval, writeShare, writeChance };
})();
