"""What stands around a page's text: its head for readers, search engines and previews, the scripts it loads."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from claimbook.model.graph import upstream_of_chapter
from claimbook.model.model import Model
from claimbook.site.building import base_url
from claimbook.site.edition import about_edition
from claimbook.site.machines import claim_reviews, preview_name
from claimbook.site.places import page_of
from claimbook.site.scripts import scripts_of
from claimbook.system.templates import template

HERE = Path(__file__).resolve().parent

#: The site loads from itself only, runs no inline script, and applies no inline style. Icons are images in the style
#: sheet (``data:``).
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)

UNUSED_STYLES = {"sphinx-thebe.css", "togglebutton.css", "sphinx-design.min.css"}
THEME_STYLES = ("basic.css", "styles/pydata-sphinx-theme.css", "pygments.css", "styles/sphinx-book-theme.css")


def set_up_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page's template what its head says and loads."""
    model = app.claimbook_model
    chapter = pagename.removeprefix("book/")
    front = pagename == app.config.root_doc
    heading = app.env.titles[pagename].astext() if pagename in app.env.titles else str(context.get("title", "Search"))
    base = base_url(bool(model.changes))
    image = preview_name(pagename)
    files = [str(script.filename) for script in context["script_files"] if script.filename]
    context["register"] = page_of(model.project, "register")
    context["page"] = {
        "policy": POLICY,
        "heading": heading,
        "title": heading if front else f"{heading} – {app.config.html_title}",
        "description": description(doctree) or f"{heading}: {app.config.html_title}",
        "image": base + image if base else relative_uri(pagename, image),
        "image_alt": f"{heading} What the page says first, and how many of its claims hold, are plausible or fail",
        "about": about_edition(pagename, model, base, context.get("pageurl") or ""),
        "reviews": Markup(reviews_json(chapter, model, context.get("pageurl") or "")),
        "hidden": bool(model.changes),
        "static": relative_uri(pagename, "_static/"),
        "version": static_version(),
        "scripts": scripts_of(str(context.get("body", "")), files, pagename == "search"),
    }
    if chapter in app.claimbook_notebooks and "body" in context:
        context["body"] += page_tools(chapter, model)


def description(doctree: nodes.document | None) -> str:
    """The page's first paragraph, or as many of its sentences as fit a preview."""
    if doctree is None:
        return ""
    first = next(doctree.findall(nodes.paragraph), None)
    texts = first.findall(nodes.Text) if first else ()
    written = (text.astext() for text in texts if not isinstance(text.parent, nodes.raw))
    text = " ".join("".join(written).split())
    while len(text) > 220:
        shorter = text.rpartition(". ")[0] or text[:200].rpartition(" ")[0] + " …"
        text = shorter if shorter.endswith("…") else f"{shorter}."
    return text


def reviews_json(chapter: str, model: Model, page: str) -> str:
    """The claim reviews of a chapter's page as JSON-LD; none in a scenario, whose verdicts are not the report's."""
    reviews = [] if model.changes else claim_reviews(chapter, model, page)
    if not reviews:
        return ""
    graph = {"@context": "https://schema.org", "@graph": reviews}
    return json.dumps(graph, ensure_ascii=False).replace("</", "<\\/")


def styles(app: Sphinx) -> list[str]:
    """The theme's style sheets, and those that extensions add, in order, below _static/."""
    added = [name for name, _ in app.registry.css_files]
    return [*THEME_STYLES, *(name for name in added if Path(name).name not in UNUSED_STYLES)]


def static_version() -> str:
    """Digest that changes whenever a style or script may have: of our own files and the theme's version."""
    digest = hashlib.sha256(version("sphinx-book-theme").encode() + version("pydata-sphinx-theme").encode())
    for path in sorted((HERE / "static").iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def page_tools(chapter: str, model: Model) -> str:
    """HTML of the line under a chapter's title: its notebook, and the commands that run it again."""
    names = upstream_of_chapter(model.project, chapter)
    settings = {name: written for name, written in model.settings.items() if name in names}
    ranged = [name for name in names if model.assumptions[name].is_range]
    for name in ranged[:1] if not settings else ():
        settings[name] = model.assumptions[name].written
    return template("tools.html.j2", "claimbook.site").render(
        chapter=chapter, settings=settings, count=len(names), changed=bool(model.changes)
    )
