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
      track.title = `90 % range: ${writeValue(name, assumption.range[0])} to ${writeValue(name, assumption.range[1])}`;
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

  // Cards: the figures and the verdict follow; the words that the book printed come back on reset.

  const cards = {};

  function card(article) {
    const { id } = article;
    const part = (name) => article.querySelector(`[data-live="${name}"]`);
    const parts = Object.fromEntries(["verdict", "error", "derived", "interval", "median"].map((name) => [name, part(name)]));
    const printed = Object.fromEntries(Object.entries(parts).map(([name, element]) => [name, element?.textContent ?? ""]));
    const own = [...article.classList].find((name) => name.startsWith("verdict-"));
    const rows = make("div", { class: "live-rows" });
    const outcome = make("p", { class: "live-outcome", "aria-live": "polite" });
    const note = make("p", { class: "live-note" }, "Equation and tables below keep the book’s own numbers.");
    const panel = make("details", { class: "claim-live", ontoggle: () => panel.open && open() },
      make("summary", {}, "Try other values"), rows, outcome, note);
    article.querySelector(".claim-figures").after(panel);
    const say = later(() => write(outcome, article.classList.contains("live-moved")
      ? `With these values: ${parts.derived.firstChild.data}, ${parts.verdict.firstChild.data}. The book: ${printed.derived}, ${printed.verdict}.`
      : ""), 400);

    async function open() {
      await model.load();
      if (rows.childElementCount) return;
      const { quantity } = claimbook.tables.claims[id];
      rows.append(...claimbook.derivations[quantity].needs.map((name) => control(name)));
    }

    // Puts a text in place of the one printed, which stays beside it where it differs.
    function replace(element, text, before) {
      if (!element) return;
      if (text === before) write(element, text);
      else if (element.firstChild.data !== text) element.replaceChildren(text, make("span", { class: "live-was" }, `was ${before}`));
    }

    function follow() {
      const { quantity, unit, digits } = claimbook.tables.claims[id];
      const moved = claimbook.derivations[quantity].needs.some((name) => settings.has(name));
      const now = model.result(id, settings);
      const finite = now.verdict !== null;
      replace(parts.derived, !moved ? printed.derived : finite ? model.writeQuantity(now.derived, unit, digits) : "no finite value", printed.derived);
      replace(parts.verdict, !moved ? printed.verdict : now.verdict ?? "no verdict", printed.verdict);
      replace(parts.interval, !moved ? printed.interval : finite ? model.writeInterval(now.low, now.high, unit, digits) : "none", printed.interval);
      replace(parts.median, !moved ? printed.median : finite ? model.writeQuantity(now.median, unit, digits) : "none", printed.median);
      if (parts.error) parts.error.hidden = now.verdict !== "fails";
      article.classList.remove(...[...article.classList].filter((name) => name.startsWith("verdict-")));
      article.classList.add(moved ? `verdict-${now.verdict ?? "unverified"}` : own);
      article.classList.toggle("live-moved", moved);
      article.classList.toggle("live-turned", moved && now.verdict !== printed.verdict);
      say();
    }
    return { follow, panel };
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
    if (target && settings.size) target.panel.open = true;
  }

  async function start() {
    keepWithAddress();
    for (const article of document.querySelectorAll(".claim-card")) {
      if (article.querySelector('.claim-equation') && article.querySelector('[data-live="derived"]')) cards[article.id] = card(article);
    }
    if (!Object.keys(cards).length) return;
    bar();
    if (!addressHasSettings()) return;
    await model.load();
    readAddress();
    openTarget();
  }

  start();
  return { make, write, later, plural, settings, change, reset, bare, readAddress, linkTo, control, watchers };
})();
