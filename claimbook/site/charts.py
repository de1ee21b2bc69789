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

from claimbook.charts.drawing import drawn
from claimbook.charts.table import chart_table
from claimbook.charts.theme import MIME_TYPE
from claimbook.site.chart_files import Shown, embed_snippet, shown_charts, spec_script, table_script
from claimbook.site.places import drawings_of
from claimbook.site.svg import plain_svg
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


def render_chart(spec: dict[str, Any], env: BuildEnvironment, side: str = "") -> str:
    """
    HTML of a chart: the figure drawn, its text alternative and source line, and links to all that is passed on of it.

    Colours of the theme become the site's CSS variables, so that the chart follows light and dark. The drawing has
    no style of its own, which the site's policy would refuse. A chart that carries its baseline stands beside it.

    Parameters
    ----------
    spec : dict
        Vega-Lite.
    env : BuildEnvironment
        Sphinx's, which knows the page it stands on, from which the file with its data is linked.
    side : str
        Added to the chart's name, where it stands beside one of the same name.
    """
    before = spec.get("usermeta", {}).get("baseline")
    if before is not None:
        own = {**spec, "usermeta": {key: value for key, value in spec["usermeta"].items() if key != "baseline"}}
        figures = [
            ("Baseline", Markup(render_chart(before, env, "baseline"))),
            ("Scenario", Markup(render_chart(own, env))),
        ]
        return template("charts.html.j2", "claimbook.site").render(figures=figures)
    name = chart_name(spec, env, side)
    title, measure = title_of(spec)
    model, config = env.app.claimbook_model, env.app.config
    drawing, numbers = drawn(spec, drawings_of(model.project)), chart_table(spec)
    script, table = spec_script(name, spec), table_script(name, numbers)
    chart = Shown(spec, drawing, numbers, table, env.docname, title, measure)
    shown_charts(env).setdefault(env.docname, {})[name] = chart
    address = f"embed/{name}.html"
    address = config.html_baseurl + address if config.html_baseurl else relative_uri(env.docname, address)
    return template("chart.html.j2", "claimbook.site").render(
        name=name,
        hero=not side and is_first(env),
        title=title,
        measure=measure,
        drawn=Markup(
            plain_svg(drawing.wide, f"chart-{name}-", "wide")
            + plain_svg(drawing.narrow, f"chart-{name}-narrow-", "narrow")
        ),
        plot=drawing.plot,
        plot_height=drawing.plot_height,
        spec=f"{relative_uri(env.docname, f'charts/{name}.js')}?v={digest(script)}",
        description=chart.description,
        source=chart.source,
        table=f"{relative_uri(env.docname, f'charts/{name}.table.js')}?v={digest(table)}",
        files=relative_uri(env.docname, f"charts/{name}"),
        snippet=embed_snippet(chart, address, model.project.title),
    )


def digest(script: str) -> str:
    """What an address of a script ends with, so that browsers ask for it again where it is another."""
    return hashlib.sha256(script.encode()).hexdigest()[:8]


def is_first(env: BuildEnvironment) -> bool:
    """Whether the chart that is rendered is the first of a chapter, which is shown wider."""
    return env.docname.removeprefix("book/") in env.app.claimbook_notebooks and len(shown_charts(env)[env.docname]) == 1


def title_of(spec: dict[str, Any]) -> tuple[str, str]:
    """What a chart finds, and what it measures: its title and the line below it, each empty if it has none."""
    title = spec.get("title", "")
    title = title if isinstance(title, dict) else {"text": title}
    texts = (title["text"], title.get("subtitle", ""))
    text, subtitle = (" ".join(one) if isinstance(one, list) else one for one in texts)
    return text, subtitle


def chart_name(spec: dict[str, Any], env: BuildEnvironment, side: str = "") -> str:
    """
    What a chart is called in links to it and in the names of its files: its page and its own name.

    It must not change with the numbers, or links to it would break. Of two charts of one name on a page, the second
    has its place in its name.
    """
    page = env.docname.removeprefix("book/").replace("/", "-")
    own = spec.get("usermeta", {}).get("name") or title_of(spec)[0] or "chart"
    name = re.sub(r"[^a-z0-9]+", "-", f"{page} {own} {side}".lower()).strip("-")
    taken = env.temp_data.setdefault("claimbook_charts", {})
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


def beside_baseline(spec: dict[str, Any], baseline: dict[str, Any]) -> dict[str, Any]:
    """A scenario's chart that carries the baseline's, unless they are the same."""
    if spec == baseline:
        return spec
    return {**spec, "usermeta": {**spec.get("usermeta", {}), "baseline": baseline}}
