"""Charts on the site: an SVG drawn at build time, which a local script brings to life."""

import hashlib
import json
import re
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, ClassVar

import vl_convert
from docutils import nodes
from markupsafe import Markup
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.util.osutil import relative_uri

from claimbook.display.card import template
from claimbook.display.theme import COLOURS, MIME_TYPE
from claimbook.folders import BUILD
from claimbook.replacing import write_aside

#: Width of the drawing for narrow screens, in pixels, and the least that its plot gets, whatever its words need: what
#: is wider than the screen is shown smaller.
NARROW = 350
LEAST_PLOT, LIKELY_PLOT = 130, 230

DRAWINGS = BUILD / "drawings"


class ChartRenderer(MimeRenderPlugin):
    """What MyST-NB calls for a chart in a notebook's outputs."""

    mime_priority_overrides: ClassVar = [("html", MIME_TYPE, 0)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Render a chart; leave every other type alone."""
        if inline or data.mime_type != MIME_TYPE:
            return None
        spec = data.content if isinstance(data.content, dict) else json.loads(data.content)
        docname = renderer.renderer.document.settings.env.docname
        return [nodes.raw("", render_chart(spec, docname), format="html")]


def render_chart(spec: dict[str, Any], docname: str) -> str:
    """
    HTML of a chart: the figure drawn, its text alternative and source line, and its spec for the script.

    Colours of the theme become the site's CSS variables, so that the chart follows light and dark. The drawing has
    no style of its own, which the site's policy would refuse. A chart that carries its baseline stands beside it.

    Parameters
    ----------
    spec : dict
        Vega-Lite.
    docname : str
        The page it stands on, from which the file with its data is linked.
    """
    before = spec.get("usermeta", {}).get("baseline")
    if before is not None:
        own = {**spec, "usermeta": {key: value for key, value in spec["usermeta"].items() if key != "baseline"}}
        figures = [
            ("Baseline", Markup(render_chart(before, docname))),
            ("Scenario", Markup(render_chart(own, docname))),
        ]
        return template("charts.html.j2", "claimbook.site").render(figures=figures)
    name = hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:10]
    # The page writes the title, so that it ends its lines as the page does.
    untitled = {key: value for key, value in spec.items() if key != "title"}
    live = json.dumps(untitled, ensure_ascii=False).replace("</", "<\\/")
    wide, narrow, plot = drawings(untitled, f"chart-{name}")
    return template("chart.html.j2", "claimbook.site").render(
        name=name,
        title=spec.get("title", ""),
        drawn=Markup(wide + narrow),
        plot=plot,
        live=Markup(with_variables(live)),
        description=spec.get("description", ""),
        source=spec.get("usermeta", {}).get("source", ""),
        data=relative_uri(docname, f"charts/{name}.csv"),
    )


def beside_baseline(spec: dict[str, Any], baseline: dict[str, Any]) -> dict[str, Any]:
    """A scenario's chart that carries the baseline's, unless they are the same."""
    if spec == baseline:
        return spec
    return {**spec, "usermeta": {**spec.get("usermeta", {}), "baseline": baseline}}


def drawings(spec: dict[str, Any], name: str) -> tuple[str, str, float]:
    """A chart drawn for wide and for narrow screens, and how wide the plot of the latter is beside all its words."""
    wide = draw(spec, f"{name}-", "wide")
    padded = {**spec, "autosize": {"type": "pad"}}
    likely = drawing({**{k: v for k, v in padded.items() if k != "$schema"}, "width": LIKELY_PLOT})
    around = float(re.search(r' width="([\d.]+)"', likely)[1]) - LIKELY_PLOT  # type: ignore[index]  # it always says
    plot = max(NARROW - around, LEAST_PLOT)
    return wide, draw({**padded, "width": plot}, f"{name}-narrow-", "narrow"), plot


def draw(spec: dict[str, Any], prefix: str, screen: str) -> str:
    """A chart as SVG for wide or narrow screens, the ids in it under a prefix, without style or role of its own."""
    drawn = drawing({k: v for k, v in spec.items() if k != "$schema"})
    drawn = re.sub(r'((?:id="|url\(#))', rf"\g<1>{prefix}", drawn)
    drawn = drawn.replace('xlink:href="https://vega.github.io/vega-datasets/', 'href="')  # where vl-convert puts a link
    drawn = re.sub(r' (?:style|role|class|aria-[a-z]+|xmlns:xlink|version)="[^"]*"', "", drawn)
    drawn = drawn.replace("<a ", '<a tabindex="-1" ')
    drawn = drawn.replace("<svg ", f'<svg class="{screen}" aria-hidden="true" focusable="false" ', 1)
    return with_variables(drawn)


def drawing(spec: dict[str, Any]) -> str:
    """A chart as Vega draws it."""
    return made_once(json.dumps(spec, sort_keys=True), lambda: vl_convert.vegalite_to_svg(spec))


def vega_script() -> str:
    """The script that brings charts to life, in a scope of its own: a page opened as a file may load no module."""
    start = "window.vegaEmbed = vegaEmbed;"
    return f"(() => {{\n{made_once(start, lambda: vl_convert.javascript_bundle(start))}\n}})();\n"


def made_once(asked: str, make: Callable[[], str]) -> str:
    """
    What the drawing library makes of something: once, and then from a file named after that and the library.

    A scenario's site shares most of its charts with the baseline's; a drawing takes a third of a second, and the
    script more than one.
    """
    about = json.dumps([version("vl-convert-python"), asked])
    path = DRAWINGS / hashlib.sha256(about.encode()).hexdigest()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_aside(path, make())
    return path.read_text(encoding="utf-8")


def with_variables(text: str) -> str:
    """Text with each colour of the theme replaced by its CSS variable."""
    for colour, value in COLOURS.items():
        text = text.replace(value, f"var(--claim-{colour})")
    return text
