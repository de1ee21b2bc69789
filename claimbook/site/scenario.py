"""What a scenario's site has beyond the baseline's: the banner, the baseline's charts, the page of what moved."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import escape
from sphinx.application import Sphinx

from claimbook.charts.theme import MIME_TYPE
from claimbook.model.model import Model
from claimbook.results.diff import as_page, compare_with_baseline
from claimbook.results.made import made_with
from claimbook.site.charts import beside_baseline


def show_banner(app: Sphinx, page: str, template_name: str, context: dict[str, Any], doctree: Any) -> None:
    """Say on every page of a scenario what was changed, with a link to the same page of the baseline."""
    if app.claimbook_model.changes:
        context["theme_announcement"] = banner(
            app.claimbook_model, app.config.claimbook_scenario.get("title", ""), link_to_baseline(app, page)
        )


def link_to_baseline(app: Sphinx, page: str) -> str:
    """Address of a page of the baseline's site: below the configured address, or else by the way there from here."""
    if app.config.claimbook_baseline_url:
        return f"{app.config.claimbook_baseline_url.rstrip('/')}/{page}.html"
    if app.config.claimbook_way_to_baseline:
        return f"{'../' * page.count('/')}{quote(app.config.claimbook_way_to_baseline)}/{page}.html"
    return ""


def banner(model: Model, title: str, link: str) -> str:
    """HTML that says what a scenario is and lists its changes; every text in it is escaped."""
    baseline = model.project.assumptions
    changes = "; ".join(
        f"<code>{escape(name)}</code> is {escape(assumption.written)} (baseline {escape(baseline[name].written)})"
        for name, assumption in model.changes.items()
    )
    name = f"Scenario: {escape(title)}." if title else "Scenario."
    back = f' <a href="{escape(link)}">This page in the baseline</a>' if link else ""
    return f'<span class="scenario-banner"><strong>{name}</strong> {changes}.{back}</span>'


def chapter_beside_baseline(text: str, baseline: str) -> str:
    """A scenario's executed notebook whose charts carry those of the baseline's, in the order they stand."""
    notebook = json.loads(text)
    for chart, before in zip(charts_of(notebook), charts_of(json.loads(baseline)), strict=True):
        chart[MIME_TYPE] = beside_baseline(chart[MIME_TYPE], before[MIME_TYPE])
    return json.dumps(notebook, ensure_ascii=False)


def charts_of(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The outputs of a notebook that are charts."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return [output["data"] for output in outputs if MIME_TYPE in output.get("data", {})]


def write_what_moved(app: Sphinx, output: Path) -> None:
    """Write the page of all that a scenario moves."""
    about = app.config.claimbook_scenario
    page = as_page(
        compare_with_baseline("scenario", app.claimbook_model),
        app.claimbook_model.project,
        about.get("title", ""),
        about.get("why", ""),
        [made_with(app.claimbook_model)],
    )
    (output / "what-moved.html").write_text(page, encoding="utf-8")
