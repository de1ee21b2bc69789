"""What pages without a kernel show of the results: the board of all verdicts, and single results in prose."""

from collections import Counter
from functools import cache

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective, SphinxRole

from claimbook.display.card import template
from claimbook.display.chapter import result_texts
from claimbook.display.charts import verdict_chart
from claimbook.model import Model
from claimbook.site.charts import render_chart
from claimbook.tables import claims
from claimbook.verdict import Verdict

#: What several claims do: "8 hold, 1 plausible".
PHRASES_OF_MANY = {verdict: str(verdict) for verdict in Verdict} | {Verdict.HOLDS: "hold", Verdict.FAILS: "fail"}


class VerdictBoard(SphinxDirective):
    """The score, and every claim with numbers as a dot: ``verdict-board``."""

    def run(self) -> list[nodes.Node]:
        """Render the board with the site's assumptions."""
        model = self.env.app.claimbook_model
        return [nodes.raw("", render_board(model), format="html")]


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
    """HTML of the board: the score, and every claim with numbers as a dot."""
    counts = Counter(result.verdict for result in model.results)
    return template("board.html.j2", "claimbook.site").render(
        counts=[(str(verdict), counts[verdict]) for verdict in Verdict if counts[verdict]],
        chart=Markup(render_chart(verdict_chart(model.results).to_dict())),
    )
