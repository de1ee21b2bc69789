// A link to something that is folded away opens all that it stands in, also where the browser does not do so by itself.
(() => {
  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let opened = false;
    for (let around = target?.closest("details"); around; around = around.parentElement.closest("details")) {
      opened ||= !around.open || around.hidden;
      around.hidden = false;
      around.open = true;
    }
    if (opened) (target.closest(".entry") ?? target).scrollIntoView();
  }

  addEventListener("hashchange", openTarget);
  openTarget();
})();
