// Brings a chart to life when it comes into view: loads the local Vega bundle once and the chart's own spec, then draws
// it as it stands there already. Without scripts the drawing made at build time stays.
const here = document.currentScript.src;

// The drawing says all there is to say: the script waits until the reader stirs.
const stirred = new Promise((done) => {
  for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) addEventListener(kind, done, { once: true, passive: true });
});

async function enliven(figure) {
  const drawing = figure.querySelector(".chart-drawing");
  const stage = document.createElement("div");
  stage.className = "chart-drawing";
  await stirred;
  await Promise.all([new URL("vega.js", here), figure.dataset.spec].map(claimbook.load));
  const spec = globalThis.claimbook.charts[figure.id.replace(/^chart-/, "")];
  if (matchMedia("(max-width: 600px)").matches) { // as the drawing for narrow screens: the plot, and its words beside it
    Object.assign(spec, { width: Number(figure.dataset.plot), height: Number(figure.dataset.height), autosize: { type: "pad" } });
    stage.classList.add("narrow");
  } else { // as the drawing for wide ones, which fills its place; where that would make its words small, as wide as there is room
    const wide = Number(drawing.querySelector("svg.wide").getAttribute("width"));
    Object.assign(spec, { width: drawing.clientWidth < 0.93 * wide ? drawing.clientWidth : wide, autosize: { type: "fit-x", contains: "padding" } });
  }
  await window.vegaEmbed(stage, spec, {
    renderer: "svg", actions: false, mode: "vega-lite", loader: { target: "_self" },
    ast: true, // expressions are interpreted: the site's policy forbids eval
    defaultStyle: false, tooltip: { disableDefaultStyle: true }, // claimbook.css has the styles
  });
  const svg = stage.querySelector("svg");
  for (const link of svg.querySelectorAll("a")) link.tabIndex = -1; // the same claims are links in the register
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", drawing.querySelector("[role=img]").getAttribute("aria-label"));
  drawing.replaceWith(stage);
  figure.dataset.live = "true";
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((e) => e.isIntersecting)) {
    seen.unobserve(entry.target);
    enliven(entry.target).catch((error) => console.error("chart not enlivened:", error));
  }
}, { rootMargin: "200px" });

for (const figure of document.querySelectorAll("figure.chart")) seen.observe(figure);

// A chart's numbers as a table, for whoever reads or listens: loaded when it is opened.
for (const place of document.querySelectorAll("details.chart-table")) {
  place.addEventListener("toggle", async () => {
    if (!place.open || place.querySelector("table")) return;
    await claimbook.load(place.dataset.table);
    const [heads, ...rows] = claimbook.chartTables[place.closest("figure").id.replace(/^chart-/, "")];
    const frame = Object.assign(document.createElement("div"), { className: "table-scroll", tabIndex: 0 });
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", place.querySelector("summary").getAttribute("aria-label"));
    const table = frame.appendChild(document.createElement("table"));
    table.className = "verdict-table"; // on a phone its rows are lines with labels
    function write(part, texts, isHead) {
      const row = part.insertRow();
      texts.forEach((text, i) => {
        if (!text) return row.appendChild(document.createElement("td")).classList.add("none");
        const cell = row.appendChild(document.createElement(isHead || !i ? "th" : "td"));
        if (isHead || !i) cell.scope = isHead ? "col" : "row";
        else cell.dataset.label = heads[i];
        cell.textContent = text;
      });
    }
    write(table.createTHead(), heads, true);
    const body = table.createTBody();
    for (const row of rows) write(body, row, false);
    place.append(frame);
  });
}

// What shows a chart on another page names it by its whole address, and is ready to be copied.
for (const field of document.querySelectorAll(".chart-embed textarea")) {
  field.value = field.value.replace(/src="([^"]*)"/, (_, address) => `src="${new URL(address, document.baseURI).href}"`);
  field.addEventListener("focus", () => field.select());
}
