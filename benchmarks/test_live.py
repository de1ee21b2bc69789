"""One step of a slider on the page What if: from the event to all verdicts written and laid out."""

import numpy as np
import pytest

#: A frame at 60 Hz. Each step is taken three times; its draws are worked out anew each time.
MOST_MS = 16
PASSES = 3

STEPS = """() => {
  for (const group of document.querySelectorAll('.what-if-group')) group.open = true;
  const taken = [];
  for (const row of document.querySelectorAll('.live-row')) {
    const slider = row.querySelector('input[type=range]');
    if (!slider) continue;  // what is exact
    for (const step of [100, 150, 230, 260, 320]) {
      slider.value = step;
      const begun = performance.now();
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      document.body.getBoundingClientRect();
      taken.push(performance.now() - begun);
    }
    row.querySelector('.live-back').click();
  }
  return taken;
}"""


@pytest.mark.browser
@pytest.mark.site
def test_a_step_of_any_slider_takes_a_frame_at_most(benchmark, browser, server):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{server}book/what-if.html")
    page.wait_for_selector(".what-if[data-ready]")
    page.evaluate(STEPS)  # compiled
    passes: list[list[float]] = []
    benchmark.pedantic(lambda: passes.append(page.evaluate(STEPS)), rounds=PASSES, iterations=1)
    median, most = np.percentile(passes, [50, 95])
    benchmark.extra_info |= {"steps": np.size(passes), "median ms": round(median, 1), "95 % below ms": round(most, 1)}
    page.close()
    assert most <= MOST_MS
