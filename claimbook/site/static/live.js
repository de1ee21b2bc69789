// Sliders: the reader's settings, kept in the address; a slider and a box for each assumption; what is changed, in words;
// and the claim cards that follow. The model behind them is loaded when a reader opens sliders or a link carries settings.
globalThis.claimbook ??= {};

claimbook.live = (() => {
  const root = new URL("..", document.currentScript.src);
  const STEPS = 400;
  const PAUSE = 400; // milliseconds
  //: How a question ends that has no guess.
  const IS_THAT_MEANT = "is that meant?";
  let { model } = claimbook;

  // The model and what it is made of, loaded once, when they are first needed.
  let loading;
  function ready() {
    loading ??= (model ? Promise.resolve() : claimbook.load(new URL("_static/live-model.js", root))).then(() => {
      ({ model } = claimbook);
      return model.load();
    });
    return loading;
  }

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

  // Settings: assumptions' names and values in their own units, or low end, value and high end of a range; one that is
  // as the book has it is not set.

  const settings = new Map();
  const watchers = [];
  //: What else a page reads from its address: functions of its parameters that give what they complain of.
  const readers = [];

  // Why a value or a range will not do, as one clear sentence; empty if it will. claimbook.model.model.Model.with_ says the same.
  // `centre` says in words how the value of a range was found that was given by its ends alone.
  function objection(name, setting, centre = "") {
    const { maximum, value: own, range } = claimbook.tables.assumptions[name];
    const { farthest } = claimbook.tables;
    const ends = model.isRange(setting) ? setting.slice(0, 3) : [setting, setting, setting];
    const [low, value, high] = ends;
    const say = (number) => writeValue(name, number);
    if (!ends.every(Number.isFinite)) return "This needs a number.";
    if (low <= 0) return "This must be above zero.";
    if (maximum !== null && high > maximum) return `The most it can be is ${say(maximum)}.`;
    if (high > farthest * (range?.[1] ?? own) || low < (range?.[0] ?? own) / farthest) {
      return `That is over ${model.writeNumber(farthest)} times more or less than the book’s ${say(own)}: is the unit right?`;
    }
    if (!model.isRange(setting) || isOwn(name, setting)) return "";
    const spread = model.distribution(name, setting);
    if (spread === "pert") return `A browser cannot draw from a PERT distribution; claimbook rerun --set ${name}="${bareSetting(setting)}" can.`;
    if (spread === "lognormal" && maximum !== null) return `A lognormal distribution has no end, and the most this can be is ${say(maximum)}.`;
    if (spread !== "metalog") return "";
    const { terms, between } = model.metalog(low, value, high, maximum);
    if (terms) return "";
    if (!between) return `The high end must stay below the most it can be, ${say(maximum)}.`;
    const [least, most] = between.map((end) => model.writeQuantity(end, claimbook.tables.assumptions[name].unit));
    return `No range from ${say(low)} to ${say(high)} has ${say(value)} in its middle: with these ends the value lies from ${least} to ${most}${centre && `; ${say(value)} is ${centre}: write LOW..VALUE..HIGH`}.`;
  }

  // What to ask beside a value that will do, but may be a slip, in the words of claimbook.model.doubts; empty if there is
  // nothing.
  function doubt(name, setting) {
    const { date } = claimbook.tables.assumptions[name];
    if (isOwn(name, setting)) return "";
    const [low, value, high] = model.isRange(setting) ? setting : [setting, setting, setting];
    if (date) return doubtOfYears(name, [value, low, high]);
    const ends = low < high ? [doubtOfEnd(name, low, high, 0), doubtOfEnd(name, low, high, 1)] : [];
    const found = [doubtOfValue(name, value), ...ends].filter(Boolean);
    return found.find((one) => !one.endsWith(IS_THAT_MEANT)) ?? found[0] ?? "";
  }

  const isFar = (number, own) => Math.abs(Math.log(number / own)) > Math.log(claimbook.tables.wording.far);

  // Whether a value may be a share of one where per cent are meant.
  function isLikeAShare(number, own, unit) {
    return unit === "percent" && number < 1 && Math.abs(Math.log((100 * number) / own)) < Math.abs(Math.log(number / own));
  }

  function farOff(number, own) {
    const much = model.writeNumber(Math.max(number / own, own / number), 2);
    return number > own ? `${much} times` : `one part in ${much} of`;
  }

  // What to ask about one value, or about the middle of a range.
  function doubtOfValue(name, number) {
    const { value: own, unit } = claimbook.tables.assumptions[name];
    const [said, had] = [number, own].map((one) => writeValue(name, one));
    if (isLikeAShare(number, own, unit)) return `This is set to ${said}, and the book has ${had}: is ${writeValue(name, 100 * number)} meant?`;
    return isFar(number, own) ? `This is set to ${said}, ${farOff(number, own)} the book’s ${had}: ${IS_THAT_MEANT}` : "";
  }

  // What to ask about the low end of a range, or the high one, that goes beyond the book's own.
  function doubtOfEnd(name, low, high, which) {
    const { value, unit, range } = claimbook.tables.assumptions[name];
    const number = [low, high][which];
    const own = range?.[which] ?? value;
    if (!(which ? number > own : number < own) || !(isFar(number, own) || isLikeAShare(number, own, unit))) return "";
    const end = ["low", "high"][which];
    const had = range ? `the book’s ${end} end, ${writeValue(name, own)}` : `the book’s ${writeValue(name, own)}`;
    const meant = unit === "percent" ? 100 * number : ofTheSameSize(number, high);
    const asked = meant !== number && !isFar(meant, own) ? `is ${writeValue(name, meant)} meant?` : IS_THAT_MEANT;
    return `This is set to ${model.writeInterval(low, high, unit, 6)}, whose ${end} end is ${farOff(number, own)} ${had}: ${asked}`;
  }

  // The low end of a range with the word that was perhaps left out, such as million; as it is where none fits.
  function ofTheSameSize(low, high) {
    const rising = [12, 9, 6, 3].filter((power) => high >= 10 ** power).map((power) => low * 10 ** power);
    return rising.find((one) => one <= high && !isFar(one, high)) ?? low;
  }

  function doubtOfYears(name, years) {
    const { value: own } = claimbook.tables.assumptions[name];
    const far = years.find((year) => Math.abs(year - own) > claimbook.tables.wording.farYears);
    if (far === undefined) return "";
    const apart = `${model.writeNumber(Math.abs(far - own))} years ${far > own ? "after" : "before"}`;
    return `This is set to ${writeValue(name, far)}, ${apart} the book’s ${writeValue(name, own)}: ${IS_THAT_MEANT}`;
  }

  // A value or a range that somebody wrote, as a box or a link has it: 3, or 2.5 to 4, or lognormal(1, 3). Returns
  // { setting, remark }, which says what was taken where nothing was given, or { problem }.
  function readSetting(name, text) {
    const { unit, value, spread, maximum } = claimbook.tables.assumptions[name];
    const facts = { ...claimbook.tables.units[unit], about: claimbook.tables.writing };
    const own = { value, most: maximum, write: (number) => writeValue(name, number) };
    const read = claimbook.numbers.readRange(text.slice(0, 200), facts, [figure(name, value), writeValue(name, value)], spread, own);
    if (read.problem) return { problem: read.problem };
    const named = read.distribution && read.distribution !== spread;
    const setting = read.low === read.high ? read.low
      : [read.low, read.value, read.high, ...(named ? [read.distribution] : []), ...(read.choices ? [read.choices, read.weights] : [])];
    const problem = objection(name, setting, read.centre);
    if (problem) return { problem };
    const taken = read.centre && !isOwn(name, setting) ? `${read.centre}, ${writeValue(name, read.value)}, is in the middle.` : "";
    return { setting, remark: taken && taken[0].toUpperCase() + taken.slice(1) };
  }

  // Whether that is how the book has it: its value, or its value with its range, spread alike.
  function isOwn(name, setting) {
    const { value, range, distribution, choices, spread } = claimbook.tables.assumptions[name];
    if (!model.isRange(setting)) return isSame(setting, value);
    const [low, middle, high, named = spread, listed = [], weights = []] = setting;
    if (!range || weights.length) return false;
    const isOwnChoice = distribution === "choice" && setting.length === 3;
    if (!isOwnChoice && (named !== distribution || listed.length !== choices.length)) return false;
    const own = [range[0], value, range[1], ...choices];
    return [low, middle, high, ...listed].every((number, i) => isSame(number, own[i]));
  }

  // Whether two numbers are one but for what converting units leaves in the last digits, as in Python.
  function isSame(one, other) {
    return Math.abs(one - other) <= 1e-12 * Math.max(Math.abs(one), Math.abs(other));
  }

  function set(values) {
    for (const [name, setting] of Object.entries(values)) {
      if (isOwn(name, setting)) settings.delete(name);
      else settings.set(name, setting);
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

  // These values and no others: a step of its own in the browser's history, so that Back brings the earlier ones again.
  function choose(values) {
    finishAddress();
    set({ ...unset(), ...values });
    putAddress("pushState");
  }

  function reset() {
    choose({});
  }

  // The shortest way to write a number that every program reads back as the same.
  function bare(value) {
    const plain = String(value);
    return plain.length <= 9 ? plain : [plain, value.toExponential().replace("e+", "e")].sort((a, b) => a.length - b.length)[0];
  }

  // As the command line and scenario files have it.
  function bareSetting(setting) {
    if (!model.isRange(setting)) return bare(setting);
    const [low, value, high, named, choices, weights] = setting;
    if (named === "choice") return `choice(${choices.map((choice, i) => bare(choice) + (weights.length ? `: ${bare(weights[i])}` : "")).join(", ")})`;
    if (!named) return [low, value, high].map(bare).join("..");
    const numbers = ["lognormal", "uniform"].includes(named) ? [low, high] : [low, value, high];
    return `${named}(${numbers.map(bare).join(", ")})`;
  }

  function writeValue(name, value) {
    return model.writeQuantity(value, claimbook.tables.assumptions[name].unit, 6);
  }

  // A number without its unit, as a box shows it and as it can be typed again.
  function figure(name, value, digits = 12) {
    const { date } = claimbook.tables.assumptions[name];
    return date ? String(Number(value.toFixed(2))) : model.writeNumber(value, digits);
  }

  // A value, with its range in brackets; numbers alone where the sentence about them has their unit.
  function writeSetting(name, setting, alone = false) {
    const write = (number) => (alone ? figure(name, number, 6) : writeValue(name, number));
    if (!model.isRange(setting)) return write(setting);
    const [low, value, high, named, choices] = setting;
    if (named === "choice") return `${write(value)} (one of ${choices.map(write).join(", ")})`;
    const ends = alone ? `${write(low)} to ${write(high)}` : model.writeInterval(low, high, claimbook.tables.assumptions[name].unit, 6);
    return `${write(value)} (${ends}${named ? `, ${named}` : ""})`;
  }

  // A change in words: the book's own sentence of it, or what the input is called with both values.
  function inWords(name, setting = settings.get(name)) {
    const { changed, description, value, range } = claimbook.tables.assumptions[name];
    const alone = Boolean(changed);
    const same = model.middle(setting) === value;
    const now = writeSetting(name, setting, alone);
    const before = same && range ? writeSetting(name, [range[0], value, range[1]], alone) : `${writeSetting(name, value, alone)}${same ? " exactly" : ""}`;
    if (!changed) return `${description}: ${now}, not ${before}`;
    const [first, middle, last] = changed.split("#");
    return `${first}${now}${middle}${before}${last}`;
  }

  // The address: one parameter for each setting. What else stands in the query is left alone.

  function query(from = "") {
    const parameters = new URLSearchParams(from);
    for (const name of [...Object.keys(claimbook.tables.assumptions), ...Object.keys(claimbook.tables.aliases), ...Object.keys(claimbook.tables.groups)]) parameters.delete(name);
    for (const [name, setting] of settings) parameters.set(name, bareSetting(setting));
    return parameters.size ? `?${parameters}` : "";
  }

  function putAddress(how, from = location.search) {
    const address = location.pathname + query(from) + location.hash;
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

  //: Parameters that are not settings: of the site's own pages, and what is hung on links that are passed on.
  const OTHERS = /^(compare|highlight|q|utm_.*|.*clid|mc_.*|igsh.*|si|spm|from|scene|share.*|isappinstalled|clicktime|enterid|nsukey|ref|source|_.*)$/;

  // A plus sign is a blank in an address, but not where it stands in a power: 1e+25.
  function parameters() {
    return [...new URLSearchParams(location.search.replace(/(?<=[0-9]e)\+(?=[0-9])/gi, "%2B"))].filter(([name]) => !OTHERS.test(name));
  }

  function addressHasSettings() {
    return parameters().length > 0;
  }

  function noInput(name) {
    const shown = `“${name.slice(0, 60)}”`;
    if (claimbook.tables.unmovable.includes(name)) return `The link sets ${shown}, which moves nothing on these pages: claimbook rerun --set ${name}=… works it out.`;
    const like = claimbook.near.name(name.slice(0, 60), Object.keys(claimbook.tables.assumptions));
    return `The link sets ${shown}, which is no input of this book${like ? `: did you mean ${like}?` : "; the page What if lists those that are."}`;
  }

  // A link may carry an earlier name, or that of a group, which sets all its members.
  function apart([given, text]) {
    const { groups, aliases } = claimbook.tables;
    const names = Object.hasOwn(groups, given) ? groups[given] : [aliases[given] ?? given];
    return names.map((name) => [given, name, text]);
  }

  // The page as its address has it; what the address says in vain is said, and taken out of it.
  function readAddress() {
    const values = unset();
    const problems = [];
    for (const [given, name, text] of parameters().flatMap(apart)) {
      if (!Object.hasOwn(claimbook.tables.assumptions, name)) {
        problems.push(noInput(given));
        continue;
      }
      const { setting, problem } = readSetting(name, text);
      if (problem) problems.push(`The link’s value for “${given}” is left out. ${problem}`);
      else values[name] = setting;
    }
    set(values);
    for (const reader of readers) problems.push(...reader(new URLSearchParams(location.search)));
    putAddress("replaceState");
    tell(problems);
  }

  // A parameter that is not a setting, written beside them.
  function keepInAddress(name, text) {
    const kept = new URLSearchParams(location.search);
    if (text) kept.set(name, text);
    else kept.delete(name);
    finishAddress();
    putAddress("replaceState", String(kept));
  }

  // What a link says in vain, at the top of the page and in sight until it is closed; it stays while the address is the
  // one that was put right.
  let told = { element: null, search: "" };

  function tell(problems) {
    if (!problems.length && told.search === location.search) return;
    told.element?.remove();
    told = { element: null, search: location.search };
    if (!problems.length) return;
    const close = make("button", { type: "button", class: "live-close", "aria-label": "Close this message", onclick: () => told.element.remove() }, "×");
    told.element = make("div", { class: "live-notice", role: "alert" }, make("div", {}, ...problems.map((problem) => make("p", {}, problem))), close);
    (document.querySelector(".bd-article") ?? document.body).prepend(told.element);
  }

  // Back, Forward and links within the page lead to an address of its own, and the page follows. What was still to be
  // written belonged to the step before.
  async function followAddress() {
    endPause();
    if (!settings.size && !addressHasSettings() && !readers.length) return;
    await ready();
    readAddress();
  }

  function keepWithAddress() {
    addEventListener("popstate", followAddress);
    addEventListener("hashchange", followAddress);
    addEventListener("pagehide", endPause);
    addEventListener("pageshow", (event) => event.persisted && followAddress()); // a page that the browser had kept
    addEventListener("click", finishAddress, { capture: true }); // it may be a link
  }

  function linkTo(page, id = "", from = "") {
    return new URL(page, root).href + query(from) + (id && `#${id}`);
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

  // A row of controls for an assumption: what it is, its value in words, slider, box, the way back, and the ends of its
  // range. What is exact has a box and no slider.
  function control(name, ...remarks) {
    const assumption = claimbook.tables.assumptions[name];
    const id = `live-${++made}`;
    const { exact, kind, description, range } = assumption;
    const current = () => settings.get(name) ?? assumption.value;
    const inWords = make("span", { class: "live-value" });
    const slider = exact ? null : make("input", {
      type: "range", id, min: 0, max: STEPS, step: 1, oninput: () => change({ [name]: carried(valueAt(name, Number(slider.value))) }),
    });
    const said = make("small", { class: "live-said-of", id: `${id}-said`, "aria-live": "polite" });
    // What was set before a box was typed into: what is said of a number is about that, and not about what its first digits set.
    // Ends are read beside the value that was given, and not beside one that followed from other ends.
    let before = settings.get(name);
    let given = model.middle(current());
    let typing = null;
    let taken = "";

    // A value that the slider has come to: a range that the reader set goes along with it.
    function carried(value) {
      const setting = settings.get(name);
      if (!model.isRange(setting)) return value;
      if (setting[4]) return value; // a choice has no ends to move
      const [low, high] = [setting[0], setting[2]].map((end) => Number(((end * value) / setting[1]).toPrecision(4)));
      const moved = [low, value, high, ...setting.slice(3)];
      return objection(name, moved) ? value : moved;
    }

    // A box that a number is typed into: `put` makes a setting, or a problem, of its text; `number` is what it has at rest.
    function box(label, put, number) {
      const element = make("input", {
        type: "text", inputmode: "decimal", autocomplete: "off", "aria-label": label, "aria-describedby": said.id,
        oninput: () => {
          const { setting, problem = "", remark = "" } = put(element.value);
          complain(element, problem);
          if (problem) return;
          [typing, taken] = [element, remark];
          change({ [name]: setting });
          typing = null;
        },
        onblur: () => {
          if (!element.validity.valid) return;
          before = settings.get(name);
          if (!place.contains(element)) given = model.middle(current());
          follow();
        },
      });
      return { element, number };
    }

    // What stands below the row: a problem or a question, or a mere remark.
    function say(text, isRemark = false) {
      write(said, text);
      said.classList.toggle("live-remark", isRemark);
    }

    function complain(element, problem) {
      element.setCustomValidity(problem);
      if (problem) element.setAttribute("aria-invalid", "true");
      else element.removeAttribute("aria-invalid");
      say(problem);
    }

    // A value typed alone is certain, whatever was set before, as everywhere else.
    const value = box(description, (text) => {
      const read = readSetting(name, text);
      if (read.problem || model.isRange(read.setting) || isOwn(name, read.setting) || !model.isRange(before)) return read;
      return { ...read, remark: `Taken as certain: the range that was set, ${model.writeInterval(before[0], before[2], assumption.unit, 6)}, is gone.` };
    }, () => model.middle(current()));
    if (exact) value.element.id = id;
    const boxes = [value];

    function checked(setting) {
      const problem = objection(name, setting);
      return problem ? { problem } : { setting: setting[0] === setting[2] ? setting[1] : setting };
    }

    // The ends: those of the reader's range, or of the book's while the input is as in the book; else there are none.
    const ends = () => {
      const setting = settings.get(name);
      return model.isRange(setting) ? [setting[0], setting[2]] : setting === undefined && range ? range : null;
    };
    const opener = make("button", {
      type: "button", class: "live-range", "aria-expanded": "false", "aria-label": `${description}: its range`, onclick: () => showEnds(place.hidden),
    }, "range");
    const place = make("span", { class: "live-ends", hidden: true });
    const share = make("small");

    // How many draws lie between the ends of a range: of a uniform one and of a choice all, for these have no tails.
    const between = (setting) => (["uniform", "pert", "choice"].includes(model.isRange(setting) ? model.distribution(name, setting) : assumption.spread) ? "all" : "9 in 10");

    function makeEnds() {
      const pair = [0, 1].map((which) => box(`${description}: ${["low", "high"][which]} end of its range`, () => {
        const texts = pair.map(({ element }) => element.value.trim());
        if (!texts.some(Boolean)) return { setting: given };
        if (!texts.every(Boolean)) return { problem: `A range needs both ends; this lacks the ${texts[0] ? "high" : "low"} one.` };
        const read = texts.map((text) => readSetting(name, text));
        const wrong = read.find(({ problem, setting }) => problem || model.isRange(setting));
        if (wrong) return { problem: wrong.problem ?? "Write one number at each end." };
        const [low, high] = read.map(({ setting }) => setting);
        return low <= given && given <= high ? checked([low, given, high]) : byItsEnds(low, high);
      }, () => ends()?.[which] ?? null));
      boxes.push(...pair);
      place.append("from ", pair[0].element, " to ", pair[1].element, share);
    }

    // A range that does not contain the value which stands beside it: its ends say what is in its middle, as everywhere else.
    function byItsEnds(low, high) {
      const read = readSetting(name, `${bare(low)}..${bare(high)}`);
      return read.remark ? { ...read, remark: `${writeValue(name, given)} lies outside this range. ${read.remark}` } : read;
    }

    function showEnds(open) {
      if (open && !place.childElementCount) makeEnds();
      place.hidden = !open;
      opener.setAttribute("aria-expanded", String(open));
      if (open) follow();
    }

    const back = make("button", {
      type: "button", class: "live-back", title: `Back to ${writeValue(name, assumption.value)}`,
      "aria-label": `${description}: back to ${writeValue(name, assumption.value)}`,
      onclick: () => {
        change({ [name]: assumption.value });
        (slider ?? value.element).focus();
      },
    }, "↺");
    const track = make("span", { class: exact ? "live-fixed" : "live-track" }, slider ?? claimbook.tables.exact[kind]);
    if (slider) {
      track.style.setProperty("--base", position(name, assumption.value));
      if (range) {
        track.classList.add("live-ranged");
        track.title = `${between() === "all" ? "Range" : "90 % range"}: ${model.writeInterval(...range, assumption.unit, 6)}`;
      }
    }
    const row = make("div", { class: "live-row", "data-name": name },
      make("label", { for: id, class: "live-label" }, description, ...remarks), inWords, opener, track, value.element, back, place, said);
    let band;

    function follow() {
      const setting = current();
      if (slider) {
        slider.value = Math.round(position(name, model.middle(setting)) * STEPS);
        slider.setAttribute("aria-valuetext", writeSetting(name, setting));
        followBand(ends());
      }
      if (model.isRange(setting) && place.hidden) showEnds(true);
      for (const { element, number } of boxes) {
        if (element === typing || (place.contains(element) && place.contains(typing))) continue;
        const text = number() === null ? "" : figure(name, number());
        if (element.value !== text) element.value = text;
      }
      for (const { element } of boxes) if (!element.validity.valid) complain(element, "");
      write(inWords, writeSetting(name, setting));
      write(share, `${between(setting)} lie between`);
      const asked = settings.has(name) ? doubt(name, setting) : "";
      say(asked || [taken, onlyMiddle(setting)].filter(Boolean).join(" "), !asked);
      row.classList.toggle("live-set", settings.has(name));
    }

    // Arithmetic takes what is exact at one value, whatever range the reader sets: claimbook.model.doubts.only_middle.
    function onlyMiddle(setting) {
      return exact && model.isRange(setting) ? `Sums take ${writeValue(name, model.middle(setting))}, its middle, and estimates the range.` : "";
    }

    function followBand(pair) {
      if (!pair || String(pair) === band) return;
      band = String(pair);
      track.style.setProperty("--low", position(name, pair[0]));
      track.style.setProperty("--high", position(name, pair[1]));
      track.classList.add("live-ranged");
    }
    (controls[name] ??= []).push(() => {
      if (!typing) [before, given, taken] = [settings.get(name), model.middle(current()), ""];
      follow();
    });
    follow();
    return row;
  }

  watchers.push((names) => {
    for (const name of names) for (const follow of controls[name] ?? []) follow();
  });

  // What is changed, in words, each with the way back.
  function pins() {
    const list = make("ul", { class: "live-pins", "aria-label": "Changed values", hidden: true });
    const items = new Map();
    function add(name) {
      const words = make("span");
      const { description, value } = claimbook.tables.assumptions[name];
      const element = make("li", { "data-name": name }, words, make("button", {
        type: "button", class: "live-back", title: `Back to ${writeValue(name, value)}`, "aria-label": `${description}: back to ${writeValue(name, value)}`,
        onclick: () => {
          const next = element.nextElementSibling ?? element.previousElementSibling;
          change({ [name]: value });
          (next?.querySelector("button") ?? list.closest("[tabindex]"))?.focus();
        },
      }, "↺"));
      items.set(name, { element, words });
      list.append(element);
    }
    watchers.push((names) => {
      for (const name of names) {
        if (!settings.has(name)) {
          items.get(name)?.element.remove();
          items.delete(name);
          continue;
        }
        if (!items.has(name)) add(name);
        write(items.get(name).words, inWords(name));
      }
      list.hidden = !items.size;
    });
    return list;
  }

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
      await ready();
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
      put(chance, () => {
        const likely = model.writeChance(test, claim.printed);
        if (!likely) return said.all_certain;
        const isDeciding = now.deciding[number];
        const noted = test.bearing === "near" || isDeciding ? likely : likely + said.not_deciding;
        if (claim.printed.point) return said.chance_of + noted;
        return isDeciding && answers[test.answer] === "likely" && test.probability < claimbook.tables.rules.likely ? noted + said.reaches : noted;
      });
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
      for (const { element, name, before } of inputs) replace(element, settings.has(name) ? writeSetting(name, settings.get(name)) : before, before);
      parts.verdict.dataset.meaning = moved && !finite ? "" : claimbook.tables.words[moved ? now.verdict : claim.verdict][1];
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
    const ends = (printed.relation === "in" ? [printed.low, printed.high] : [printed.claimed]).filter(Number.isFinite);
    const first = Math.min(model.quantile(draws, EDGE), ...ends);
    const last = Math.max(model.quantile(draws, 1 - EDGE), ...ends);
    const logarithmic = first > 0 && last > WIDE * first;
    const scale = logarithmic ? Math.log : (value) => value;
    const share = (value) => Math.min(1, Math.max(0, (scale(Math.max(value, logarithmic ? first : value)) - scale(first)) / (scale(last) - scale(first))));
    const counts = new Array(BARS).fill(0);
    for (const draw of draws) if (draw >= first && draw <= last) counts[Math.min(BARS - 1, Math.floor(share(draw) * BARS))]++;
    const most = Math.max(...counts);
    const steps = counts.map((count) => `V${Number((HEIGHT * (1 - count / most)).toFixed(1))}h${BAR}`).join("");
    figure.querySelector("path").setAttribute("d", `M0 ${HEIGHT}${steps}V${HEIGHT}z`);
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
    const element = make("div", { class: "live-bar", role: "region", "aria-label": "Your values", tabindex: "-1", hidden: true },
      pins(), said,
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
    await ready();
    readAddress();
    openTarget();
  }

  start();
  return {
    ready, root, make, write, later, plural, look, settings, change, choose, reset, bareSetting, isOwn, inWords, readAddress, keepInAddress, linkTo, control, pins, watchers, readers,
  };
})();
