// Before anything is drawn and any other script runs: a place to keep things, light or dark, what loads other scripts.
globalThis.claimbook ??= {};

// Scripts of the theme and of Sphinx keep the reader's choices in the browser and stop where it refuses. Then they get
// a storage that lasts as long as the page.
{
  function lasting(name) {
    const storage = window[name];
    storage.setItem("claimbook-try", "1");
    storage.removeItem("claimbook-try");
  }

  function passing() {
    const kept = new Map();
    return {
      getItem: (name) => kept.get(String(name)) ?? null,
      setItem: (name, value) => { kept.set(String(name), String(value)); },
      removeItem: (name) => { kept.delete(String(name)); },
      clear: () => kept.clear(),
      key: (place) => [...kept.keys()][place] ?? null,
      get length() { return kept.size; },
    };
  }

  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      lasting(name);
    } catch {
      Object.defineProperty(window, name, { value: passing(), configurable: true });
    }
  }
}

// What the reader chose here, or else what the system says.
{
  const mode = localStorage.getItem("mode") || "auto";
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  document.documentElement.dataset.mode = mode;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

// Loads a script once: a page opened as a file may load no module and fetch nothing, but a classic script.
claimbook.load = (() => {
  const loaded = new Map();
  return (address) => {
    const { href, pathname } = new URL(address, document.baseURI);
    if (!loaded.has(href)) {
      loaded.set(href, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = href;
        script.onload = resolve;
        script.onerror = () => reject(new Error(`${pathname.split("/").at(-1)} did not load`));
        document.head.append(script);
      }));
    }
    return loaded.get(href);
  };
})();

// The theme's link that takes the marks of a search away is a script in an address, which the site's policy refuses.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.(".highlight-link a")) return;
  event.preventDefault();
  SphinxHighlight.hideSearchWords();
});
