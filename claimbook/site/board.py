"""What pages without a kernel show of the results: the board of all verdicts, and single results in prose."""

from collections import Counter
from functools import cache
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective, SphinxRole

from claimbook.describing import write_range
from claimbook.diff import compare_with_baseline, describe_change
from claimbook.display.card import template
from claimbook.display.chapter import result_texts
from claimbook.display.charts import verdict_chart
from claimbook.model import Model
from claimbook.references import citation
from claimbook.site.charts import beside_baseline, render_chart
from claimbook.tables import Assumption, claims
from claimbook.verdict import Verdict
from claimbook.wording import write_quantity

#: What several claims do: "8 hold, 1 plausible".
PHRASES_OF_MANY = {verdict: str(verdict) for verdict in Verdict} | {Verdict.HOLDS: "hold", Verdict.FAILS: "fail"}


class VerdictBoard(SphinxDirective):
    """The score, and every claim with numbers as a dot: ``verdict-board``."""

    def run(self) -> list[nodes.Node]:
        """Render the board with the site's assumptions."""
        app = self.env.app
        html = render_board(app.claimbook_model)
        if app.claimbook_model.changes:
            html = render_scenario(app.claimbook_model, app.config.claimbook_scenario) + html
        return [nodes.raw("", html, format="html")]


class ResultRole(SphinxRole):
    """One derived number or verdict in prose, by the keys of `result_texts`: ``{result}`ID.derived```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Put the text in place; a key that does not exist is an error that names it."""
        texts = board_texts(self.env.app.claimbook_model)
        if self.text not in texts:
            message = self.inliner.reporter.error(f"no result is called {self.text!r}", line=self.lineno)
            return [nodes.inline(text=self.text)], [message]
        return [nodes.inline(text=texts[self.text])], []


@cache
def board_texts(model: Model) -> dict[str, str]:
    """Texts that pages about the whole book may cite: those of every claim, how many there are, and the score."""
    counts = Counter(result.verdict for result in model.results)
    score = " · ".join(f"{counts[verdict]} {PHRASES_OF_MANY[verdict]}" for verdict in Verdict if counts[verdict])
    return {
        **result_texts(model, list(claims().values())),
        "score": score,
        "count": str(len(model.results)),
    }


def render_board(model: Model) -> str:
    """HTML of the board: the score and every claim with numbers as a dot; a scenario's beside the baseline's."""
    chart = verdict_chart(model.results).to_dict()
    boards = [{"heading": "", "counts": score(model)}]
    if model.changes:
        baseline = Model.baseline()
        chart = beside_baseline(chart, verdict_chart(baseline.results).to_dict())
        boards = [{"heading": "Baseline", "counts": score(baseline)}, {"heading": "Scenario", "counts": score(model)}]
    return template("board.html.j2", "claimbook.site").render(boards=boards, chart=Markup(render_chart(chart)))


def score(model: Model) -> list[tuple[str, int]]:
    """How many claims have each verdict."""
    counts = Counter(result.verdict for result in model.results)
    return [(str(verdict), counts[verdict]) for verdict in Verdict if counts[verdict]]


def render_scenario(model: Model, about: dict[str, Any]) -> str:
    """HTML of what a scenario asks and changes, from where, and which verdicts turned; every text in it is escaped."""
    baseline = Model.baseline()
    difference = compare_with_baseline("scenario", model)
    settings = about.get("settings", {})
    return template("scenario.html.j2", "claimbook.site").render(
        title=about.get("title", ""),
        why=about.get("why", ""),
        changes=[
            {
                **describe_setting(model.assumptions[name], baseline.assumptions[name]),
                "citations": [citation(key) for key in settings.get(name, {}).get("reference", "").split()],
                "locator": settings.get(name, {}).get("locator", ""),
                "words": settings.get(name, {}).get("citation", ""),
            }
            for name in model.changes
        ],
        turned=[
            {**describe_change(change), "link": f"book/{change.after['chapter']}.html#{change.name}"}
            for change in difference.turned
        ],
        moved=len(difference.moved),
        untouched=difference.untouched,
    )


def describe_setting(after: Assumption, before: Assumption) -> dict[str, str]:
    """An assumption that a scenario changes: its description, and its value on both sides."""
    values = {}
    for side, assumption in (("before", before), ("after", after)):
        value = write_quantity(assumption.value.magnitude, assumption.unit, digits=6)
        values[side] = f"{value} ({write_range(assumption)})" if assumption.is_range else value
    return {"name": after.name, "description": after.description, **values}
