// A link to a claim opens the row it stands in, also where the browser does not do so by itself.
(() => {
  function openRow() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const row = target?.closest("details.claim-row");
    if (!row || row.open) return;
    row.open = true;
    target.scrollIntoView();
  }

  addEventListener("hashchange", openRow);
  openRow();
})();
