// The register: filters its rows by words, source, verdict, weight, kind of error and chapter, and sorts by a column.
// What is chosen stands in the address, so that a filtered register can be linked.
const form = document.querySelector(".register-filter");
const table = document.querySelector("table[data-filterable]");

// Places of the claims that the text finds (searching.js), the best first, by the addresses of their cards; none until
// what it searches has loaded, and until then the rows' own words answer.
let places = null;

function look() {
  const text = form.elements.text.value.trim();
  if (!text) places = null;
  else if (globalThis.claimbook?.searching) {
    claimbook.searching.load().then(() => {
      if (text !== form.elements.text.value.trim()) return;
      places = new Map(claimbook.searching.find(text).claims.map(({ entry }, place) => [entry.id, place]));
      filter();
    }, () => {});
  }
  filter();
}

function placeOf(row) {
  return places?.get(row.querySelector("th a").hash.slice(1));
}

// By the column that is chosen; without one the best first while a text is searched, and else in the register's order.
function arrange() {
  const [, down, key] = /^(-?)(.*)$/.exec(form.elements.sort.value);
  for (const header of table.tHead.rows[0].cells) {
    if (header.dataset.key === key) header.setAttribute("aria-sort", down ? "descending" : "ascending");
    else header.removeAttribute("aria-sort");
  }
  const before = [...table.tBodies[0].rows];
  const place = (row) => Number(row.dataset.place);
  const found = (row) => placeOf(row) ?? Infinity;
  const ranked = [...before].sort((a, b) => (found(a) === found(b) ? place(a) - place(b) : found(a) - found(b)));
  const rows = key ? ranked.sort(byColumn(key, down ? -1 : 1)) : ranked;
  if (rows.some((row, at) => row !== before[at])) table.tBodies[0].append(...rows);
}

// Figures stand with those of their unit, and rows that have none last either way.
function byColumn(key, way) {
  const figure = (row) => (row.dataset[key] === "" ? NaN : Number(row.dataset[key]));
  const unit = (row) => (["claimed", "found"].includes(key) ? row.dataset.unit : "");
  return (a, b) => {
    const [x, y] = [figure(a), figure(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
    return unit(a).localeCompare(unit(b)) || way * (x - y);
  };
}

function filter() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of table.tBodies[0].rows) {
    const text = row.textContent.toLowerCase();
    const fits = (places ? placeOf(row) !== undefined : words.every((word) => text.includes(word))) &&
      ["source", "verdict", "weight", "error_kind", "chapter"].every((field) => !wanted[field] || row.dataset[field] === wanted[field]);
    row.hidden = !fits;
    shown += fits;
  }
  arrange();
  const near = places?.size === 0 ? claimbook.searching.suggestions(wanted.text, ["claims"]) : [];
  const meant = near.length ? `; did you mean ${near.join(" or ")}?` : "";
  form.querySelector("output").textContent = `${shown} of ${table.tBodies[0].rows.length} claims${meant}`;
}

function readAddress() {
  const chosen = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name) field.value = chosen.get(field.name) ?? "";
  if (!table.querySelector(`th[data-key="${CSS.escape(form.elements.sort.value.replace("-", ""))}"]`)) form.elements.sort.value = "";
  look();
}

function writeAddress() {
  const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  try {
    history.replaceState(null, "", location.pathname + (chosen.size ? `?${chosen}` : "") + location.hash);
  } catch {
    // Some browsers refuse this to pages opened as files: the filter works, its link is not written.
  }
}

// A column's values, smallest first; a second time, greatest first.
function sort(key) {
  form.elements.sort.value = form.elements.sort.value === key ? `-${key}` : key;
  arrange();
  writeAddress();
}

if (form && table) {
  form.addEventListener("input", () => { look(); writeAddress(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { form.elements.sort.value = ""; look(); writeAddress(); }));
  for (const header of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(header.dataset.key));
    header.append(button);
  }
  readAddress();
  // Back, Forward, and a page or fields that the browser had kept: the rows are those of the address.
  for (const kind of ["popstate", "pageshow"]) addEventListener(kind, readAddress);
}

// Lists of lines that open: a search among them.
for (const list of document.querySelectorAll(".entries")) {
  const search = list.querySelector(".entry-search");
  const entries = [...list.querySelectorAll(".entry")].map((entry) => [entry, entry.textContent.toLowerCase()]);
  search.hidden = false;
  const look = () => {
    const words = search.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [entry, text] of entries) {
      entry.hidden = !words.every((word) => text.includes(word));
      shown += !entry.hidden;
    }
    search.querySelector("output").textContent =
      (words.length ? `${shown} of ` : "") + `${entries.length} ${list.dataset.what}`;
  };
  search.addEventListener("input", look);
  search.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("pageshow", look);
}
