"""
What is passed on of each chart: its data, a picture in two forms, and a page for other sites to show in a frame.

All are files, named after the chart, so that links to them work without a server and survive other numbers.
"""

import json
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from markupsafe import Markup
from pandas import DataFrame, isna
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from claimbook.charts.drawing import Drawn, height_of, picture, width_of, with_comment, with_metadata
from claimbook.charts.sizes import WIDE
from claimbook.charts.theme import COLOURS
from claimbook.project import Project
from claimbook.register.wording import write_number
from claimbook.results.citing import edition_of
from claimbook.results.made import made_with
from claimbook.site.places import drawings_of
from claimbook.site.shell import POLICY
from claimbook.site.svg import plain_svg, unclipped, with_variables, without_links
from claimbook.system.lines import in_lines
from claimbook.system.templates import template

HERE = Path(__file__).resolve().parent

#: Room about what is passed on, and its width if no words in its drawing need more, in pixels.
MARGIN = 16
WIDTH = WIDE + 2 * MARGIN


class Line(NamedTuple):
    """A kind of line about a chart: the size and weight of its words, its height, how many characters fit, a colour."""

    size: float
    weight: int
    height: int
    characters: int
    colour: str


TITLE = Line(17, 700, 22, 74, COLOURS["ink"])
MEASURE = Line(14, 400, 20, 104, COLOURS["muted"])
CREDIT = Line(12.5, 400, 18, 120, COLOURS["muted"])


class Shown(NamedTuple):
    """
    A chart as it stands on a page: its spec, drawings and numbers, the page's name, and what is said about it.

    Attributes
    ----------
    spec : dict
        Vega-Lite.
    drawing : Drawn
        What Vega draws of it.
    numbers : DataFrame
        Its data as people read them: see `chart_table`.
    table : str
        The script with these: see `table_script`.
    page : str
        The page's name.
    title, measure : str
        What it finds, and what it measures.
    """

    spec: dict[str, Any]
    drawing: Drawn
    numbers: DataFrame
    table: str
    page: str
    title: str
    measure: str

    @property
    def description(self) -> str:
        """The text alternative."""
        return str(self.spec.get("description", ""))

    @property
    def source(self) -> str:
        """Where its data come from."""
        return str(self.spec.get("usermeta", {}).get("source", ""))


def shown_charts(env: BuildEnvironment) -> dict[str, dict[str, Shown]]:
    """The charts of all pages: of each page by name. What pages that were read earlier show is remembered."""
    if not hasattr(env, "claimbook_charts"):
        env.claimbook_charts = {}
    found: dict[str, dict[str, Shown]] = env.claimbook_charts
    return found


