"""
The Sphinx extension that makes the book a website: executed chapters, the board of verdicts, local charts and formulas.

Jupyter Book loads it from `_config.yml`, so that `jupyter-book build .` builds the same site as `make book`.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import vl_convert
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from claimbook import tables
from claimbook.execution import affected_chapters, chapters, execute
from claimbook.model import Model
from claimbook.results import all_results
from claimbook.site.board import ResultRole, VerdictBoard
from claimbook.site.formulas import visit_block_formula, visit_inline_formula
from claimbook.site.live import WhatIf, add_live_scripts, write_live_scripts
from claimbook.site.pages import (
    AssumptionTable,
    ClaimTable,
    ComparisonTable,
    EvidenceTable,
    LeverageTable,
    TriangulationTable,
)
from claimbook.site.scenario import chapter_beside_baseline, show_banner, write_what_moved

HERE = Path(__file__).resolve().parent
log = logging.getLogger(__name__)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value("claimbook_settings", {}, "env", dict)
    app.add_config_value("claimbook_scenario", {}, "env", dict)
    app.add_config_value("claimbook_way_to_baseline", "", "html", str)
    app.add_config_value("claimbook_baseline_url", "", "html", str)
    app.add_html_math_renderer(
        "mathml", inline_renderers=(visit_inline_formula, None), block_renderers=(visit_block_formula, None)
    )
    app.add_directive("verdict-board", VerdictBoard)
    app.add_directive("claim-table", ClaimTable)
    app.add_directive("comparison-table", ComparisonTable)
    app.add_directive("triangulation-table", TriangulationTable)
    app.add_directive("assumption-table", AssumptionTable)
    app.add_directive("evidence-table", EvidenceTable)
    app.add_directive("leverage-table", LeverageTable)
    app.add_directive("what-if", WhatIf)
    app.add_role("result", ResultRole())
    app.connect("config-inited", configure)
    app.connect("builder-inited", execute_chapters)
    app.connect("env-get-outdated", pages_to_read_again)
    app.connect("source-read", use_executed_notebook)
    app.connect("html-page-context", show_banner)
    app.connect("html-page-context", add_live_scripts)
    app.connect("build-finished", write_machine_files)
    app.add_css_file("claimbook.css")
    app.add_js_file("charts.js", loading_method="defer")
    app.add_js_file("register.js", loading_method="defer")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def configure(app: Sphinx, config: Any) -> None:
    """Serve our own static files, and drop Thebe."""
    # Thebe would run code on a server elsewhere; Jupyter Book puts it into every page whether used or not.
    for event in ("env-before-read-docs", "doctree-resolved"):
        listeners = app.events.listeners[event]
        listeners[:] = [listener for listener in listeners if listener.handler.__module__ != "sphinx_thebe"]
    config.html_static_path.append(str(HERE / "static"))


def execute_chapters(app: Sphinx) -> None:
    """Have every chapter executed with the site's assumptions; what is executed already is reused."""
    app.claimbook_model = Model.baseline().with_(**app.config.claimbook_settings)
    app.claimbook_notebooks = execute(
        chapters(), app.claimbook_model, lambda chapter: log.info("chapter %s is executed", chapter)
    )
    reached = affected_chapters(app.claimbook_model)
    app.claimbook_baseline_notebooks = execute(reached, Model.baseline())


def pages_to_read_again(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Pages whose results have changed since they were last read, though their files may not have."""
    results = {name: path.read_text(encoding="utf-8") for name, path in app.claimbook_notebooks.items()}
    before, env.claimbook_results = getattr(env, "claimbook_results", {}), results
    moved = {f"book/{name}" for name, text in results.items() if before.get(name) != text}
    if moved:
        moved |= env.found_docs - {f"book/{name}" for name in results}
    return moved & set(env.found_docs)


def use_executed_notebook(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the executed notebook in the place of the file's text."""
    path = app.claimbook_notebooks.get(docname.removeprefix("book/"))
    if path and docname.startswith("book/"):
        before = app.claimbook_baseline_notebooks.get(docname.removeprefix("book/"))
        text = path.read_text(encoding="utf-8")
        source[0] = chapter_beside_baseline(text, before.read_text(encoding="utf-8")) if before else text


def write_machine_files(app: Sphinx, exception: Exception | None) -> None:
    """Write results.json, the tables, and the scripts that bring charts and claims to life, beside the pages."""
    if exception is not None or app.builder.format != "html":
        return
    output = Path(app.outdir)
    if app.claimbook_model.changes:
        write_what_moved(app, output)
    text = json.dumps(all_results(app.claimbook_model), ensure_ascii=False, indent=1)
    (output / "results.json").write_text(text + "\n", encoding="utf-8")
    (output / "data").mkdir(exist_ok=True)
    for path in [*tables.DATA.glob("*.csv"), tables.DATA / "datapackage.json"]:
        shutil.copyfile(path, output / "data" / path.name)
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    (output / "_static" / "vega.js").write_text(bundle, encoding="utf-8")
    write_live_scripts(app.claimbook_model, output / "_static")
