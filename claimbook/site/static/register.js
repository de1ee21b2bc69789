// The register: filters its rows by words, source, verdict, kind of error and chapter, and sorts them by a column.
// What is chosen stands in the address, so that a filtered register can be linked.
const form = document.querySelector(".register-filter");
const table = document.querySelector("table[data-filterable]");

function filter() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of table.tBodies[0].rows) {
    const text = row.textContent.toLowerCase();
    const fits = words.every((word) => text.includes(word)) &&
      ["source", "verdict", "error_kind", "chapter"].every((field) => !wanted[field] || row.dataset[field] === wanted[field]);
    row.hidden = !fits;
    shown += fits;
  }
  form.querySelector("output").textContent = `${shown} of ${table.tBodies[0].rows.length} claims`;
}

function readAddress() {
  const chosen = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name) field.value = chosen.get(field.name) ?? "";
  filter();
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
  form.addEventListener("input", () => { filter(); writeAddress(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { filter(); writeAddress(); }));
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
