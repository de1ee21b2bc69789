"""The language that a page is written in: a line ``language: zh-Hans`` in its front matter says it."""

import re
from dataclasses import fields
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from claimbook.errors import UserError
from claimbook.ledger.languages import Speech, find_language
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.register.wording import Wording

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)

#: Where Sphinx keeps the language of the page that it is reading.
KEPT = "claimbook_language"

#: Languages that are written from the right.
FROM_THE_RIGHT = {"ar", "fa", "he", "ur"}

#: The book's own.
ENGLISH = Speech()


def note_language(app: Sphinx, docname: str, source: list[str]) -> None:
    """Remember the language that a page's front matter says it is in, while Sphinx reads the page."""
    found = FRONT_MATTER.match(source[0])
    said: Any = yaml.safe_load(found[1]) if found else None
    tag = said.get("language", "") if isinstance(said, dict) else ""
    app.env.temp_data[KEPT] = str(tag)


def speech_of(env: BuildEnvironment) -> Speech:
    """
    What the page that is being read speaks: English, unless it says another language.

    Raises
    ------
    UserError
        If no reader knows the language.
    """
    return speech_in(env.app.claimbook_model.project, env.temp_data.get(KEPT, ""))


def speech_in(project: Project, tag: str) -> Speech:
    """The speech of a language's code; English where none is said."""
    return find_language(project, tag).speech if tag else ENGLISH


def wording_in(speech: Speech, words: Wording) -> Wording:
    """How a language writes numbers, with a book's own names and units."""
    return speech.wording(**{field.name: getattr(words, field.name) for field in fields(words)})


def word_of(verdict: Verdict, speech: Speech) -> str:
    """A verdict in a language."""
    return speech.verdicts[verdict][0] if verdict in speech.verdicts else verdict.word


def meaning_of(verdict: Verdict, speech: Speech) -> str:
    """What a verdict means, in a language."""
    return speech.verdicts[verdict][1] if verdict in speech.verdicts else verdict.meaning


def language_of(env: BuildEnvironment, page: str) -> str:
    """The code of the language that a page which was read says it is in; empty where it says none."""
    return str(env.metadata.get(page, {}).get("language", ""))


def mark_language(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Say on the page's own part of the HTML that it is in another language than what stands around it."""
    tag = language_of(app.env, pagename)
    if not tag or "body" not in context:
        return
    try:
        find_language(app.claimbook_model.project, tag)
    except UserError as error:
        raise UserError(f"{pagename}: {error}") from None
    direction = "rtl" if tag.partition("-")[0] in FROM_THE_RIGHT else "ltr"
    context["body"] = context["body"].replace("<section ", f'<section lang="{tag}" dir="{direction}" ', 1)
