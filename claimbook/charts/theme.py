"""One look for every chart, and how a notebook stores it: a Vega-Lite spec with nothing random in it."""

from typing import Any

import altair as alt

from claimbook.charts.labels import names_of_rows
from claimbook.charts.sizes import ON_A_PHONE, WIDE, WORDS, WORDS_ON_A_PHONE

#: Colours that colour-blind readers can tell apart (after Okabe and Ito), dark enough for text on white.
#: The site replaces each by the CSS variable of its name, so that charts follow light and dark.
COLOURS = {
    "ink": "#1f2a37",
    "muted": "#5b6675",
    "grid": "#dde2e8",
    "accent": "#0b5cad",
    "holds": "#00745a",
    "plausible": "#8f5c00",
    "adds-up": "#0a6a85",
    "fails": "#b83d0c",
    "open": "#5a5f99",
}

#: JupyterLab and VS Code draw this type; our specs use nothing that Vega-Lite 5 and 6 read differently.
MIME_TYPE = "application/vnd.vegalite.v5+json"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def verdict_colour(verdict: str) -> str:
    """Colour of a verdict; the three that leave a claim open share one."""
    return COLOURS.get(verdict.replace(" ", "-"), COLOURS["open"])


def chart_theme() -> alt.theme.ThemeConfig:
    """Type, axes and colours of every chart."""
    size = {"expr": f"{ON_A_PHONE} ? {WORDS_ON_A_PHONE} : {WORDS}"}
    font = "Arial, 'Liberation Sans', Helvetica, sans-serif"  # of one width, so that labels fit wherever drawn
    return {
        "config": {
            "background": "transparent",
            "font": font,
            "view": {"stroke": None, "continuousWidth": WIDE, "continuousHeight": 260},
            "title": {
                "anchor": "start",
                "color": COLOURS["ink"],
                "fontSize": 17,
                "fontWeight": 600,
                "offset": 14,
                "subtitleColor": COLOURS["muted"],
                "subtitleFontSize": 14,
                "subtitlePadding": 5,
            },
            "axis": {
                "domainColor": COLOURS["muted"],
                "gridColor": COLOURS["grid"],
                "labelColor": COLOURS["muted"],
                "labelFontSize": size,
                "labelSeparation": 6,
                "tickColor": COLOURS["muted"],
                "titleColor": COLOURS["ink"],
                "titleFontSize": size,
                "titleFontWeight": "normal",
                "titlePadding": 10,
            },
            "axisY": {"domain": False, "ticks": False},
            "axisYDiscrete": {"labelColor": COLOURS["ink"], **names_of_rows()},
            "legend": {"labelFontSize": size, "labelColor": COLOURS["ink"]},
            "text": {"color": COLOURS["ink"], "fontSize": size, "font": font},
            "point": {"size": 110, "filled": True, "opacity": 1},
            "line": {"strokeWidth": 2.5},
            "rule": {"strokeWidth": 1.5},
        }
    }


def vegalite_output(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Altair renderer: the spec as notebooks store and compare it."""
    return {MIME_TYPE: {**spec, "$schema": SCHEMA}, "text/plain": f"Chart: {spec.get('description', '')}"}


alt.theme.register("claimbook", enable=True)(chart_theme)
alt.renderers.register("claimbook", vegalite_output)
alt.renderers.enable("claimbook")
