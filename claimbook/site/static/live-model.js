// The model in the browser: the derivations printed at build time (derivations.js), evaluated and judged as
// claimbook.verdict does, with the same draws (draws.js). Nothing here touches the page.
globalThis.claimbook ??= {};

claimbook.model = (() => {
  const here = document.currentScript.src;
  let loading;

  // Loads the derivations and the draws, once; resolves when both are there.
  function load() {
    loading ??= Promise.all(["derivations.js", "draws.js"].map((name) => new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(name, here);
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${name} did not load`));
      document.head.append(script);
    })));
    return loading;
  }

  // Draws, made once for each uncertain assumption when first needed.

  const unpacked = {};
  function unpack(text, Kind) {
    return new Kind(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
  }
  function normalScores() {
    return unpacked.normal ??= unpack(claimbook.draws.normal, Float64Array);
  }

  // claimbook.uncertainty.scramble
  function scramble(number) {
    number = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
    number = Math.imul(number ^ (number >>> 13), 0xc2b2ae35);
    return (number ^ (number >>> 16)) >>> 0;
  }

  // claimbook.uncertainty.own_ranks: numbers sorted by what they are scrambled to, both kept in one float.
  function ranks(seed) {
    const count = claimbook.draws.count;
    const keys = Float64Array.from({ length: count }, (_, i) => scramble((seed + i) | 0) * count + i);
    return keys.sort().map((key) => key % count);
  }

  // claimbook.uncertainty.spread at the evenly spaced place of this rank.
  function valueOfRank(spread) {
    const count = claimbook.draws.count;
    const place = (rank) => (rank + 0.5) / count;
    if (spread.lognormal) {
      const [middle, deviation] = spread.lognormal;
      const normal = normalScores();
      return (rank) => Math.exp(middle + deviation * normal[rank]);
    }
    if (spread.uniform) {
      const [low, high] = spread.uniform;
      return (rank) => low + (high - low) * place(rank);
    }
    if (spread.choice) return (rank) => spread.choice[Math.floor(place(rank) * spread.choice.length)];
    const values = unpack(spread.values, Float64Array);
    return (rank) => values[rank];
  }

  const drawn = {};
  function drawsOf(name) {
    if (!drawn[name]) {
      const spread = claimbook.draws.spreads[name];
      const order = spread.ranks ? unpack(spread.ranks, Uint16Array) : ranks(spread.seed);
      drawn[name] = Float64Array.from(order, valueOfRank(spread));
    }
    return drawn[name];
  }

  // Evaluation: settings are a Map of assumptions' names and their values in their own units.

  function inputs(quantity, settings) {
    const values = {};
    for (const name of claimbook.derivations[quantity].needs) {
      const assumption = claimbook.tables.assumptions[name];
      values[name] = (settings.get(name) ?? assumption.value) * assumption.factor;
    }
    return values;
  }

  function uncertain(quantity, settings) {
    return claimbook.derivations[quantity].needs.filter((name) => claimbook.draws.spreads[name] && !settings.has(name));
  }

  // A quantity's low, median and high in root units; the latest are kept, since several claims may ask for them.
  const latest = {};
  function interval(quantity, settings) {
    const values = inputs(quantity, settings);
    const moving = uncertain(quantity, settings);
    const key = `${Object.values(values)} ${moving}`;
    if (latest[quantity]?.key !== key) latest[quantity] = { key, ends: quantiles(quantity, values, moving) };
    return latest[quantity].ends;
  }

  // The same from the draws of the inputs that move, as NumPy's quantile interpolates them.
  function quantiles(quantity, values, moving) {
    const { value } = claimbook.derivations[quantity];
    if (!moving.length) return claimbook.tables.levels.map(() => value(values));
    const draws = moving.map(drawsOf);
    const results = new Float64Array(claimbook.draws.count);
    for (let i = 0; i < results.length; i++) {
      for (let j = 0; j < moving.length; j++) values[moving[j]] = draws[j][i];
      results[i] = value(values);
    }
    results.sort();
    return claimbook.tables.levels.map((level) => {
      const place = level * (results.length - 1);
      const below = Math.floor(place);
      return results[below] + (results[below + 1] - results[below]) * (place - below);
    });
  }

  // claimbook.verdict.PrintedFigure.contains
  function contains(printed, value) {
    const low = printed.low ?? -Infinity;
    const high = printed.high ?? Infinity;
    const near = (end) => Math.abs(value - end) <= claimbook.tables.rounding * Math.max(Math.abs(value), Math.abs(end));
    if ([low, high].some((end) => Number.isFinite(end) && near(end))) return !"<>".includes(printed.relation);
    return low < value && value < high;
  }

  // claimbook.verdict.PrintedFigure.reached_by
  function reached(printed, low, high) {
    return [low, high, Math.min(Math.max(printed.claimed, low), high)].some((value) => contains(printed, value));
  }

  // A claim's numbers in its unit and its verdict with these settings. The interval is worked out where the verdict or
  // the caller needs it. A value that is not finite has no verdict.
  function result(id, settings, withInterval = true) {
    const claim = claimbook.tables.claims[id];
    const { needs, value } = claimbook.derivations[claim.quantity];
    if (!needs.some((name) => settings.has(name))) {
      const [derived, low, median, high] = claim.numbers;
      return { derived, low, median, high, verdict: claim.verdict };
    }
    const derived = value(inputs(claim.quantity, settings)) / claim.factor;
    if (!Number.isFinite(derived)) return { derived, verdict: null };
    const holds = claim.printed && contains(claim.printed, derived);
    if (!withInterval && (claim.decided || holds)) return { derived, verdict: claim.decided ? claim.verdict : "holds" };
    const [low, median, high] = interval(claim.quantity, settings).map((number) => number / claim.factor);
    const judged = holds ? "holds" : claim.printed && reached(claim.printed, low, high) ? "plausible" : "fails";
    return { derived, low, median, high, verdict: claim.decided ? claim.verdict : judged };
  }

  // Claims that each assumption moves, by its name.
  let resting;
  function claimsOn(name) {
    if (!resting) {
      resting = {};
      for (const [id, claim] of Object.entries(claimbook.tables.claims)) {
        for (const need of claimbook.derivations[claim.quantity].needs) (resting[need] ??= []).push(id);
      }
    }
    return resting[name];
  }

  // Wording: claimbook.wording.write_number and write_quantity, with the units' words from the tables.

  // Python rounds a tie to the even digit, JavaScript to the greater number: a tie shows in the digits that are left.
  function rounded(value, digits) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    const [every, unrounded] = value.toExponential(100).split("e");
    const tied = exponent === unrounded && /^50*$/.test(every.replace(".", "").slice(digits));
    const whole = Number(mantissa.replace(".", ""));
    return Number(`${tied && whole % 2 ? whole - 1 : whole}e${exponent - digits + 1}`);
  }

  function plain(value, decimals) {
    const [whole, fraction = ""] = value.toFixed(decimals).split(".");
    const kept = fraction.replace(/0+$/, "");
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (kept && `.${kept}`);
  }

  function writeNumber(value, digits = 3) {
    if (value < 0) return `−${writeNumber(-value, digits)}`;
    if (value === 0) return "0";
    if (value === Infinity) return "∞";
    value = rounded(value, digits);
    const exponent = Number(value.toExponential().split("e")[1]);
    if (exponent >= 15 || exponent < -4) {
      const raised = [...String(exponent)].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("");
      return `${plain(value / 10 ** exponent, digits - 1)}×10${raised}`;
    }
    for (const [size, word] of [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]]) {
      if (value >= size) return `${plain(value / size, digits)} ${word}`;
    }
    return plain(value, Math.max(0, digits - 1 - exponent));
  }

  function writeQuantity(value, unit, digits = 3) {
    if (unit === "year" && value >= 1000 && value < 10_000) return String(Number(value.toFixed(2))); // a date
    const words = claimbook.tables.units[unit];
    const number = writeNumber(Math.abs(value), digits);
    const template = value < 0 ? words.negative : number === "1" ? words.one : words.several;
    return template.replace("#", () => number);
  }

  function writeInterval(low, high, unit, digits = 3) {
    const [first, last] = [writeQuantity(low, unit, digits), writeQuantity(high, unit, digits)];
    return first === last ? first : `${first} to ${last}`;
  }

  return { load, result, claimsOn, writeNumber, writeQuantity, writeInterval };
})();
