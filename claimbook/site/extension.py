"""The Sphinx extension that makes the book a website: executed chapters, the board of verdicts, charts and formulas."""

import hashlib
import re
import shutil
from contextlib import ExitStack
from html import unescape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from claimbook.chapters.execution import affected_chapters, chapters, execute
from claimbook.charts.drawing import pictures_ahead, vega_script
from claimbook.checks.gate import table_checks
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.project import PACKAGE, Project
from claimbook.register.entries_in_full import register_style
from claimbook.site.board import ChapterList, ResultRole, VerdictBoard, VerdictScore
from claimbook.site.building import MODEL_FILES_FOLLOW, base_url, was_built_of_these
from claimbook.site.chart_files import begin_pictures, forget_charts, write_charts
from claimbook.site.citations import depart_citation, visit_citation
from claimbook.site.claims_index import write_claims_index
from claimbook.site.comparisons import ComparisonTable
from claimbook.site.downloads import SCHEMA, write_data, write_notebooks, write_register
from claimbook.site.edition import Objection
from claimbook.site.findings import FindingTiles
from claimbook.site.formulas import visit_block_formula, visit_inline_formula
from claimbook.site.headings import level_headings, name_lists_of_pages
from claimbook.site.inputs import AssumptionTable, EvidenceTable, VerdictSensitivityTable
from claimbook.site.live import WhatIf, write_live_scripts
from claimbook.site.machines import first_sentence, preview, preview_name, write_sitemap
from claimbook.site.misses import MissTable
from claimbook.site.model_files import write_model_files
from claimbook.site.outcomes import OutcomeTable
from claimbook.site.pages import ClaimTable
from claimbook.site.places import drawings_of
from claimbook.site.refusing import RefusedBuilder
from claimbook.site.rulebook import AgreementTable, PrecedentTable
from claimbook.site.scenario import chapter_beside_baseline, show_banner, write_what_moved
from claimbook.site.scripts import WRITTEN, write_served
from claimbook.site.search import SearchWords, drop_words_of_no_page, keep_words_apart
from claimbook.site.shell import set_up_page, styles
from claimbook.site.sources import SourceList, SourcePage
from claimbook.site.speaking import language_of, mark_language, note_language, speech_in
from claimbook.site.stylesheet import one_stylesheet
from claimbook.site.ways import TriangulationTable
from claimbook.system.files import own_files, read_text

HERE = Path(__file__).resolve().parent

#: The picture in a browser's tab where the book has none of its own.
FAVICON = "favicon.svg"
log = logging.getLogger(__name__)


