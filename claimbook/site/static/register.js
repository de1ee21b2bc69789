// Filters the register: hides the rows that do not match the search words and the chosen source, verdict, kind and chapter.
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

if (form && table) {
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
}
