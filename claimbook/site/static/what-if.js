// The page "What if": every assumption with its slider, every claim with its verdict, and the settings to take away.
{
  const { model, live } = claimbook;
  const { make, write, plural, look, settings } = live;
  const page = document.querySelector(".what-if");
  //: Assumptions under at least this many claims stand first.
  const MANY = 5;

  // The claims: one row each, in one of three lists, the first of them those whose verdict turned.

  const LISTS = {
    turned: { heading: "Verdicts that turn", look: "what-if-turned" },
    moved: { heading: "Numbers that move", look: "what-if-moved" },
    still: { heading: "As in the book", look: "what-if-still" },
  };

  function claimRow(id, index) {
    const claim = claimbook.tables.claims[id];
    const badge = make("span", { class: "verdict-badge" });
    const before = make("small", { class: "what-if-was" });
    const link = make("a", {}, claim.statement);
    const now = make("span", { class: "what-if-now" });
    const base = model.result(id, new Map());
    const say = ({ derived, ...now }) => [
      claim.worded && derived !== null ? model.writeQuantity(derived, claim.unit, claim.digits) : "", model.writeChance(now, claim.printed),
    ].filter(Boolean).join(", ");
    const written = say(base);
    const element = make("li", { "data-claim": id },
      make("span", { class: "what-if-verdict" }, badge, before),
      make("span", { class: "what-if-claim" }, link,
        make("small", {}, [`${claim.source}, line ${claim.line}`, claim.claimed && `claimed ${claim.claimed}`].filter(Boolean).join(" · ")), now));
    let shown;

    function follow() {
      const result = model.result(id, settings);
      const { verdict } = result;
      const text = verdict === null ? "no finite value" : say(result);
      const list = verdict !== claim.verdict ? "turned" : hasMoved(result.tests, base.tests) ? "moved" : "still";
      const word = verdict ?? "no verdict";
      if (shown?.text === text && shown.word === word && shown.list === list) return shown;
      write(badge, word);
      badge.className = `verdict-badge ${look(verdict)}`;
      write(before, list === "turned" ? `was ${claim.verdict}` : "");
      write(now, list === "still" ? text && `found ${text}` : text === written ? "its numbers move, and nothing decides by them" : `now ${text || "nothing decides"}, was ${written || "open"}`);
      shown = { text, word, list, verdict };
      return shown;
    }
    return { id, index, element, link, follow, list: "", verdict: claim.verdict };
  }

  // Whether any test of a claim finds another number than before.
  function hasMoved(tests, before) {
    return tests.some((test, i) => ["value", "low", "median", "high"].some((name) => test[name] !== before[i][name]));
  }

  function claimLists(rows) {
    const lists = {};
    for (const [name, { heading, look }] of Object.entries(LISTS)) {
      const count = make("span", { class: "what-if-count" });
      const items = make("ul", { class: "what-if-list" });
      lists[name] = { count, items, section: make("section", { class: look }, make("h3", {}, heading, " ", count), items), size: 0 };
    }
    for (const row of rows) place(row, lists);
    return lists;
  }

  // Puts a row where it now belongs, in the order of the book.
  function place(row, lists) {
    const { list, verdict } = row.follow();
    row.verdict = verdict;
    if (list === row.list) return;
    if (row.list) lists[row.list].size--;
    lists[list].size++;
    row.list = list;
    row.element.dataset.index = row.index;
    const next = [...lists[list].items.children].find((item) => Number(item.dataset.index) > row.index);
    lists[list].items.insertBefore(row.element, next ?? null);
  }

  // The score of all claims, those included that no assumption moves.

  function score(rows) {
    const parts = {};
    const bar = make("div", { class: "what-if-bar", "aria-hidden": "true" });
    const list = make("ul", { class: "what-if-score" });
    const base = {};
    for (const verdict of claimbook.tables.verdicts) {
      base[verdict] = (claimbook.tables.unmoved[verdict] ?? 0) + rows.filter((row) => claimbook.tables.claims[row.id].verdict === verdict).length;
      const part = { share: make("span", { class: look(verdict) }), count: make("strong"), by: make("span", { class: "what-if-by" }) };
      part.item = make("li", { class: look(verdict) }, part.count, ` ${verdict} `, part.by);
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

  // The assumptions: first those under many claims, then by chapter; the search opens what it finds.

  function assumptionGroups() {
    const groups = new Map([["Under most claims", []]]);
    for (const [name, assumption] of Object.entries(claimbook.tables.assumptions)) {
      const heading = model.claimsOn(name).length >= MANY ? "Under most claims" : claimbook.tables.chapters[assumption.chapter];
      if (!groups.has(heading)) groups.set(heading, []);
      const count = model.claimsOn(name).length;
      const claims = make("small", {}, ` ${plural(count, "claim", "claims")}`);
      const fitted = assumption.fitted ? [make("small", {}, " · fitted slope")] : [];
      const row = live.control(name, claims, ...fitted);
      groups.get(heading).push({ row, count, words: `${name} ${assumption.label} ${assumption.description}`.toLowerCase() });
    }
    groups.get("Under most claims").sort((a, b) => b.count - a.count);
    return [...groups].filter(([, rows]) => rows.length).map(([heading, rows], i) => {
      const title = heading[0].toUpperCase() + heading.slice(1);
      const element = make("details", { class: "what-if-group", open: !i },
        make("summary", {}, title, " ", make("span", { class: "what-if-count" }, String(rows.length))),
        make("div", { class: "live-rows" }, ...rows.map(({ row }) => row)));
      return { element, rows, open: !i };
    });
  }

  function search(groups) {
    const found = make("output", { class: "what-if-found", "aria-live": "polite" });
    const field = make("input", { type: "search", autocomplete: "off", placeholder: "words of its name", oninput: () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const group of groups) {
        let inGroup = 0;
        for (const { row, words: text } of group.rows) {
          row.hidden = !words.every((word) => text.includes(word));
          inGroup += !row.hidden;
        }
        group.element.hidden = !inGroup;
        group.element.open = words.length ? inGroup > 0 : group.open;
        count += inGroup;
      }
      write(found, words.length ? plural(count, "assumption", "assumptions") : "");
    } });
    return make("p", { class: "what-if-search" }, make("label", {}, "Find an assumption ", field), found);
  }

  // What to take away: the command, the scenario file, the link.

  function command() {
    const names = Object.keys(claimbook.tables.scenario).filter((name) => !settings.has(name));
    const sets = [...names.map((name) => `--set ${name}="${claimbook.tables.scenario[name]}"`),
      ...[...settings].map(([name, value]) => `--set ${name}=${live.bare(value)}`)];
    return ["claimbook rerun", ...sets].join(" ");
  }

  // YAML; a JSON string is one of YAML's ways to write text.
  function scenarioFile() {
    const labels = [...settings.keys()].map((name) => claimbook.tables.assumptions[name].label).join(", ");
    // claimbook.scenarios takes a title of a line.
    const title = `What if: ${labels.length <= 100 ? labels : plural(settings.size, "assumption", "assumptions")}`;
    const changed = { ...claimbook.tables.scenario };
    for (const [name, value] of settings) {
      const { unit } = claimbook.tables.assumptions[name];
      changed[name] = unit === "1" ? live.bare(value) : `${live.bare(value)} ${unit}`;
    }
    return [
      `title: ${JSON.stringify(title)}`,
      `why: ${JSON.stringify("Set on the What-if page.")}`,
      "assumptions:",
      ...Object.entries(changed).map(([name, text]) => `  ${name}: ${JSON.stringify(text)}`),
      "",
    ].join("\n");
  }

  function actions() {
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
      button("Copy as command", () => copy(command())),
      button("Download scenario file", download),
      button("Copy link", () => copy(live.linkTo(claimbook.tables.whatIf))),
      button("Reset", () => live.reset()),
    ];
    function follow() {
      for (const element of buttons) element.disabled = !settings.size;
      if (said.childNodes.length) said.replaceChildren();
    }
    follow();
    return { element: make("div", { class: "what-if-actions" }, ...buttons), said, follow };
  }

  async function start() {
    await model.load();
    page.closest(".bd-article-container")?.classList.add("what-if-wide");
    const rows = Object.keys(claimbook.tables.claims).map(claimRow);
    const byId = Object.fromEntries(rows.map((row) => [row.id, row]));
    const lists = claimLists(rows);
    const total = score(rows);
    const taken = actions();
    const groups = assumptionGroups();
    const turned = make("a", { href: "#what-if-claims" });
    const summary = make("output", { class: "what-if-summary", "aria-live": "polite" });

    const say = live.later(() => {
      write(turned, plural(lists.turned.size, "verdict turns", "verdicts turn"));
      if (!settings.size) write(summary, "Nothing is changed yet: move a slider.");
      else summary.replaceChildren(`${plural(settings.size, "value", "values")} changed: `, turned, `, ${plural(lists.moved.size, "more number moves", "more numbers move")}.`);
    }, 250);
    const link = live.later(() => {
      for (const row of rows) row.link.href = live.linkTo(claimbook.tables.claims[row.id].link, row.id);
    }, 250);

    function follow(names) {
      for (const id of new Set(names.flatMap((name) => model.claimsOn(name)))) place(byId[id], lists);
      for (const { count, section, size } of Object.values(lists)) {
        write(count, String(size));
        if (section.hidden !== !size) section.hidden = !size;
      }
      total.follow();
      taken.follow();
      say();
      link();
    }

    page.replaceChildren(
      make("div", { class: "what-if-top" }, total.bar, total.list, summary),
      make("div", { class: "what-if-tools" }, taken.element, taken.said),
      make("div", { class: "what-if-panes" },
        make("section", { class: "what-if-assumptions", "aria-label": "Assumptions" },
          make("h2", {}, "Assumptions"), search(groups), ...groups.map(({ element }) => element)),
        make("div", { class: "what-if-claims", id: "what-if-claims", role: "region", "aria-label": "Claims", tabindex: "0" },
          make("h2", {}, "Claims"), ...Object.values(lists).map(({ section }) => section))));
    follow([]);
    live.watchers.push(follow);
    live.readAddress();
    page.dataset.ready = "true";
  }

  if (page) start().catch((error) => page.replaceChildren(`The sliders could not be loaded: ${error.message}.`));
}
