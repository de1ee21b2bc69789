// The page "What if": the book's scenarios as presets, the headline claims, every input with its slider, scenarios side
// by side, and the settings to take away.
{
  const { model, live } = claimbook;
  const { make, write, plural, look, settings } = live;
  const page = document.querySelector(".what-if");
  //: Inputs under at least this many claims stand first.
  const MANY = 5;
  //: So many scenarios stand beside the book's own values.
  const BESIDE = 3;
  const YOURS = "yours";

  //: Milliseconds for which the page works on before the browser may answer its reader.
  const TURN = 6;

  // What comes of each item; between some of them the browser has its turn, so that it never stands still for long.
  async function inTurns(items, one) {
    const made = [];
    let since = performance.now();
    for (const [i, item] of items.entries()) {
      made.push(one(item, i));
      if (performance.now() - since > TURN) {
        await turn();
        since = performance.now();
      }
    }
    return made;
  }

  function turn() {
    return new Promise((done) => setTimeout(done));
  }

  function word(verdict) {
    return claimbook.tables.words[verdict]?.[0] ?? "No verdict";
  }

  function isMain(id) {
    return claimbook.tables.claims[id].weight === "main";
  }

  // The claims: one row each, in one of four lists, the first of them those whose verdict turned. What turned and what
  // moved is what claimbook.results.diff says; numbers of tests that decide nothing are other quantities there.

  const TURNED = "Verdicts turned";
  const MOVED = "Other claims that moved";
  const LISTS = { turned: TURNED, moved: MOVED, beside: "Only other numbers on their cards moved", still: "As in the book" };
  //: What a row says that moved, and shows the same.
  const UNSEEN = { turned: "", moved: "by less than is written here", beside: "other numbers on its card moved", still: "" };
  //: Written out, since the style sheet keeps rules for classes only that stand so in a page or a script.
  const LOOKS = {
    verdict: "what-if-verdict", claim: "what-if-claim", printed: "what-if-printed", found: "what-if-found", chance: "what-if-chance",
    turned: "what-if-turned", moved: "what-if-moved", beside: "what-if-beside", still: "what-if-still",
  };
  const NOW = { found: "what-if-found-now", range: "what-if-range-now", chance: "what-if-chance-now" };
  const COLUMNS = { verdict: "Verdict", claim: "Claim", printed: "Printed", found: "Found", chance: "How likely" };

  const foundIn = (claim, { verdict, derived }) => (verdict === null ? "no finite value"
    : claim.worded && derived !== null ? model.writeQuantity(derived, claim.unit, claim.digits) : "");
  function rangeIn(claim, result) {
    const { verdict, low, high } = result;
    if (verdict === null || !claim.worded || low === null || low === high) return "";
    const text = model.writeInterval(low, high, claim.unit, claim.digits);
    return text === foundIn(claim, result) ? "" : text;
  }

  const chanceIn = (claim, result) => (result.verdict === null ? "" : model.writeChance(result, claim.printed));

  function claimRow(id, index) {
    const claim = claimbook.tables.claims[id];
    const badge = make("span", { class: "verdict-badge" });
    const before = make("small", { class: "what-if-was" });
    const link = make("a", {}, claim.statement);
    const cell = (name, ...parts) => make("td", { class: LOOKS[name], "data-label": COLUMNS[name] }, ...parts);
    const base = model.result(id, new Map());
    const parts = { found: foundIn, range: rangeIn, chance: chanceIn };
    const was = Object.fromEntries(Object.entries(parts).map(([name, say]) => [name, say(claim, base)]));
    const now = Object.fromEntries(Object.keys(parts).map((name) => [name, make("span", { class: NOW[name] })]));
    const earlier = { found: make("small"), chance: make("small") };
    const element = make("tr", { "data-claim": id, "data-index": index },
      make("td", { class: "what-if-verdict" }, badge, before),
      make("th", { scope: "row" }, link, make("small", {}, `${claim.source}, line ${claim.line}`)),
      cell("printed", claim.claimed || "–"), cell("found", now.found, now.range, earlier.found), cell("chance", now.chance, earlier.chance));
    let shown;

    function follow() {
      const result = model.result(id, settings);
      const { verdict } = result;
      const list = listOf(result, base);
      const texts = Object.fromEntries(Object.entries(parts).map(([name, say]) => [name, say(claim, result)]));
      const key = `${verdict} ${list} ${Object.values(texts)}`;
      if (key === shown?.key) return { ...shown, result };
      write(badge, word(verdict));
      badge.className = `verdict-badge ${look(verdict)}`;
      badge.dataset.meaning = claimbook.tables.words[verdict]?.[1] ?? "";
      write(before, list === "turned" ? `was ${word(claim.verdict)}` : "");
      for (const [name, text] of Object.entries(texts)) {
        write(now[name], text || { found: "nothing decides", range: "", chance: "–" }[name]);
        now[name].classList.toggle("what-if-other", text !== was[name]);
      }
      const alike = Object.keys(texts).every((name) => texts[name] === was[name]);
      write(earlier.found, alike || list === "still" ? UNSEEN[list] : texts.found === was.found && texts.range === was.range ? "" : `was ${was.found || "open"}`);
      write(earlier.chance, list !== "still" && texts.chance !== was.chance ? `was ${was.chance || "open"}` : "");
      shown = { key, list, verdict, result };
      return shown;
    }
    return { id, index, element, link, follow, list: "", verdict: claim.verdict };
  }

  function listOf(result, base) {
    if (result.verdict !== base.verdict) return "turned";
    if (model.differs(result, base)) return "moved";
    return model.testsDiffer(result, base) ? "beside" : "still";
  }

  // What stays as it is folds away once anything moves, so that what moves is all there is to read.
  function fold(body) {
    const button = make("button", { type: "button", "aria-expanded": "false", onclick: () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      write(button, open ? "Hide" : "Show");
      body.classList.toggle("what-if-folded", !open);
    } }, "Show");
    return button;
  }

  // A table for claims with the four lists in it; a list's heading stands there while something is moved.
  function claimTable(caption) {
    const lists = {};
    for (const [name, heading] of Object.entries(LISTS)) {
      const count = make("span", { class: "what-if-count" });
      const title = make("th", { colspan: 5, scope: "rowgroup" }, heading, " ", count);
      const head = make("tr", { class: "what-if-heading" }, title);
      lists[name] = { count, head, body: make("tbody", { class: LOOKS[name] }, head), size: 0 };
      if (name === "still") title.append(fold(lists[name].body));
    }
    const heads = Object.entries(COLUMNS).map(([name, text]) => make("th", { scope: "col", class: LOOKS[name] }, text));
    const element = make("table", { class: "what-if-table" }, make("caption", { class: "what-if-hidden" }, caption),
      make("thead", {}, make("tr", {}, ...heads)), ...Object.values(lists).map(({ body }) => body));
    function add(row) {
      row.lists = lists;
      place(row);
    }
    function follow() {
      const still = !lists.turned.size && !lists.moved.size && !lists.beside.size;
      for (const { count, head, body, size } of Object.values(lists)) {
        write(count, String(size));
        if (body.hidden !== !size) body.hidden = !size;
        if (head.hidden !== still) head.hidden = still;
      }
      const { body, head } = lists.still;
      body.classList.toggle("what-if-folded", !still && head.querySelector("button").getAttribute("aria-expanded") !== "true");
    }
    return { element, lists, add, follow };
  }

  // Puts a row where it now belongs, in the order of the book.
  function place(row) {
    const { list, verdict, result } = row.follow();
    row.verdict = verdict;
    row.result = result;
    if (list === row.list) return;
    const { lists } = row;
    if (row.list) lists[row.list].size--;
    lists[list].size++;
    row.list = list;
    const next = [...lists[list].body.children].find((item) => Number(item.dataset.index) > row.index);
    lists[list].body.insertBefore(row.element, next ?? null);
  }

  // The score of all claims, those included that no assumption moves.

  function score(rows) {
    const parts = {};
    const bar = make("div", { class: "what-if-bar", "aria-hidden": "true" });
    const list = make("ul", { class: "what-if-score", "aria-label": "All claims by verdict" });
    const base = {};
    for (const verdict of claimbook.tables.verdicts) {
      base[verdict] = (claimbook.tables.unmoved[verdict] ?? 0) + rows.filter((row) => claimbook.tables.claims[row.id].verdict === verdict).length;
      const part = { share: make("span", { class: look(verdict) }), count: make("strong"), by: make("span", { class: "what-if-by" }) };
      const [, meaning] = claimbook.tables.words[verdict];
      part.item = make("li", { class: look(verdict) }, part.count, " ", make("span", { "data-meaning": meaning, tabindex: 0 }, word(verdict)), " ", part.by);
      parts[verdict] = part;
      bar.append(part.share);
      list.append(part.item);
    }
    function follow() {
      for (const [verdict, { share, count, by, item }] of Object.entries(parts)) {
        const number = (claimbook.tables.unmoved[verdict] ?? 0) + rows.filter((row) => row.verdict === verdict).length;
        const text = String(number);
        if (count.textContent !== text) {
          count.textContent = text;
          share.style.flexGrow = number;
          share.hidden = item.hidden = !number && !base[verdict];
        }
        const difference = number - base[verdict];
        write(by, difference ? `${difference > 0 ? "+" : "−"}${Math.abs(difference)}` : "");
      }
    }
    follow();
    return { bar, list, follow };
  }

  // The presets: the book's scenarios, each a button; the one whose values are set is pressed, and says why one would ask.

  // What a scenario sets that the book has otherwise.
  function valuesOf(preset) {
    return Object.fromEntries(Object.entries(preset.values).filter(([name, setting]) => !live.isOwn(name, setting)));
  }

  function isSet(values) {
    const names = Object.keys(values);
    return names.length > 0 && names.length === settings.size && names.every((name) => String(settings.get(name)) === String(values[name]));
  }

  function presets(rows) {
    const why = make("p", { class: "what-if-why", "aria-live": "polite" });
    const all = claimbook.tables.presets.map((preset) => {
      const values = valuesOf(preset);
      const turns = make("small", { class: "what-if-turns" });
      const words = [...new Set(Object.entries(values).map(([name, setting]) => `${live.inWords(name, setting)}.`))].join(" ");
      const button = make("button", {
        type: "button", class: "what-if-preset", "data-preset": preset.name, "aria-pressed": "false",
        onclick: () => (isSet(values) ? live.reset() : live.choose(values)),
      }, make("strong", {}, preset.title), make("span", {}, make("small", {}, `${words} `), turns));
      return { preset, values, turns, button };
    });
    // How many headline verdicts each turns is worked out once the page stands there.
    async function count() {
      for (const { values, turns } of all) {
        const changed = new Map(Object.entries(values));
        const reached = rows.filter(({ id }) => isMain(id) && claimbook.tables.claims[id].needs.some((name) => changed.has(name)));
        const answers = await inTurns(reached, ({ id }) => model.result(id, changed).verdict !== claimbook.tables.claims[id].verdict);
        const turned = answers.filter(Boolean).length;
        write(turns, turned ? `Turns ${plural(turned, "headline verdict", "headline verdicts")}.` : "Turns no headline verdict.");
      }
    }
    function follow() {
      const pressed = all.find(({ values }) => isSet(values));
      for (const one of all) one.button.setAttribute("aria-pressed", String(one === pressed));
      const beyond = pressed?.preset.beyond.length ? ` It also sets what has no slider here: ${pressed.preset.beyond.join(", ")}.` : "";
      write(why, pressed ? pressed.preset.why + beyond : "");
    }
    const element = make("section", { class: "what-if-presets", "aria-label": "Scenarios of this book" }, ...all.map(({ button }) => button));
    return { element, why, follow, count, some: all.length > 0 };
  }

  // Scenarios side by side: the headline claims under the book's values and under three others at most.

  function comparison(rows) {
    const main = rows.filter(({ id }) => isMain(id));
    const options = [
      ...claimbook.tables.presets.map((preset) => ({ name: preset.name, title: preset.title, values: new Map(Object.entries(valuesOf(preset))) })),
      { name: YOURS, title: "Your values", values: settings },
    ];
    const known = {}; // what the scenarios say, by their names and claims' ids
    let chosen = [];
    const table = make("table", { class: "what-if-compared" });
    const said = make("p", { class: "what-if-compare-said", "aria-live": "polite" });
    const every = make("input", { type: "checkbox", onchange: () => draw() });
    for (const option of options) {
      option.box = make("input", { type: "checkbox", name: "compare", value: option.name, onchange: () => {
        chosen = option.box.checked ? [...chosen, option] : chosen.filter((one) => one !== option);
        write(said, chosen.length === BESIDE ? `${BESIDE} stand beside the book: take one out to add another.` : "");
        keep();
        draw();
      } });
    }
    const element = make("details", { class: "what-if-compare", ontoggle: () => {
      if (!element.open) return;
      if (!chosen.length) {
        const [yours, ready] = [options.slice(-1), options.slice(0, -1)];
        chosen = [...(settings.size ? yours : []), ...ready].slice(0, BESIDE);
        keep();
      }
      draw();
    } }, make("summary", {}, "Compare scenarios side by side"),
    make("fieldset", {}, make("legend", {}, `Beside the book’s own values, up to ${BESIDE}:`),
      ...options.map(({ box, title }) => make("label", {}, box, " ", title)),
      make("label", { class: "what-if-every" }, every, " show the claims too on which all agree")),
    said, make("div", { class: "table-scroll" }, table));

    const keep = () => live.keepInAddress("compare", chosen.map(({ name }) => name).join("."));

    function resultOf(option, row) {
      if (option.name === YOURS) return row.result;
      return ((known[option.name] ??= {})[row.id] ??= model.result(row.id, option.values));
    }

    function cell(claim, result, base, title = "The book") {
      const texts = [foundIn(claim, result), rangeIn(claim, result), chanceIn(claim, result)];
      const turned = base && listOf(result, base) === "turned";
      const moved = base && listOf(result, base) === "moved";
      const [found, range, chance] = texts;
      const other = turned || moved;
      return { other, element: make("td", { "data-label": title, class: turned ? "what-if-turns-here" : moved ? "what-if-moves-here" : "" },
        make("span", { class: `verdict-badge ${look(result.verdict)}` }, word(result.verdict)), ...(turned ? [make("small", { class: "what-if-hidden" }, " (another verdict)")] : []),
        make("span", {}, found || "nothing decides"), ...(range ? [make("small", {}, range)] : []), ...(chance ? [make("small", {}, chance)] : [])) };
    }

    function draw() {
      for (const { box, ...option } of options) {
        box.checked = chosen.some(({ name }) => name === option.name);
        box.disabled = !box.checked && chosen.length >= BESIDE;
      }
      if (!element.open) return;
      const heads = ["Claim", "The book", ...chosen.map(({ title }) => title)].map((title) => make("th", { scope: "col" }, title));
      const body = make("tbody");
      for (const row of main) {
        const claim = claimbook.tables.claims[row.id];
        const base = ((known[""] ??= {})[row.id] ??= model.result(row.id, new Map()));
        const cells = chosen.map((option) => cell(claim, resultOf(option, row), base, option.title));
        if (!every.checked && !cells.some(({ other }) => other)) continue;
        body.append(make("tr", { "data-claim": row.id },
          make("th", { scope: "row" }, make("a", { href: live.linkTo(claim.link, row.id) }, claim.statement), make("small", {}, [claim.source, claim.claimed && `printed ${claim.claimed}`].filter(Boolean).join(" · "))),
          cell(claim, base).element, ...cells.map((one) => one.element)));
      }
      if (!body.childElementCount) {
        const text = chosen.length ? "No headline claim moves under any of them." : "Choose a scenario above.";
        body.append(make("tr", {}, make("td", { colspan: heads.length }, text)));
      }
      table.replaceChildren(make("caption", { class: "what-if-hidden" }, "Headline claims under each scenario"), make("thead", {}, make("tr", {}, ...heads)), body);
    }

    // As the address has it; says which scenarios do not exist.
    function read(parameters) {
      const names = (parameters.get("compare") ?? "").split(/[.,]/).filter(Boolean);
      const found = names.map((name) => options.find((option) => option.name === name));
      chosen = [...new Set(found.filter(Boolean))].slice(0, BESIDE);
      if (chosen.length && !element.open) element.open = true; // which draws it
      draw();
      return names.filter((_, i) => !found[i]).map((name) => `The link compares “${name.slice(0, 60)}”, which is no scenario of this book; they are ${options.map((option) => option.name).join(", ")}.`);
    }

    const later = live.later(draw, 250);
    return {
      element, read, has: options.length > 1,
      follow: () => { if (element.open && chosen.some(({ name }) => name === YOURS)) later(); },
      address: () => (chosen.length && element.open ? `?compare=${chosen.map(({ name }) => name).join(".")}` : ""),
    };
  }

  // The inputs: first those under many claims, then by chapter, then those that are exact. A group that is closed makes
  // its rows when it is opened: browsers look through all boxes of a page as it loads, the hidden ones at the greatest cost.
  // The search opens what it finds.

  function assumptionGroups() {
    const FIXED = "Fixed: definitions, counts, specifications, conditions";
    const groups = new Map([["Under most claims", []]]);
    const fixed = [];
    for (const [name, assumption] of Object.entries(claimbook.tables.assumptions)) {
      const count = model.claimsOn(name).length;
      const claims = make("small", {}, ` ${plural(count, "claim", "claims")}`);
      const fitted = assumption.fitted ? [make("small", {}, " · fitted slope")] : [];
      const control = () => live.control(name, claims, ...fitted);
      const row = { name, control, count, words: `${name} ${assumption.label} ${assumption.description}`.toLowerCase() };
      if (assumption.exact) {
        fixed.push(row);
        continue;
      }
      const heading = count >= MANY ? "Under most claims" : claimbook.tables.chapters[assumption.chapter];
      if (!groups.has(heading)) groups.set(heading, []);
      groups.get(heading).push(row);
    }
    groups.get("Under most claims").sort((a, b) => b.count - a.count);
    groups.set(FIXED, fixed);
    const shown = [...groups].filter(([, rows]) => rows.length);
    return shown.map(([heading, rows], i) => {
      const title = heading[0].toUpperCase() + heading.slice(1);
      const open = !i && heading !== FIXED;
      const place = make("div", { class: "live-rows" });
      const fill = () => rows.forEach(makeRow);
      function makeRow(row) {
        if (!row.element) place.append(row.element = row.control());
      }
      const element = make("details", { class: "what-if-group", open, ontoggle: () => element.open && fill() },
        make("summary", {}, title, " ", make("span", { class: "what-if-count" }, String(rows.length))), place);
      return { element, rows, open, fill, makeRow };
    });
  }

  // Words are looked for as they are typed; what the book's other search finds is found too (searching.js), once what that
  // searches has loaded.
  function search(groups) {
    const found = make("output", { class: "what-if-found", "aria-live": "polite" });
    const rows = groups.flatMap((group) => group.rows);
    const searching = () => claimbook.load(new URL("_static/searching.js", live.root)).then(() => claimbook.searching.load());
    const field = make("input", { type: "search", autocomplete: "off", placeholder: "words of its name", oninput: () => {
      show();
      if (!claimbook.claimsIndex) searching().then(show, () => {});
    } });

    // What is like those words that find nothing, where anything is.
    function near(words) {
      const found = claimbook.near.words(words, (word) => rows.some(({ words: text }) => text.includes(word)), rows.map(({ words: text }) => text));
      return [...new Set(found.values())];
    }

    function show() {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      const answers = claimbook.claimsIndex ? claimbook.searching.findAmong("assumptions", field.value).map(({ entry }) => entry.id) : [];
      let count = 0;
      for (const group of groups) {
        const matching = group.rows.filter(({ name, words: text }) => answers.includes(name) || words.every((word) => text.includes(word)));
        group.element.hidden = !matching.length;
        group.element.open = words.length ? matching.length > 0 : group.open;
        if (group.element.open) group.fill();
        for (const row of group.rows) if (row.element) row.element.hidden = !matching.includes(row);
        count += matching.length;
      }
      const like = count ? [] : near(words);
      write(found, words.length ? plural(count, "input", "inputs") + (like.length ? `; did you mean ${like.join(" or ")}?` : "") : "");
    }
    return make("p", { class: "what-if-search" }, make("label", {}, "Find an input ", field), found);
  }

  // What to take away: the command, the scenario file, the link.

  function command() {
    const names = Object.keys(claimbook.tables.scenario).filter((name) => !settings.has(name));
    const sets = [...names.map((name) => `--set ${name}="${claimbook.tables.scenario[name]}"`),
      ...[...settings].map(([name, setting]) => {
        const text = live.bareSetting(setting);
        return `--set ${name}=${/[ (]/.test(text) ? `"${text}"` : text}`;
      })];
    return ["claimbook rerun", ...sets].join(" ");
  }

  // YAML; a JSON string is one of YAML's ways to write text.
  function scenarioFile() {
    const labels = [...settings.keys()].map((name) => claimbook.tables.assumptions[name].label).join(", ");
    // claimbook.scenarios takes a title of a line.
    const title = `What if: ${labels.length <= 100 ? labels : plural(settings.size, "assumption", "assumptions")}`;
    const changed = { ...claimbook.tables.scenario };
    for (const [name, setting] of settings) {
      const { unit } = claimbook.tables.assumptions[name];
      changed[name] = unit === "1" ? live.bareSetting(setting) : `${live.bareSetting(setting)} ${unit}`;
    }
    return [
      `title: ${JSON.stringify(title)}`,
      `why: ${JSON.stringify("Set on the What-if page.")}`,
      "assumptions:",
      ...Object.entries(changed).map(([name, text]) => `  ${name}: ${JSON.stringify(text)}`),
      "",
    ].join("\n");
  }

  function actions(compared) {
    const said = make("output", { class: "what-if-said", "aria-live": "polite" });
    async function copy(text) {
      const noAnswer = new Promise((_, reject) => setTimeout(reject, 1000)); // some browsers never say that they refuse
      try {
        await Promise.race([navigator.clipboard.writeText(text), noAnswer]);
        said.replaceChildren("Copied: ", make("code", {}, text));
      } catch {
        said.replaceChildren("To copy: ", make("code", {}, text));
      }
    }
    function download() {
      const address = URL.createObjectURL(new Blob([scenarioFile()], { type: "application/yaml" }));
      make("a", { href: address, download: "what-if.yml" }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
      said.replaceChildren("Saved as ", make("code", {}, "what-if.yml"));
    }
    const button = (text, onclick) => make("button", { type: "button", class: "live-button", onclick }, text);
    const buttons = [
      button("Copy link", () => copy(live.linkTo(claimbook.tables.whatIf, "", compared.address()))),
      button("Copy as command", () => copy(command())),
      button("Download scenario file", download),
      button("Reset", () => live.reset()),
    ];
    const element = make("div", { class: "what-if-actions" }, ...buttons);
    function follow() {
      for (const one of buttons) one.disabled = !settings.size;
      element.hidden = !settings.size;
      if (said.childNodes.length) said.replaceChildren();
    }
    follow();
    return { element, said, follow };
  }

  // What the page says without its model is to be read before the model is there; a page that nobody looks at need not wait.
  function painted() {
    return new Promise((done) => (document.hidden ? done() : requestAnimationFrame(() => setTimeout(done))));
  }

  async function start() {
    await painted();
    await model.load();
    page.closest(".bd-article-container")?.classList.add("what-if-wide");
    const tables = [claimTable("Headline claims"), claimTable("All other claims that rest on these inputs")];
    const rows = await inTurns(Object.keys(claimbook.tables.claims), (id, index) => {
      const row = claimRow(id, index);
      tables[isMain(id) ? 0 : 1].add(row);
      return row;
    });
    const byId = Object.fromEntries(rows.map((row) => [row.id, row]));
    const total = score(rows);
    const ready = presets(rows);
    const compared = comparison(rows);
    const taken = actions(compared);
    const groups = assumptionGroups();
    for (const group of groups.filter(({ open }) => open)) await inTurns(group.rows, group.makeRow);
    const turned = make("a", { href: "#what-if-claims" });
    const summary = make("output", { class: "what-if-summary", "aria-live": "polite" });
    const size = (list) => tables.reduce((sum, { lists }) => sum + lists[list].size, 0);
    const others = make("summary", {}, "Other claims that rest on these inputs");

    const all = rows.length + Object.values(claimbook.tables.unmoved).reduce((sum, count) => sum + count, 0);

    function sayNow() {
      write(turned, `${TURNED}: ${size("turned")}`);
      const first = `${plural(settings.size, "value", "values")} changed. `;
      const last = `. ${MOVED}: ${size("moved")}. Verdict and figure unchanged: ${all - size("turned") - size("moved")}.`;
      if (!settings.size) write(summary, "Nothing is changed yet.");
      else if (summary.textContent !== first + turned.textContent + last) summary.replaceChildren(first, turned, last);
      const { turned: there, moved } = tables[1].lists;
      const count = Object.values(tables[1].lists).reduce((sum, list) => sum + list.size, 0);
      const change = there.size || moved.size ? `: ${plural(there.size, "verdict turned", "verdicts turned")}, ${plural(moved.size, "other claim moved", "other claims moved")}` : "";
      write(others, `${count} other claims that rest on these inputs${change}`);
    }
    const say = live.later(sayNow, 250);
    const link = live.later(() => {
      for (const row of rows) row.link.href = live.linkTo(claimbook.tables.claims[row.id].link, row.id);
    }, 250);

    function follow(names) {
      for (const id of new Set(names.flatMap((name) => model.claimsOn(name)))) place(byId[id]);
      for (const table of tables) table.follow();
      total.follow();
      ready.follow();
      compared.follow();
      taken.follow();
      say();
      link();
    }

    const { unmovedMain, register } = claimbook.tables;
    const fast = unmovedMain ? [make("p", { class: "what-if-fast" }, `${plural(unmovedMain, "more headline claim rests", "more headline claims rest")} on evidence alone, which no input moves`,
      ...(register ? [": see ", make("a", { href: new URL(register, live.root) }, "the register")] : []), ".")] : [];
    const top = make("div", { class: "what-if-top", tabindex: "-1" }, total.bar, total.list, summary, live.pins(), taken.element, taken.said);
    const claims = make("div", { class: "what-if-claims", id: "what-if-claims", role: "region", "aria-label": "Claims", tabindex: "0" },
      make("h2", {}, "Headline claims"), tables[0].element, ...fast, make("details", { class: "what-if-others" }, others, tables[1].element));
    // The claims stay in sight below what is changed, however many lines that takes.
    new ResizeObserver(() => claims.style.setProperty("--what-if-top", `${top.offsetHeight}px`)).observe(top);
    const inputs = make("section", { class: "what-if-assumptions", "aria-label": "Inputs" }, make("h2", {}, "Change an input"), search(groups));
    const panes = make("div", { class: "what-if-panes" }, inputs);
    // What stands above the inputs is as the address has it before any of it is seen, so that nothing moves.
    follow([]);
    live.watchers.push(follow);
    live.readers.push(compared.read);
    live.readAddress();
    sayNow();
    page.replaceChildren(
      ...(ready.some ? [ready.element, ready.why] : []), ...(compared.has ? [compared.element] : []),
      top, panes);
    await turn();
    inputs.append(...groups.map(({ element }) => element));
    await turn();
    panes.append(claims);
    page.dataset.ready = "true";
    await turn();
    await ready.count();
  }

  if (page) start().catch((error) => page.replaceChildren(`The sliders could not be loaded: ${error.message}.`));
}
