// Brings a chart to life when it comes into view: loads the local Vega bundle once, then draws the chart's own spec
// as wide as the page allows. Without scripts the drawing made at build time stays.
const here = document.currentScript.src;
let vega;

// The drawing says all there is to say: the script waits until the reader stirs, or has the whole chart before them.
const stirred = new Promise((done) => {
  for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) addEventListener(kind, done, { once: true, passive: true });
});

function whollySeen(figure) {
  return new Promise((done) => {
    const watch = new IntersectionObserver(([entry]) => {
      if (entry.intersectionRatio < 1) return;
      watch.disconnect();
      setTimeout(done, 1500);
    }, { threshold: 1 });
    watch.observe(figure);
  });
}

function loadVega() {
  vega ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("vega.js", here);
    script.onload = () => resolve(window.vegaEmbed);
    script.onerror = reject;
    document.head.append(script);
  });
  return vega;
}

async function enliven(figure) {
  const spec = JSON.parse(figure.querySelector(".chart-spec").textContent);
  const drawing = figure.querySelector(".chart-drawing");
  const stage = document.createElement("div");
  stage.className = "chart-drawing";
  await Promise.race([stirred, whollySeen(figure)]);
  const embed = await loadVega();
  if (matchMedia("(max-width: 600px)").matches) { // as the drawing for narrow screens: the plot, and its words beside it
    spec.width = Number(figure.dataset.plot);
    spec.autosize = { type: "pad" };
  } else {
    spec.width = Math.min(drawing.clientWidth, 760);
    spec.autosize = { type: "fit-x", contains: "padding" };
  }
  await embed(stage, spec, {
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
