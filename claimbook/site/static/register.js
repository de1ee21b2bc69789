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

// The best first while a text is searched and no column is chosen; else the register's own order.
function arrange() {
  if (table.querySelector("[aria-sort]")) return;
  const rank = (row) => [placeOf(row) ?? Infinity, Number(row.dataset.place)];
  const ranked = [...table.tBodies[0].rows].map((row) => [row, ...rank(row)]);
  const sorted = [...ranked].sort(([, a, x], [, b, y]) => (a === b ? x - y : a - b));
  if (sorted.some(([row], place) => row !== ranked[place][0])) table.tBodies[0].append(...sorted.map(([row]) => row));
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

// A column's values, smallest first; rows without one come last either way.
function sort(header, key) {
  const up = header.getAttribute("aria-sort") !== "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", up ? "ascending" : "descending");
  const value = (row) => (row.dataset[key] === "" ? NaN : Number(row.dataset[key]));
  const rows = [...table.tBodies[0].rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
    return up ? x - y : y - x;
  });
  table.tBodies[0].append(...rows);
}

if (form && table) {
  form.addEventListener("input", () => { look(); writeAddress(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { look(); writeAddress(); }));
  for (const header of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(header, header.dataset.key));
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