def forget_charts(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a page's charts, which is read anew or gone."""
    shown_charts(env).pop(docname, None)


def begin_pictures(app: Sphinx, doctree: nodes.document) -> None:
    """Have the pictures of a page's charts begun, now that it is read."""
    charts = shown_charts(app.env).get(app.env.docname, {})
    svgs = {name: picture_file(chart, credit(chart, app)) for name, chart in charts.items()}
    if svgs:
        app.claimbook_svgs |= svgs
        app.claimbook_begin_pictures([*svgs.values()])


def write_charts(app: Sphinx) -> None:
    """Write what is passed on of every chart, and the spec that the charts' script reads."""
    output = Path(app.outdir)
    for folder in ("charts", "embed"):
        (output / folder).mkdir(exist_ok=True)
    (output / "embed" / "embed.css").write_text(embed_stylesheet(), encoding="utf-8")
    made = json.dumps(made_with(app.claimbook_model))
    svgs: dict[str, str] = app.claimbook_svgs
    for name, chart in [named for charts in shown_charts(app.env).values() for named in charts.items()]:
        if name not in svgs:  # its page was read by an earlier run
            svgs[name] = picture_file(chart, credit(chart, app))
        place = output / "charts" / name
        chart.numbers.to_csv(place.with_suffix(".csv"), index=False, lineterminator="\n")
        place.with_suffix(".js").write_text(spec_script(name, chart.spec), encoding="utf-8")
        place.with_suffix(".table.js").write_text(chart.table, encoding="utf-8")
        place.with_suffix(".svg").write_text(with_metadata(svgs[name], made), encoding="utf-8")
        (output / "embed" / f"{name}.html").write_text(embed_page(name, chart, app), encoding="utf-8")
    drawings = drawings_of(app.claimbook_model.project)
    for name, svg in reversed(svgs.items()):  # another process has begun with the first ones
        (output / "charts" / f"{name}.png").write_bytes(with_comment(picture(svg, drawings), made))


def spec_script(name: str, spec: dict[str, Any]) -> str:
    """
    The spec of a chart as a classic script: a page opened from disk may load that, and loads it only when needed.

    It names no version of Vega-Lite, as notebooks do: the page draws it with the one it loads.
    """
    live = {key: value for key, value in spec.items() if key not in ("$schema", "title", "usermeta")}
    text = with_variables(json.dumps(live, ensure_ascii=False))
    return f"globalThis.claimbook ??= {{}};\n(claimbook.charts ??= {{}})[{json.dumps(name)}] = {text};\n"


def table_script(name: str, table: DataFrame) -> str:
    """The numbers of a chart as a classic script with the headings and rows of a table, all as people read them."""
    rows = [[as_read(cell, heading) for heading, cell in zip(table, row, strict=True)] for row in table.to_numpy()]
    text = json.dumps([list(table), *rows], ensure_ascii=False)
    return f"globalThis.claimbook ??= {{}};\n(claimbook.chartTables ??= {{}})[{json.dumps(name)}] = {text};\n"


def as_read(cell: Any, heading: str) -> str:
    """
    A cell as people read it: nothing where there is none, a year without a comma.

    Examples
    --------
    >>> as_read("Lorn", "Ferry"), as_read(26000.0, "Trips"), as_read(2024.0, "Year"), as_read(float("nan"), "Year")
    ('Lorn', '26,000', '2024', '')
    """
    if isinstance(cell, str):
        return cell
    return "" if isna(cell) else f"{cell:.6g}" if heading.startswith("Year") else write_number(cell, 6)


def credit(chart: Shown, app: Sphinx) -> str:
    """The line below a chart that is passed on: its source, the book, where that stands, the licence, the scenario."""
    project = app.claimbook_model.project
    address = re.sub(r"^https?://|/$", "", app.config.html_baseurl or "")
    said = [project.title, address, licence_of(project), scenario(app)]
    return f"{chart.source} {' · '.join(part for part in said if part)}".strip()


def licence_of(project: Project) -> str:
    """Under which licence a chart may be used: of those of the book the one for works, not for code, if it has both."""
    edition = edition_of(project)
    licences = edition.licence.split(", ") if edition else []
    works = [licence.replace("-", " ") for licence in licences if licence.startswith("CC")]
    return ", ".join(works or licences)


def scenario(app: Sphinx) -> str:
    """Whose numbers a chart has, if they are not the report's."""
    if not app.claimbook_model.changes:
        return ""
    title = app.config.claimbook_scenario.get("title", "")
    return f"Scenario: {title}." if title else "A scenario."


def picture_file(chart: Shown, credit: str) -> str:
    """A chart as an SVG file that stands alone: its title, what it measures, the drawing and its credit, on white."""
    above, top = placed([(chart.title, TITLE), (chart.measure, MEASURE)], MARGIN)
    top += 12 if above else 0
    drawing = chart.drawing.passed_on
    below, height = placed([(credit, CREDIT)], top + height_of(drawing) + 8)
    return template("chart_file.svg.j2", "claimbook.site").render(
        title=chart.title,
        description=chart.description,
        lines=[*above, *below],
        drawing=Markup(unclipped(without_links(drawing))),
        width=max(WIDTH, width_of(drawing) + 2 * MARGIN),
        height=height + MARGIN,
        margin=MARGIN,
        top=top,
    )


def placed(texts: list[tuple[str, Line]], top: float) -> tuple[list[dict[str, Any]], float]:
    """Lines of texts, one text below the other, with the place of each; and where they end."""
    lines = []
    for text, kind in texts:
        for line in in_lines(text, kind.characters):
            base = top + kind.height * 0.75
            lines.append({"text": line, "y": base, "size": kind.size, "weight": kind.weight, "colour": kind.colour})
            top += kind.height
    return lines, top


def embed_page(name: str, chart: Shown, app: Sphinx) -> str:
    """The page that another site shows in a frame: the chart, its source and licence, and a link back to its page."""
    project = app.claimbook_model.project
    wide = plain_svg(without_links(chart.drawing.passed_on), f"{name}-", "wide")
    narrow = plain_svg(without_links(chart.drawing.narrow), f"{name}-narrow-", "narrow")
    return template("embed.html.j2", "claimbook.site").render(
        language=app.config.language or "en",
        policy=Markup(POLICY),
        icon=f"../_static/{Path(app.config.html_favicon).name}",
        title=chart.title,
        measure=chart.measure,
        book=project.title,
        description=chart.description,
        drawn=Markup(wide + narrow),
        source=chart.source,
        page=f"../{chart.page}.html#chart-{name}",
        licence=licence_of(project),
        scenario=scenario(app),
    )


def embed_snippet(chart: Shown, address: str, book: str) -> str:
    """The HTML that shows a chart on another page."""
    lines = [(chart.title, TITLE), (chart.measure, MEASURE), (f"{chart.source} {book}", CREDIT)]
    words = sum(kind.height * len(in_lines(text, kind.characters)) for text, kind in lines)
    height = round(2 * MARGIN + words + height_of(chart.drawing.passed_on) + 36)
    return (
        f'<iframe src="{escape(address)}" title="{escape(chart.title)}" width="{WIDTH}" height="{height}" '
        'style="border:0;max-width:100%" loading="lazy"></iframe>'
    )


@cache
def embed_stylesheet() -> str:
    """The style sheet of embedded pages: the site's colours, light or dark as the system says, and a few rules."""
    site = (HERE / "static" / "claimbook.css").read_text(encoding="utf-8")
    rules = (HERE / "templates" / "embed.css").read_text(encoding="utf-8")
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {colours(site, 'dark')} }} }}"
    return f":root {{ {colours(site, 'light')} }}\n{dark}\n{rules}"


def colours(sheet: str, scheme: str) -> str:
    """The colours that the site's style sheet sets for light or for dark, as it writes them."""
    block = re.search(rf'html\[data-theme="{scheme}"\][^{{]*{{([^}}]*)', sheet)
    assert block
    return " ".join(re.findall(r"--claim-[\w-]+: [^;]+;", block[1]))
