"""Charts on the site: an SVG drawn at build time, which a local script brings to life."""

import hashlib
import json
import re
from typing import Any, ClassVar

from docutils import nodes
from markupsafe import Markup
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from claimbook.charts.drawing import wide_and_narrow
from claimbook.charts.theme import COLOURS, MIME_TYPE
from claimbook.site.places import drawings_of
from claimbook.system.templates import template


class ChartRenderer(MimeRenderPlugin):
    """What MyST-NB calls for a chart in a notebook's outputs."""

    mime_priority_overrides: ClassVar = [("html", MIME_TYPE, 0)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Render a chart; leave every other type alone."""
        if inline or data.mime_type != MIME_TYPE:
            return None
        spec = data.content if isinstance(data.content, dict) else json.loads(data.content)
        env = renderer.renderer.document.settings.env
        return [nodes.raw("", render_chart(spec, env), format="html")]


def render_chart(spec: dict[str, Any], env: BuildEnvironment) -> str:
    """
    HTML of a chart: the figure drawn, its text alternative and source line, and its spec for the script.

    Colours of the theme become the site's CSS variables, so that the chart follows light and dark. The drawing has
    no style of its own, which the site's policy would refuse. A chart that carries its baseline stands beside it.

    Parameters
    ----------
    spec : dict
        Vega-Lite.
    env : BuildEnvironment
        Sphinx's, which knows the page it stands on, from which the file with its data is linked.
    """
    before = spec.get("usermeta", {}).get("baseline")
    if before is not None:
        own = {**spec, "usermeta": {key: value for key, value in spec["usermeta"].items() if key != "baseline"}}
        figures = [
            ("Baseline", Markup(render_chart(before, env))),
            ("Scenario", Markup(render_chart(own, env))),
        ]
        return template("charts.html.j2", "claimbook.site").render(figures=figures)
    name = hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:10]
    # The page writes the title, so that it ends its lines as the page does.
    untitled = {key: value for key, value in spec.items() if key != "title"}
    live = json.dumps(untitled, ensure_ascii=False).replace("</", "<\\/")
    title = spec.get("title", "")
    title = title if isinstance(title, dict) else {"text": title}
    wide, narrow, plot = wide_and_narrow(untitled, drawings_of(env.app.claimbook_model.project))
    return template("chart.html.j2", "claimbook.site").render(
        name=name,
        title=title["text"],
        measure=title.get("subtitle", ""),
        drawn=Markup(plain_svg(wide, f"chart-{name}-", "wide") + plain_svg(narrow, f"chart-{name}-narrow-", "narrow")),
        plot=plot,
        live=Markup(with_variables(live)),
        description=spec.get("description", ""),
        source=spec.get("usermeta", {}).get("source", ""),
        data=relative_uri(env.docname, f"charts/{name}.csv"),
    )


def beside_baseline(spec: dict[str, Any], baseline: dict[str, Any]) -> dict[str, Any]:
    """A scenario's chart that carries the baseline's, unless they are the same."""
    if spec == baseline:
        return spec
    return {**spec, "usermeta": {**spec.get("usermeta", {}), "baseline": baseline}}


def plain_svg(drawn: str, prefix: str, screen: str) -> str:
    """A drawing for wide or narrow screens, the ids in it under a prefix, without style or role of its own."""
    drawn = re.sub(r'((?:id="|url\(#))', rf"\g<1>{prefix}", drawn)
    drawn = drawn.replace('xlink:href="https://vega.github.io/vega-datasets/', 'href="')  # where vl-convert puts a link
    drawn = re.sub(r' (?:style|role|class|aria-[a-z]+|xmlns:xlink|version)="[^"]*"', "", drawn)
    drawn = drawn.replace("<a ", '<a tabindex="-1" ')
    drawn = re.sub(r"(\d\.\d\d)\d+", r"\1", drawn)  # a hundredth of a pixel is enough, and half the weight
    drawn = drawn.replace("<svg ", f'<svg class="{screen}" aria-hidden="true" focusable="false" ', 1)
    return with_variables(drawn)


def with_variables(text: str) -> str:
    """Text with each colour of the theme replaced by its CSS variable."""
    for colour, value in COLOURS.items():
        text = text.replace(value, f"var(--claim-{colour})")
    return text
