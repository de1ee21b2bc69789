// Copy link, cite, object: on every card and every chart. The footer has the edition's forms of citation.
globalThis.claimbook ??= {};

claimbook.share = (() => {
  const edition = document.querySelector(".edition")?.dataset ?? {};
  const SECONDS = 2;
  const status = make("span", { className: "visually-hidden" });
  status.setAttribute("role", "status");

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function button(text, onclick) {
    return make("button", { type: "button", className: "share-button", textContent: text, onclick });
  }

  // The reader's settings, where the page has sliders and some are moved.
  function settings() {
    return [...(claimbook.live?.settings ?? [])];
  }

  // Where a card or chart is: with the reader's settings if there are any; a main claim's own small page if it has one.
  function linkTo(id) {
    const page = edition.address || location.href.replace(/[?#].*/, "");
    if (settings().length) return claimbook.live.linkTo(page, id);
    return edition.shared?.split(" ").includes(id) ? `${edition.claims}${id}.html` : `${page}#${id}`;
  }

  // The button says for a moment what became of it, to those who listen too.
  function say(pressed, text) {
    pressed.dataset.label ??= pressed.textContent;
    pressed.textContent = status.textContent = text;
    if (pressed.dataset.name) pressed.setAttribute("aria-label", text);
    setTimeout(() => {
      pressed.textContent = pressed.dataset.label;
      if (pressed.dataset.name) pressed.setAttribute("aria-label", pressed.dataset.name);
      status.textContent = "";
    }, SECONDS * 1000);
  }

  // Puts a text on the clipboard; where the browser refuses, the text is shown and selected, for the keyboard's copy.
  async function copy(text, pressed, shown = () => show("Copy the link", [["Link", text]])) {
    try {
      await navigator.clipboard.writeText(text);
      say(pressed, "Copied");
    } catch {
      getSelection().selectAllChildren(shown());
      status.textContent = "Selected: copy it with the keyboard";
    }
  }

  // A dialog with texts to copy, each under its name, and what is to be said of them; gives the place of the first.
  function show(title, texts, remark = "") {
    const dialog = make("dialog", { className: "share-dialog", onclose: () => dialog.remove() });
    dialog.setAttribute("aria-label", title);
    const places = texts.map(([name, text]) => {
      const place = make("pre", { tabIndex: 0, textContent: text });
      place.setAttribute("aria-label", name);
      place.setAttribute("role", "group");
      const pressed = button(`Copy ${name.replace("Link", "link").replace("Text", "text")}`, () => copy(text, pressed, () => place));
      dialog.append(make("p", {}, make("strong", { textContent: name }), " ", pressed), place);
      return place;
    });
    dialog.prepend(make("p", { className: "share-title", textContent: title }));
    if (remark) dialog.append(make("p", { className: "share-remark", textContent: remark }));
    dialog.append(make("p", {}, button("Close", () => dialog.close())), status);
    dialog.addEventListener("close", () => document.body.append(status));
    document.body.append(dialog);
    dialog.showModal();
    return places[0];
  }

  // BibTeX takes nothing in it for a command.
  function escaped(text) {
    return text.replace(/[&%$#_{}]/g, "\\$&");
  }

  function fill(form, values) {
    return form.replace(/%(part|key|address)%/g, (_, name) => values[name]).replace(/,\n  url = \{\}/, "").trim();
  }

  // Only the address that the site was built for is cited: where it happens to stand may be a place that nobody else reaches.
  function cite(title, id, part) {
    const address = edition.address ? linkTo(id) : "";
    show(title, [
      ["Text", fill(edition.text, { part, key: id, address })],
      ["BibTeX", fill(edition.bibtex, { part: escaped(part), key: id, address })],
    ], address ? "" : "This site has no address of its own yet, so the citation names none.");
  }

  // Who only listens hears of what each is.
  function buttons(id, title, part, name) {
    const link = button("Copy link", () => copy(linkTo(id), link));
    const both = [link, ...(edition.text ? [button("Cite", () => cite(title, id, part()))] : [])];
    for (const one of both) {
      one.dataset.name = `${one.textContent}: ${name}`;
      one.setAttribute("aria-label", one.dataset.name);
    }
    return both;
  }

  function statementOf(article) {
    return article.querySelector(".claim-statement").textContent.trim().replace(/\.$/, "");
  }

  // What is cited of a card: the statement, the verdict as it stands, its id, and what the reader set otherwise.
  function cardInWords(article, id) {
    const statement = statementOf(article);
    const verdict = article.querySelector('.claim-verdict strong, [data-live="verdict"]')?.firstChild.data.trim() ?? "";
    const values = settings().map(([name, setting]) => `${name} = ${claimbook.live.bareSetting(setting)}`).join(", ");
    return `“${statement}”: ${verdict} (claim ${id}${values && `, with ${values}`})`;
  }

  function objectTo(id) {
    const link = new URL(edition.objection, location.href);
    link.searchParams.set("claim", id);
    if (link.searchParams.has("template")) link.searchParams.set("title", `Objection to ${id}`);
    return make("a", { href: link.href.replaceAll("+", "%20"), textContent: "Object to this verdict" });
  }

  for (const place of document.querySelectorAll(".claim-share")) {
    const id = place.dataset.claim;
    const article = place.closest("article");
    place.append(...buttons(id, "Cite this claim", () => cardInWords(article, id), statementOf(article)), ...(edition.objection ? [objectTo(id)] : []));
  }
  for (const figure of document.querySelectorAll("figure.chart[id]")) {
    const title = figure.querySelector(".chart-title")?.textContent.trim() || document.title;
    const part = () => `“${title.replace(/\.$/, "")}” (chart)`;
    figure.querySelector("figcaption")?.append(make("span", { className: "chart-share" }, ...buttons(figure.id, "Cite this chart", part, title)));
  }
  // The page on how to object, come to from a card: its claim is filled in.
  for (const form of document.querySelectorAll("pre[data-objection]")) {
    const id = new URLSearchParams(location.search).get("claim");
    if (/^[\w-]+$/.test(id ?? "")) form.textContent = form.textContent.replace(/^Claim:.*/, () => `Claim: ${id}`);
    const pressed = button("Copy", () => copy(form.textContent, pressed, () => form));
    form.after(make("p", {}, pressed));
  }
  document.body.append(status);
  return { linkTo };
})();
