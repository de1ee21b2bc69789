// Sliders: the reader's settings, kept in the address; a slider with a number field for each assumption; and the claim
// cards that follow. The model behind them is loaded when a reader opens sliders or a link carries settings.
globalThis.claimbook ??= {};

claimbook.live = (() => {
  const root = new URL("..", document.currentScript.src);
  const STEPS = 400;
  const PAUSE = 400; // milliseconds
  const { model } = claimbook;

  // An element with attributes and children; `on…` attributes are listeners.
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  // Writes only what differs, so that a step touches few elements.
  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  // The last call of a burst, after a pause.
  function later(action, pause) {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(action, pause);
    };
  }

  // The class of a verdict.
  function look(verdict) {
    return `verdict-${(verdict ?? "unverified").replace(" ", "-")}`;
  }

  // A verdict as readers see it.
  function wordOf(verdict) {
    return claimbook.tables.words[verdict][0];
  }

  function plural(count, one, several) {
    return `${count} ${count === 1 ? one : several}`;
  }

  // Settings: assumptions' names and values in their own units; one that is as the book has it is not set.

  const settings = new Map();
  const watchers = [];

  // Why a value will not do, as one clear phrase; empty if it will.
  function objection(name, value) {
    const assumption = claimbook.tables.assumptions[name];
    if (!Number.isFinite(value)) return "This needs a number.";
    if (value <= 0) return "This must be above zero.";
    if (assumption.maximum !== null && value > assumption.maximum) {
      return `The most it can be is ${writeValue(name, assumption.maximum)}.`;
    }
    return "";
  }

  function set(values) {
    for (const [name, value] of Object.entries(values)) {
      if (value === claimbook.tables.assumptions[name].value) settings.delete(name);
      else settings.set(name, value);
    }
    for (const watcher of watchers) watcher(Object.keys(values));
  }

  function change(values) {
    set(values);
    writeAddress();
  }

  // The book's values for all that is set.
  function unset() {
    return Object.fromEntries([...settings.keys()].map((name) => [name, claimbook.tables.assumptions[name].value]));
  }

  // A step of its own in the browser's history: Back brings the values again.
  function reset() {
    finishAddress();
    set(unset());
    putAddress("pushState");
  }

  // The shortest way to write a number that every program reads back as the same.
  function bare(value) {
    const plain = String(value);
    return plain.length <= 9 ? plain : [plain, value.toExponential().replace("e+", "e")].sort((a, b) => a.length - b.length)[0];
  }

  function writeValue(name, value) {
    return model.writeQuantity(value, claimbook.tables.assumptions[name].unit, 6);
  }

  // The address: one parameter for each setting. What else stands in the query is left alone.

  function query(from = "") {
    const parameters = new URLSearchParams(from);
    for (const name of Object.keys(claimbook.tables.assumptions)) parameters.delete(name);
    for (const [name, value] of settings) parameters.set(name, bare(value));
    return parameters.size ? `?${parameters}` : "";
  }

  function putAddress(how) {
    const address = location.pathname + query(location.search) + location.hash;
    if (address === location.pathname + location.search + location.hash) return;
    try {
      history[how](null, "", address);
    } catch {
      // Some browsers refuse more than a hundred writes in half a minute, or any to pages opened as files.
    }
  }

  // A change rewrites the address of the step that the reader is on, at once, and while a slider is dragged again after
  // each pause: browsers allow so many writes only.
  let pause = null;

  function writeAddress() {
    if (pause) return;
    putAddress("replaceState");
    pause = setTimeout(finishAddress, PAUSE);
  }

  function endPause() {
    clearTimeout(pause);
    pause = null;
  }

  function finishAddress() {
    if (pause) putAddress("replaceState");
    endPause();
  }

  function addressHasSettings() {
    return [...new URLSearchParams(location.search).values()].some((value) => value && Number.isFinite(Number(value)));
  }

  // The page as its address has it; what the address says in vain is taken out of it.
  function readAddress() {
    const values = unset();
    for (const [given, text] of new URLSearchParams(location.search)) {
      const name = claimbook.tables.aliases[given] ?? given; // a link may carry an earlier name
      if (Object.hasOwn(claimbook.tables.assumptions, name) && text && !objection(name, Number(text))) values[name] = Number(text);
    }
    set(values);
    putAddress("replaceState");
  }

  // Back, Forward and links within the page lead to an address of its own, and the page follows. What was still to be
  // written belonged to the step before.
  async function followAddress() {
    endPause();
    if (!settings.size && !addressHasSettings()) return;
    await model.load();
    readAddress();
  }

  function keepWithAddress() {
    addEventListener("popstate", followAddress);
    addEventListener("hashchange", followAddress);
    addEventListener("pagehide", endPause);
    addEventListener("pageshow", (event) => event.persisted && followAddress()); // a page that the browser had kept
    addEventListener("click", finishAddress, { capture: true }); // it may be a link
  }

  function linkTo(page, id = "") {
    return new URL(page, root).href + query() + (id && `#${id}`);
  }

  // Sliders: logarithmic over a decade either way, linear for dates; the place of the book's own value gives that value.

  function position(name, value) {
    const { slider: [first, last], date } = claimbook.tables.assumptions[name];
    const share = date ? (value - first) / (last - first) : Math.log(value / first) / Math.log(last / first);
    return Math.min(1, Math.max(0, share));
  }

  function valueAt(name, step) {
    const { slider: [first, last], date, value, maximum } = claimbook.tables.assumptions[name];
    if (step === Math.round(position(name, value) * STEPS)) return value;
    const share = step / STEPS;
    const exact = date ? first + (last - first) * share : first * (last / first) ** share;
    return Math.min(Number(date ? exact.toFixed(2) : exact.toPrecision(3)), maximum ?? Infinity);
  }

  const controls = {};
  let made = 0;

  // A row of controls for an assumption: what it is, its value in words, slider, number field, and the way back.
  function control(name, ...remarks) {
    const assumption = claimbook.tables.assumptions[name];
    const id = `live-${++made}`;
    const inWords = make("span", { class: "live-value" });
    const slider = make("input", {
      type: "range", id, min: 0, max: STEPS, step: 1, oninput: () => change({ [name]: valueAt(name, Number(slider.value)) }),
    });
    const number = make("input", {
      type: "number", step: "any", min: 0, max: assumption.maximum, "aria-label": `${assumption.description}, in ${assumption.unit}`,
      oninput: () => {
        const problem = objection(name, number.valueAsNumber);
        number.setCustomValidity(problem);
        if (!problem) change({ [name]: number.valueAsNumber });
      },
      onchange: () => number.reportValidity() && follow(),
    });
    const back = make("button", {
      type: "button", class: "live-back", title: `Back to ${writeValue(name, assumption.value)}`,
      "aria-label": `${assumption.description}: back to ${writeValue(name, assumption.value)}`,
      onclick: () => {
        change({ [name]: assumption.value });
        slider.focus();
      },
    }, "↺");
    const track = make("span", { class: "live-track" }, slider);
    track.style.setProperty("--base", position(name, assumption.value));
    if (assumption.range) {
      track.classList.add("live-ranged");
      track.style.setProperty("--low", position(name, assumption.range[0]));
      track.style.setProperty("--high", position(name, assumption.range[1]));
      track.title = `90 % range: ${model.writeInterval(...assumption.range, assumption.unit, 6)}`;
    }
    const row = make("div", { class: "live-row", "data-name": name },
      make("label", { for: id, class: "live-label" }, assumption.description, ...remarks), inWords, track, number, back);

    function follow() {
      const value = settings.get(name) ?? assumption.value;
      slider.value = Math.round(position(name, value) * STEPS);
      slider.setAttribute("aria-valuetext", writeValue(name, value));
      if (document.activeElement !== number || number.valueAsNumber !== value) number.value = bare(value);
      number.setCustomValidity("");
      write(inWords, writeValue(name, value));
      row.classList.toggle("live-set", settings.has(name));
    }
    (controls[name] ??= []).push(follow);
    follow();
    return row;
  }

  watchers.push((names) => {
    for (const name of names) for (const follow of controls[name] ?? []) follow();
  });

  // Cards: the answers, what each test found, and the inputs follow; the words that the book printed come back on reset.

  const cards = {};

  function card(article) {
    const { id } = article;
    const row = article.closest(".claim-row");
    const own = [...article.classList].find((name) => name.startsWith("verdict-"));
    const PARTS = ["verdict", "error", "adds_up", "is_so"];
    const parts = Object.fromEntries(PARTS.map((name) => [name, article.querySelector(`[data-live="${name}"]`)]));
    for (const name of ["verdict", "found"]) parts[`row-${name}`] = row?.querySelector(`summary [data-live="row-${name}"]`);
    const printed = Object.fromEntries(Object.entries(parts).map(([name, element]) => [name, element?.textContent ?? ""]));
    const tests = [...article.querySelectorAll("[data-test]")].map((span) => {
      const found = ["found", "interval", "answer", "chance"].map((name) => span.querySelector(`[data-live="${name}"]`));
      return { number: Number(span.dataset.test), parts: found.map((element) => element && { element, before: element.textContent }) };
    });
    const inputs = [...article.querySelectorAll("[data-input]")].map((element) => ({ element, name: element.dataset.input, before: element.textContent }));
    const draws = article.querySelector('[data-live="draws"]');
    const rows = make("div", { class: "live-rows" });
    const outcome = make("p", { class: "live-outcome", "aria-live": "polite" });
    const panel = make("details", { class: "claim-live", ontoggle: () => panel.open && open() },
      make("summary", {}, "Other values"), rows, outcome);
    article.querySelector(".claim-share").before(panel);
    const say = later(() => write(outcome, article.classList.contains("live-moved")
      ? `With these values: ${parts.verdict.firstChild.data}. The book: ${printed.verdict}.`
      : ""), 400);

    async function open() {
      await model.load();
      if (rows.childElementCount) return;
      rows.append(...claimbook.tables.claims[id].needs.map((name) => control(name)));
    }

    // Puts a text in place of the one printed, which stays beside it where it differs.
    function replace(element, text, before) {
      if (!element) return;
      if (text === before) write(element, text);
      else if (element.firstChild?.data !== text) element.replaceChildren(text, make("span", { class: "live-was" }, `was ${before}`));
    }

    // A test's sentence: what it finds, its interval, how likely, what it says.
    function followTest({ number, parts: [found, interval, answer, chance] }, moved, now) {
      const claim = claimbook.tables.claims[id];
      const test = now.tests[number];
      const { sums, answers, said } = claimbook.tables.rules;
      const value = test.kind === "estimate" ? test.median : test.value;
      const changed = moved && now.verdict !== null && !test.fixed;
      const put = (part, text) => part && replace(part.element, changed ? text() : part.before, part.before);
      put(found, () => model.writeQuantity(value, claim.unit, claim.digits));
      put(interval, () => {
        const ends = model.writeInterval(test.low, test.high, claim.unit, claim.digits);
        return ends === model.writeQuantity(test.low, claim.unit, claim.digits) ? "" : `(${ends})`;
      });
      put(answer, () => (test.kind === "arithmetic" ? said.sums[sums[test.answer]] : said.answers[answers[test.answer]]));
      put(chance, () => model.writeChance(test, claim.printed) || "certain");
    }

    function follow() {
      const claim = claimbook.tables.claims[id];
      const moved = claim.needs.some((name) => settings.has(name));
      const now = model.result(id, settings);
      const finite = now.verdict !== null;
      const found = finite && now.derived !== null ? model.writeQuantity(now.derived, claim.unit, claim.digits) : finite ? "nothing decides" : "no finite value";
      const verdict = finite ? wordOf(now.verdict) : "No verdict";
      const texts = { verdict, adds_up: now.adds_up ?? "none", is_so: now.is_so ?? "none", "row-verdict": verdict, "row-found": found };
      for (const [name, text] of Object.entries(texts)) replace(parts[name], moved ? text : printed[name], printed[name]);
      for (const test of tests) followTest(test, moved, now);
      for (const { element, name, before } of inputs) replace(element, settings.has(name) ? writeValue(name, settings.get(name)) : before, before);
      if (parts.error) parts.error.hidden = now.verdict !== "fails";
      for (const element of row ? [article, row] : [article]) {
        element.classList.remove(...[...element.classList].filter((name) => name.startsWith("verdict-")));
        element.classList.add(moved ? look(now.verdict) : own);
        element.classList.toggle("live-moved", moved);
      }
      article.classList.toggle("live-turned", moved && verdict !== printed.verdict);
      if (draws && finite) drawHistogram(draws, id);
      say();
    }
    return { follow, panel };
  }

  // The picture of the draws: claimbook.chapters.histogram.
  const [BARS, HEIGHT, BAR, EDGE, WIDE] = [40, 40, 8, 0.005, 3];

  function drawHistogram(figure, id) {
    const draws = model.drawsOfEstimate(id, settings);
    const { printed, unit } = claimbook.tables.claims[id];
    figure.hidden = !draws || draws.length === 1;
    if (figure.hidden) return;
    const [first, last] = [EDGE, 1 - EDGE].map((level) => model.quantile(draws, level));
    const logarithmic = first > 0 && last > WIDE * first;
    const scale = logarithmic ? Math.log : (value) => value;
    const share = (value) => Math.min(1, Math.max(0, (scale(Math.max(value, logarithmic ? first : value)) - scale(first)) / (scale(last) - scale(first))));
    const counts = new Array(BARS).fill(0);
    for (const draw of draws) if (draw >= first && draw <= last) counts[Math.min(BARS - 1, Math.floor(share(draw) * BARS))]++;
    const most = Math.max(...counts);
    const steps = counts.map((count) => `V${Number((HEIGHT * (1 - count / most)).toFixed(1))}h${BAR}`).join("");
    figure.querySelector("path").setAttribute("d", `M0 ${HEIGHT}${steps}V${HEIGHT}z`);
    const ends = printed.relation === "in" ? [printed.low, printed.high] : [printed.claimed];
    figure.querySelectorAll("line").forEach((line, i) => {
      for (const name of ["x1", "x2"]) line.setAttribute(name, (share(ends[i]) * BARS * BAR).toFixed(1));
    });
    const [left, , right] = figure.querySelectorAll("figcaption span");
    write(left, model.writeQuantity(first, unit));
    write(right, model.writeQuantity(last, unit));
  }

  watchers.push((names) => {
    const reached = new Set(names.flatMap((name) => model.claimsOn(name)));
    for (const [id, { follow }] of Object.entries(cards)) if (reached.has(id)) follow();
  });

  // The bar below a page of cards: what is changed, and the ways on and back.

  function bar() {
    const said = make("span", { class: "live-said", "aria-live": "polite" });
    const onwards = make("a", { class: "live-button" }, "All verdicts");
    const element = make("div", { class: "live-bar", role: "region", "aria-label": "Your values", hidden: true },
      said,
      make("button", { type: "button", class: "live-button", onclick: () => reset() }, "Reset"));
    document.body.append(element);
    const say = later(() => {
      const turned = document.querySelectorAll(".claim-card.live-turned").length;
      write(said, `${plural(settings.size, "value", "values")} changed; on this page ${plural(turned, "verdict turns", "verdicts turn")}.`);
    }, 200);
    watchers.push(() => {
      element.hidden = !settings.size;
      const { whatIf } = claimbook.tables;
      if (whatIf) {
        onwards.href = linkTo(whatIf);
        said.after(onwards);
      }
      say();
    });
  }

  // A link to a card that carries values opens its sliders.
  function openTarget() {
    const target = cards[decodeURIComponent(location.hash.slice(1))];
    if (!target || !settings.size) return;
    target.panel.open = true;
    document.getElementById(decodeURIComponent(location.hash.slice(1))).scrollIntoView();
  }

  async function start() {
    keepWithAddress();
    for (const article of document.querySelectorAll(".claim-card")) {
      if (article.querySelector("[data-input]")) cards[article.id] = card(article);
    }
    if (!Object.keys(cards).length) return;
    bar();
    if (!addressHasSettings()) return;
    await model.load();
    readAddress();
    openTarget();
  }

  start();
  return { make, write, later, plural, look, wordOf, settings, change, reset, bare, readAddress, linkTo, control, watchers };
})();
