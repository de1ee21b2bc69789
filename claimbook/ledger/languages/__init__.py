"""
Languages of sources: readers that find every numeral of a line.

Chinese and English are here. A book adds another by a module in its book/languages/, which `claimbook.toml` lists under
``languages`` and which defines ``LANGUAGE``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from claimbook.errors import UserError, unknown
from claimbook.ledger.languages import chinese, chinese_speech, english
from claimbook.ledger.languages.numeral import Numeral
from claimbook.ledger.languages.speech import Speech
from claimbook.project import Project, remembered
from claimbook.system.modules import load_module

__all__ = ["LANGUAGES", "Language", "Numeral", "Speech", "find_language", "languages"]


@dataclass(frozen=True)
class Language:
    """
    A language of sources.

    Attributes
    ----------
    code : str
        Its code without script or region (BCP 47): ``zh`` reads ``zh-Hans`` and ``zh-TW`` as well.
    name : str
        What it is called in English.
    read_numerals : callable
        Gives every numeral of a line, in order.
    sentence_ends : str
        Characters after which a sentence ends.
    speech : Speech
        What pages for its readers say in it: verdicts, numbers, labels.
    mended : callable
        Gives a text without what copies of articles put into it, such as pinyin after each character.
    """

    code: str
    name: str
    read_numerals: Callable[[str], tuple[Numeral, ...]]
    sentence_ends: str
    speech: Speech = field(default_factory=Speech)
    mended: Callable[[str], str] = str


LANGUAGES = (
    Language("zh", "Chinese", chinese.read_numerals, "。！？；", chinese_speech.SPEECH, chinese.mended),
    Language("en", "English", english.read_numerals, ".!?"),
)


@remembered
def languages(project: Project) -> dict[str, Language]:
    """
    The languages that a book's sources may have, by code.

    Raises
    ------
    UserError
        If a module of the book's cannot be loaded, or defines no language.
    """
    known = {language.code: language for language in LANGUAGES}
    for name in project.settings.languages:
        path = project.book / "languages" / f"{name}.py"
        language = getattr(load_module(path, project.name_of(path)), "LANGUAGE", None)
        if not isinstance(language, Language):
            raise UserError(f"{project.name_of(path)} defines no LANGUAGE")
        known[language.code] = language
    return known


def find_language(project: Project, code: str) -> Language:
    """
    The language of a code such as ``en``, ``en-US`` or ``zh-Hans``.

    Raises
    ------
    UserError
        If no reader knows it.
    """
    known = languages(project)
    if (plain := code.partition("-")[0].lower()) not in known:
        raise unknown("language", code, known)
    return known[plain]
