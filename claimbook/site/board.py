"""What pages without a kernel show of the results: the board of all verdicts, and single results in prose."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from claimbook.chapters.notebook import result_texts
from claimbook.charts.overview import verdict_chart
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.project import remembered
from claimbook.register.assumptions import Assumption
from claimbook.register.wording import Wording
from claimbook.results.describing import write_range
from claimbook.results.diff import compare_with_baseline, describe_change
from claimbook.site.charts import beside_baseline, render_chart
from claimbook.site.places import link_to_page
from claimbook.system.files import read_text
from claimbook.system.templates import template

#: What several claims do: "8 hold, 1 plausible".
PHRASES_OF_MANY = {verdict: str(verdict) for verdict in Verdict} | {
    Verdict.HOLDS: "hold", Verdict.ADDS_UP: "add up", Verdict.FAILS: "fail",
}  # fmt: skip


class VerdictScore(SphinxDirective):
    """How many claims hold, are plausible, fail or are left open, as a bar: ``verdict-score``."""

    def run(self) -> list[nodes.Node]:
        """Render the score of all claims with the site's assumptions; a scenario's below the baseline's."""
        app = self.env.app
        register = link_to_page("register", self.env)
        html = render_score(app.claimbook_model.results, register)
        if app.claimbook_model.changes:
            before = render_score(app.claimbook_model.unchanged.results, register)
            about = render_scenario(app.claimbook_model, app.config.claimbook_scenario)
            html = f'{about}\n<p class="board-side">Baseline</p>\n{before}\n<p class="board-side">Scenario</p>\n{html}'
        return [nodes.raw("", html, format="html")]


class VerdictBoard(SphinxDirective):
    """Every claim with numbers as a mark on one axis: ``verdict-board``."""

    def run(self) -> list[nodes.Node]:
        """Render the chart with the site's assumptions."""
        model = self.env.app.claimbook_model
        spec = verdict_chart(model).to_dict()
        if model.changes:
            spec = beside_baseline(spec, verdict_chart(model.unchanged).to_dict())
        return [nodes.raw("", render_chart(spec, self.env), format="html")]


class ChapterList(SphinxDirective):
    """The chapters in the order of the contents, each with its score as a small bar: ``chapter-list``."""

    def run(self) -> list[nodes.Node]:
        """Render the list with the site's assumptions."""
        app = self.env.app
        rows = []
        for docname in self.env.external_site_map:
            own = [r for r in app.claimbook_model.results if f"book/{r.claim.chapter}" == docname]
            if own:
                title = notebook_title(app.claimbook_notebooks[own[0].claim.chapter])
                link = app.builder.get_relative_uri(self.env.docname, docname)
                rows.append({"title": title, "link": link, "bars": bars(own), "score": score_text(own)})
        html = template("chapters.html.j2", "claimbook.site").render(rows=rows)
        return [nodes.raw("", html, format="html")]


def notebook_title(path: Path) -> str:
    """A notebook's title: its first line."""
    first = json.loads(read_text(path, path.name))["cells"][0]["source"]
    return "".join(first).splitlines()[0].removeprefix("# ")


def score_text(results: list[Result]) -> str:
    """A score as words: "8 hold · 1 plausible"."""
    counts = Counter(result.verdict for result in results)
    return " · ".join(
        f"{counts[verdict]} {str(verdict) if counts[verdict] == 1 else PHRASES_OF_MANY[verdict]}"
        for verdict in Verdict
        if counts[verdict]
    )


class ResultRole(SphinxRole):
    """One derived number or verdict in prose, by the keys of `result_texts`: ``{result}`ID.derived```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Put the text in place; a key that does not exist is an error that names it."""
        texts = board_texts(self.env.app.claimbook_model)
        if self.text not in texts:
            message = self.inliner.reporter.error(f"no result is called {self.text!r}", line=self.lineno)
            return [nodes.inline(text=self.text)], [message]
        return [nodes.inline(text=texts[self.text])], []


@remembered
def board_texts(model: Model) -> dict[str, str]:
    """Texts that pages about the whole book may cite: those of every claim, how many there are, and the score."""
    return {
        **result_texts(model, list(model.project.claims.values())),
        "score": score_text(model.results),
        "count": str(len(model.results)),
        "source-count": sources_in_words(len(model.project.sources)),
        "Source-count": sources_in_words(len(model.project.sources)).capitalize(),
    }


def sources_in_words(count: int) -> str:
    """
    How many sources there are, small numbers in words.

    Examples
    --------
    >>> sources_in_words(1), sources_in_words(5), sources_in_words(25)
    ('one source', 'five sources', '25 sources')
    """
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return f"{words[count] if count < len(words) else count} source{'' if count == 1 else 's'}"


def render_scenario(model: Model, about: dict[str, Any]) -> str:
    """HTML of what a scenario asks and changes, from where, and which verdicts turned; every text in it is escaped."""
    project = model.project
    difference = compare_with_baseline("scenario", model)
    settings = about.get("settings", {})
    return template("scenario.html.j2", "claimbook.site").render(
        title=about.get("title", ""),
        why=about.get("why", ""),
        changes=[
            {
                **describe_setting(model.assumptions[name], project.assumptions[name], project.words),
                "citations": [project.citation(key) for key in settings.get(name, {}).get("reference", "").split()],
                "locator": settings.get(name, {}).get("locator", ""),
                "words": settings.get(name, {}).get("citation", ""),
            }
            for name in model.changes
        ],
        turned=[
            {**describe_change(change, project), "link": f"book/{change.after['chapter']}.html#{change.name}"}
            for change in difference.turned
        ],
        moved=len(difference.moved),
        untouched=difference.untouched,
    )


def describe_setting(after: Assumption, before: Assumption, words: Wording) -> dict[str, str]:
    """An assumption that a scenario changes: its description, and its value on both sides."""
    values = {}
    for side, assumption in (("before", before), ("after", after)):
        value = words.write_quantity(assumption.value.magnitude, assumption.unit, digits=6)
        values[side] = f"{value} ({write_range(assumption, words)})" if assumption.is_range else value
    return {"name": after.name, "description": after.description, **values}


def render_score(results: list[Result], register: str, source: str = "") -> str:
    """
    HTML of a score: a bar with a piece for each verdict, and the numbers with what they mean.

    Parameters
    ----------
    results : list of Result
        Whose score.
    register : str
        Address of the register, where each number leads.
    source : str
        Key of the one source whose claims these are, if they are.
    """
    counts = Counter(result.verdict for result in results)
    return template("score.html.j2", "claimbook.site").render(
        bars=bars(results),
        counts=counts,
        followers=sum(result.verdict is Verdict.FAILS and bool(result.claim.because) for result in results),
        total=len(results),
        register=register,
        source=source,
    )


def bars(results: list[Result]) -> list[dict[str, object]]:
    """The pieces of a bar, a verdict each, as shares of its length in percent."""
    counts = Counter(result.verdict for result in results)
    pieces, at = [], 0.0
    for verdict in Verdict:
        if counts[verdict]:
            share = 100 * counts[verdict] / len(results)
            pieces.append({"verdict": str(verdict), "at": round(at, 3), "share": round(share, 3)})
            at += share
    return pieces