def register(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value("claimbook_model", None, "")  # of whoever has computed it: a function, since Sphinx keeps none
    app.add_config_value("claimbook_settings", {}, "env", dict)
    app.add_config_value("claimbook_scenario", {}, "env", dict)
    app.add_config_value("claimbook_way_to_baseline", "", "html", str)
    app.add_config_value("claimbook_baseline_url", "", "html", str)
    app.add_builder(RefusedBuilder, override=True)
    app.add_html_math_renderer(
        "mathml", inline_renderers=(visit_inline_formula, None), block_renderers=(visit_block_formula, None)
    )
    app.add_directive("verdict-score", VerdictScore)
    app.add_directive("verdict-board", VerdictBoard)
    app.add_directive("chapter-list", ChapterList)
    app.add_directive("finding-tiles", FindingTiles)
    app.add_directive("source-page", SourcePage)
    app.add_directive("source-list", SourceList)
    app.add_directive("claim-table", ClaimTable)
    app.add_directive("miss-table", MissTable)
    app.add_directive("outcome-table", OutcomeTable)
    app.add_directive("comparison-table", ComparisonTable)
    app.add_directive("triangulation-table", TriangulationTable)
    app.add_directive("assumption-table", AssumptionTable)
    app.add_directive("evidence-table", EvidenceTable)
    app.add_directive("verdict-sensitivity-table", VerdictSensitivityTable)
    app.add_directive("precedent-table", PrecedentTable)
    app.add_directive("agreement-table", AgreementTable)
    app.add_directive("what-if", WhatIf)
    app.add_directive("objection", Objection)
    app.add_role("result", ResultRole())
    app.connect("config-inited", check_tables)
    app.connect("config-inited", configure)
    app.connect("builder-inited", execute_chapters)
    app.connect("env-get-outdated", pages_to_read_again)
    app.connect("env-purge-doc", forget_charts)
    app.connect("source-read", use_executed_notebook)
    register_style()
    app.connect("source-read", note_language)
    app.connect("doctree-read", begin_pictures)
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.add_search_language(SearchWords)
    app.connect("doctree-resolved", level_headings)
    app.connect("doctree-resolved", keep_words_apart)
    app.connect("html-page-context", show_banner)
    app.connect("html-page-context", mark_language)
    app.connect("html-page-context", name_lists_of_pages, priority=900)
    app.connect("html-page-context", set_up_page, priority=900)  # after the theme has had its say
    app.connect("build-finished", write_files, priority=900)  # after the theme has written its colours of code
    app.add_css_file("claimbook.css")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def check_tables(app: Sphinx, config: Any) -> None:
    """
    Refuse to build on tables that `claimbook check` finds fault with: a figure that is off turns verdicts.

    Raises
    ------
    ExtensionError
        If anything is wrong with them, a line for each.
    """
    app.claimbook_project = Project(app.srcdir)
    if was_built_of_these(app.claimbook_project):  # as where a scenario's site is built after the book's
        return
    if problems := table_checks(app.claimbook_project):
        said = "\n  ".join(["nothing is built on tables that are wrong:", *problems])
        raise ExtensionError(said, UserError(said))


def configure(app: Sphinx, config: Any) -> None:
    """Serve our own static files, and drop Thebe; a book without a picture for its tab has ours."""
    # Thebe would run code on a server elsewhere; Jupyter Book puts it into every page whether used or not.
    for event in ("env-before-read-docs", "doctree-resolved"):
        for listener in list(app.events.listeners[event]):
            if listener.handler.__module__ == "sphinx_thebe":
                app.disconnect(listener.id)
    # New lists: those that are there are Sphinx's own defaults, which the next build in this process would share.
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    config.templates_path = [*config.templates_path, str(HERE / "theme")]
    config.nb_remove_code_source = True  # the notebook is there for whoever wants to see the code
    config.html_search_language = SearchWords.lang
    config.html_favicon = config.html_favicon or str(HERE / "static" / FAVICON)
    config.html_baseurl = base_url(bool(config.claimbook_settings))
    config.html_theme_options = {"footer_content_items": "edition.html", **config.html_theme_options}


def execute_chapters(app: Sphinx) -> None:
    """Have every chapter executed with the site's assumptions; what is executed already is reused."""
    computed = app.config.claimbook_model
    app.claimbook_model = (
        computed() if computed else Model.of(app.claimbook_project).changed_by(app.config.claimbook_settings)
    )
    project = app.claimbook_model.project
    app.claimbook_notebooks = execute(
        chapters(project), app.claimbook_model, lambda chapter: log.info("chapter %s is executed", chapter)
    )
    reached = affected_chapters(app.claimbook_model)
    app.claimbook_baseline_notebooks = execute(reached, Model.of(project))
    if app.builder.format == "html":
        app.claimbook_svgs = {}
        app.claimbook_open = ExitStack()
        app.claimbook_begin_pictures = app.claimbook_open.enter_context(pictures_ahead(drawings_of(project)))


def pages_to_read_again(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Pages whose results, or the code and tables that show them, have changed since they were last read."""
    made_of, before_made_of = digest_of_pages(app.claimbook_model.project), getattr(env, "claimbook_made_of", "")
    env.claimbook_made_of = made_of
    results = {name: read_text(path, path.name) for name, path in app.claimbook_notebooks.items()}
    before, env.claimbook_results = getattr(env, "claimbook_results", {}), results
    moved = {f"book/{name}" for name, text in results.items() if before.get(name) != text}
    if made_of != before_made_of:
        moved = set(env.found_docs)
    elif moved:
        moved |= env.found_docs - {f"book/{name}" for name in results}
    return moved & set(env.found_docs)


def digest_of_pages(project: Project) -> str:
    """Digest of what pages are made of beside their text: this folder's code, templates and styles, and the tables."""
    digest = hashlib.sha256()
    shown = own_files(HERE, ".py", ".j2", ".html", ".css", ".js", ".svg", below=True)
    shared = own_files(PACKAGE / "templates", ".j2")
    for path in [*shown, *shared, *own_files(project.data, ".csv", ".yml", below=True)]:
        digest.update(read_text(path, path.name).encode())
    return digest.hexdigest()


def use_executed_notebook(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the executed notebook in the place of the file's text."""
    path = app.claimbook_notebooks.get(docname.removeprefix("book/"))
    if path and docname.startswith("book/"):
        before = app.claimbook_baseline_notebooks.get(docname.removeprefix("book/"))
        text = read_text(path, path.name)
        source[0] = chapter_beside_baseline(text, read_text(before, before.name)) if before else text


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write what stands beside the pages: results, downloads, previews, the style sheet, the script of the charts."""
    if hasattr(app, "claimbook_open"):
        with app.claimbook_open:
            if exception is None:
                write_beside_pages(app)


def write_beside_pages(app: Sphinx) -> None:
    """Write all that the site has beside its pages."""
    output, model = Path(app.outdir), app.claimbook_model
    # What an earlier build left there may be of no page now.
    for name in ("charts", "claim", "embed", "data", "notebooks", "previews"):
        shutil.rmtree(output / name, ignore_errors=True)
    if model.changes:
        write_what_moved(app, output)
    (output / SCHEMA.name).write_bytes(SCHEMA.read_bytes())
    write_register(output, model)
    write_data(output, model.project)
    write_notebooks(output, app.claimbook_notebooks)
    names = [*sorted(app.env.found_docs), "search"]
    pages = [output / f"{name}.html" for name in names]
    write_previews(app, names)
    base = base_url(bool(model.changes))
    write_sitemap(output, base, [f"{name}.html" for name in names[:-1]])
    pictures = {Path(name).name for name in (app.config.html_favicon, app.config.html_logo) if name}
    write_assets(output / "_static", styles(app), pages, pictures, drawings_of(model.project))
    write_live_scripts(model, output / "_static")
    write_claims_index(model, output / "_static")
    drop_words_of_no_page(output / app.builder.searchindex_filename)
    if MODEL_FILES_FOLLOW not in app.tags:
        write_model_files(output, model, app.config.claimbook_scenario.get("title", ""), base)
    write_charts(app)  # last, because another process makes their pictures meanwhile


def write_previews(app: Sphinx, names: list[str]) -> None:
    """Write the picture for each page's link preview: of a chapter's claims, or of all of them."""
    output, results = Path(app.outdir), app.claimbook_model.results
    project = app.claimbook_model.project
    drawings = drawings_of(project)
    (output / "previews").mkdir(exist_ok=True)
    for name in names:
        heading = app.env.titles[name].astext() if name in app.env.titles else "Search"
        own = [r for r in results if r.claim.chapter == name.removeprefix("book/")]
        own = own or [r for r in results if r.claim.source == name.rpartition("/")[2]]
        said = re.search(r'<meta name="description" content="([^"]*)"', read_text(output / f"{name}.html", name))
        answer = first_sentence(unescape(said[1])) if said and name != "search" else ""
        speech = speech_in(project, language_of(app.env, name))
        picture = preview(heading, answer, app.config.html_title, own or results, drawings, speech)
        (output / preview_name(name)).write_bytes(picture)


def write_assets(static: Path, styles: list[str], pages: list[Path], pictures: set[str], drawings: Path) -> None:
    """Write the one style sheet and the script of the charts, and remove what no page loads."""
    if not (static / styles[0]).exists():  # no page was written, so Sphinx copied nothing and all is in place
        return
    scripts = set(re.findall(r'_static/([^"?]+\.js)', "".join(page.read_text(encoding="utf-8") for page in pages)))
    sheet = one_stylesheet([static / name for name in styles], pages, [static / name for name in sorted(scripts)])
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(static).as_posix() not in {*scripts, *pictures}:
            path.unlink()
        elif (WRITTEN / path.name).exists() and path.suffix == ".js":
            write_served(path.name, static)
    (static / "site.css").write_text(sheet, encoding="utf-8")
    (static / "vega.js").write_text(vega_script(drawings), encoding="utf-8")
