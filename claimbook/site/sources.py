"""Pages of the sources: what each text is and where it stood, its score, its claims in its own order."""

from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from claimbook.errors import UserError, unknown
from claimbook.ledger.languages import Speech, find_language
from claimbook.model.judging import Result
from claimbook.project import Project
from claimbook.results.describing import printed_numeral
from claimbook.site.board import render_score
from claimbook.site.pages import card_link, claim_row
from claimbook.site.places import link_to_page
from claimbook.site.speaking import ENGLISH, speech_of, word_of
from claimbook.system.templates import template

#: Characters at which words of a script other than Latin, Greek and Cyrillic begin.
OTHER_SCRIPTS = 0x0590


class SourcePage(SphinxDirective):
    """One source: what it is, its score, and its claims in its own order: ``source-page`` with the source's key."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Render the page with the site's assumptions."""
        key, model = self.arguments[0], self.env.app.claimbook_model
        project = model.project
        if key not in project.sources.index:
            raise unknown("source", key, project.sources.index)
        own = sorted((r for r in model.results if r.claim.source == key), key=lambda result: result.claim.line)
        beside = speech_of_source(project, key)
        score = render_score(own, link_to_page("register", self.env), key, beside=beside)
        html = template("source.html.j2", "claimbook.site").render(
            short=project.sources.loc[key, "short"],
            facts=facts_of(project, key, ENGLISH),
            language=project.sources.loc[key, "language"],
            score=Markup(score),
            rows=[self.row(result, beside, project) for result in own],
            beside=beside,
        )
        reference = f'<a href="{link_to_page("references", self.env)}#cite-{key}">Full reference</a>'
        # What it is makes a paragraph, which is also what is said of the page where a link to it is passed on.
        about = nodes.paragraph("", f"{project.sources.loc[key, 'about']}. ", classes=["source-about"])
        about += nodes.raw("", reference, format="html")
        return [about, nodes.raw("", html, format="html")]

    def row(self, result: Result, beside: Speech | None, project: Project) -> dict[str, Any]:
        """A claim's row: line and numeral as printed, statement, figures, verdict in both languages."""
        return {
            **claim_row(result, card_link(self, result), project),
            "numeral": printed_numeral(result.claim, project),
            "beside": beside and word_of(result.verdict, beside),
        }


class SourceList(SphinxDirective):
    """All sources in the page's language, each with its title, its outlet and its page: ``source-list``."""

    def run(self) -> list[nodes.Node]:
        """Render the list."""
        model, speech = self.env.app.claimbook_model, speech_of(self.env)
        project = model.project
        facts = {key: facts_of(project, key, speech) for key in project.sources.index}
        html = template("source_list.html.j2", "claimbook.site").render(
            sources=[
                {
                    "name": name_in(facts[key], project.sources.loc[key, "short"], speech),
                    "short": project.sources.loc[key, "short"],
                    "link": self.env.app.builder.get_relative_uri(self.env.docname, f"book/sources/{key}"),
                    "facts": facts[key],
                    "claims": speech.label("{n} claims").format(n=sum(r.claim.source == key for r in model.results)),
                }
                for key in project.sources.index
            ],
            label=speech.label,
        )
        return [nodes.raw("", html, format="html")]


def speech_of_source(project: Project, key: str) -> Speech | None:
    """The speech of the language that a source is written in; none where it says no verdicts in it."""
    try:
        found = find_language(project, str(project.sources.loc[key, "language"])).speech
    except UserError:
        return None
    return found if found.verdicts else None


def name_in(facts: list[dict[str, str]], short: str, speech: Speech) -> str:
    """What a list calls a source: its title, or without one its outlet, or the book's short name for it."""
    named = {fact["label"]: fact["text"] for fact in facts if fact["language"]}
    return named.get(speech.label("Title")) or named.get(speech.label("Outlet")) or short


def facts_of(project: Project, key: str, speech: Speech) -> list[dict[str, str]]:
    """
    What is known of a source as its text was found: its title and outlet as printed, author, date, address.

    Parameters
    ----------
    project : Project
        The book.
    key : str
        The source.
    speech : Speech
        The language of the labels; in the source's own, its names stand in the script that the page is written in.

    Returns
    -------
    list of dict
        Of each fact its label and text, the language of the text, and an address if it is a link. A book whose table
        has no such columns has the publisher and the date.
    """
    source = {name: str(said) for name, said in project.sources.loc[key].items()}
    language = source["language"]
    own = speech.tag.partition("-")[0] == language.partition("-")[0]

    def fact(label: str, text: str, tag: str = "", link: str = "") -> dict[str, str]:
        return {"label": speech.label(label), "text": text, "language": tag, "link": link}

    def name(column: str) -> str:
        """A name in the script of the page, where the page is in the source's language."""
        return speech.in_script(source[column]) if own else source[column]

    def in_own_language(text: str) -> str:
        return language if any(ord(letter) >= OTHER_SCRIPTS for letter in text) or language[:2] != "en" else ""

    if "title" not in source:
        return [fact("Publisher", source["publisher"]), fact("Published", source["published"])]
    title, spoken = name("title"), speech_of_source(project, key)
    facts = [fact("Title", title, language) if title else fact("Title", speech.label("none on the text as found"))]
    if not own and spoken and (other := spoken.in_script(title)) != title:
        facts.append(fact("Also as", other, spoken.tag))
    for label, column in (("Outlet", "outlet"), ("Author", "author"), ("Reposted by", "reposted_by")):
        if text := name(column):
            facts.append(fact(label, text, in_own_language(text)))
    if not own:
        facts.append(fact("In English", source["publisher"]))
    facts.append(fact("Published", source["published"]))
    for label, column in (("Address", "address"), ("Archived copy", "archived")):
        address = source[column]
        facts.append(fact(label, address or speech.label("not known"), link=address))
    return facts
