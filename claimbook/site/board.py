"""What pages without a kernel show of the results: the board of all verdicts, and single results in prose."""

from collections import Counter
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective, SphinxRole

from claimbook.chapters.contents import title_of
from claimbook.chapters.notebook import result_texts
from claimbook.chapters.verdict_bar import bars
from claimbook.charts.overview import verdict_chart
from claimbook.ledger.languages import Speech
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.project import remembered
from claimbook.register.assumptions import Assumption
from claimbook.register.wording import Wording
from claimbook.results.describing import describe, write_range
from claimbook.results.diff import compare_with_baseline, describe_change
from claimbook.results.score import OPEN, in_short
from claimbook.site.charts import beside_baseline, render_chart
from claimbook.site.places import link_to_page
from claimbook.site.speaking import ENGLISH, meaning_of, speech_in, speech_of, word_of, wording_in
from claimbook.system.templates import template


class VerdictScore(SphinxDirective):
    """
    How many claims have each verdict, of all and of the main ones, as two bars with one key: ``verdict-score``.

    With the option ``every`` the key has the verdicts that no claim has, too.
    """

    option_spec: ClassVar = {"every": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Render the score of all claims with the site's assumptions; a scenario's below the baseline's."""
        app = self.env.app
        register, speech, every = link_to_page("register", self.env), speech_of(self.env), "every" in self.options
        html = render_score(app.claimbook_model.results, register, speech=speech, every=every)
        if app.claimbook_model.changes:
            before = render_score(app.claimbook_model.unchanged.results, register, speech=speech, every=every)
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
                title = title_of(app.claimbook_notebooks[own[0].claim.chapter])
                link = app.builder.get_relative_uri(self.env.docname, docname)
                rows.append({"title": title, "link": link, "bars": bars(own), "score": score_text(own)})
        html = template("chapters.html.j2", "claimbook.site").render(rows=rows)
        return [nodes.raw("", html, format="html")]


def score_text(results: list[Result]) -> str:
    """A score as words: "Holds 8 · Plausible 1"."""
    counts = Counter(result.verdict for result in results)
    return " · ".join(f"{verdict.word} {counts[verdict]}" for verdict in Verdict if counts[verdict])


class ResultRole(SphinxRole):
    """One derived number or verdict in prose, by the keys of `result_texts`: ``{result}`ID.derived```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Put the text in place, as the page's language writes it; a key that does not exist is an error."""
        model, speech = self.env.app.claimbook_model, speech_of(self.env)
        texts = board_texts(model) if speech == ENGLISH else texts_in_language(model, speech.tag)
        if self.text not in texts:
            message = self.inliner.reporter.error(f"no result is called {self.text!r}", line=self.lineno)
            return [nodes.inline(text=self.text)], [message]
        return [nodes.inline(text=texts[self.text])], []


@remembered
def board_texts(model: Model) -> dict[str, str]:
    """Texts that pages about the whole book may cite: those of every claim, how many there are, and the score."""
    count = len(model.project.sources)
    return {
        **result_texts(model, list(model.project.claims.values())),
        **counts_of(model),
        "score": score_text(model.results),
        "source-count": sources_in_words(count),
        "Source-count": sources_in_words(count).capitalize(),
        "Source-number": number_in_words(count).capitalize(),
    }


@remembered
def texts_in_language(model: Model, tag: str) -> dict[str, str]:
    """The same for a page in another language, as far as it says them: printed and found figures, verdicts, counts."""
    speech = speech_in(model.project, tag)
    words = wording_in(speech, model.project.words)
    texts = {**counts_of(model), "source-count": str(len(model.project.sources))}
    for result in model.results:
        said = describe(result, words)
        for key in ("claimed", "derived", "interval"):
            texts[f"{result.claim.id}.{key}"] = said[key]
        texts[f"{result.claim.id}.verdict"] = word_of(result.verdict, speech)
    return texts


def counts_of(model: Model) -> dict[str, str]:
    """How many claims there are, how many main ones, and how many of each verdict; "open" is what none settles."""
    counts = Counter(result.verdict for result in model.results)
    return {
        "count": str(len(model.results)),
        "count.main": str(sum(result.claim.weight == "main" for result in model.results)),
        **{f"count.{verdict.replace(' ', '-')}": str(counts[verdict]) for verdict in Verdict},
        "count.open": str(in_short(model.results)[OPEN]),
    }


def sources_in_words(count: int) -> str:
    """
    How many sources there are, small numbers in words.

    Examples
    --------
    >>> sources_in_words(1), sources_in_words(5), sources_in_words(25)
    ('one source', 'five sources', '25 sources')
    """
    return f"{number_in_words(count)} source{'' if count == 1 else 's'}"


def number_in_words(count: int) -> str:
    """A small number as prose writes it."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return words[count] if count < len(words) else str(count)


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
            {
                **describe_change(change, project),
                "verdicts": [Verdict(side["verdict"]) for side in (change.before, change.after)],
                "link": f"book/{change.after['chapter']}.html#{change.name}",
            }
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


def render_score(
    results: list[Result],
    register: str,
    source: str = "",
    speech: Speech = ENGLISH,
    beside: Speech | None = None,
    every: bool = False,
) -> str:
    """
    HTML of a score: a bar of all claims and one of the main ones, and a key with the numbers and what each word means.

    Parameters
    ----------
    results : list of Result
        Whose score.
    register : str
        Address of the register, where each number leads.
    source : str
        Key of the one source whose claims these are, if they are.
    speech : Speech
        The language of the page.
    beside : Speech, optional
        Another in which the verdicts' words stand beside.
    every : bool
        Whether verdicts that no claim has are in the key.
    """
    main = [result for result in results if result.claim.weight == "main"]
    counts, main_counts = (Counter(result.verdict for result in some) for some in (results, main))
    followers = sum(result.verdict is Verdict.FAILS and bool(result.claim.because) for result in results)
    rows = [("All {n} claims", results), ("{n} main claims", main)]
    return template("score.html.j2", "claimbook.site").render(
        label=speech.label,
        bars=[
            {"label": speech.label(label).format(n=len(some)), "pieces": bars(some)}
            for label, some in rows
            if some and (some is results or len(some) < len(results))
        ],
        key=[
            {
                "verdict": str(verdict),
                "count": counts[verdict],
                "main": speech.label("{n} main").format(n=main_counts[verdict])
                if main_counts[verdict] and len(main) < len(results)
                else "",
                "word": word_of(verdict, speech),
                "beside": beside and word_of(verdict, beside),
                "meaning": meaning_of(verdict, speech),
                "more": speech.label("{n} of them only because another one fails.").format(n=followers)
                if verdict is Verdict.FAILS and followers
                else "",
            }
            for verdict in Verdict
            if counts[verdict] or every
        ],
        beside_language=beside.tag if beside else "",
        register=register,
        source=source,
    )
