"""
What search page and register find claims and assumptions by, as a script that loads with a reader's first query.

Texts stand in it as they are: what is taken for the same when readers write it otherwise, `static/searching.js` says,
and `results/searching.py` for the command line.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from claimbook.ledger.languages.chinese import converter, simplified_character, without_noise
from claimbook.ledger.languages.english import BELOW_A_HUNDRED
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.results.describing import describe
from claimbook.results.searching import SPELLINGS, evidence_text, names_of_source, numerals_by_reference
from claimbook.site.places import page_of

#: The script, beside the others.
FILE = "claims-index.js"


def write_claims_index(model: Model, folder: Path) -> None:
    """Write the script into a site's folder of scripts."""
    data = json.dumps(claims_index(model), ensure_ascii=False, separators=(",", ":"))
    text = f"globalThis.claimbook ??= {{}};\nclaimbook.claimsIndex = {data};\n"
    (folder / FILE).write_text(text, encoding="utf-8")


def claims_index(model: Model) -> dict[str, Any]:
    """Claims and assumptions with what each is found by, other names, and what is written in several ways."""
    project = model.project
    printed = numerals_by_reference(project)
    keys = dict.fromkeys(key for result in model.results for key in result.claim.evidence)
    index: dict[str, Any] = {
        "verdicts": {str(verdict): {"word": verdict.word, "meaning": verdict.meaning} for verdict in Verdict},
        "sources": {key: source_facts(key, project) for key in project.sources.index},
        "evidence": {key: evidence_text(project.find_evidence(key), project) for key in keys},
        "claims": [claim_facts(result, printed[result.claim.id], project) for result in model.results],
        "assumptions": assumption_facts(model, printed),
        "names": project.names["other name"],
    }
    return index | {
        "numbers": BELOW_A_HUNDRED,
        "spellings": SPELLINGS,
        "variants": variants(set(json.dumps(index, ensure_ascii=False))),
    }


def source_facts(key: str, project: Project) -> dict[str, str]:
    """A source's name on the page, its language, and all names that it is found by: its outlets, its title."""
    row = project.sources.loc[key]
    return {"name": str(row["short"]), "language": str(row["language"]), "words": names_of_source(key, project)}


def claim_facts(result: Result, numerals: Iterable[str], project: Project) -> dict[str, Any]:
    """A claim as a result shows it, and what else it is found by."""
    claim, texts = result.claim, describe(result, project.words)
    notes = [claim.note, claim.missing, claim.differs_because]
    printed = dict.fromkeys([claim.numeral, *numerals] if claim.numeral else numerals)
    return {
        "id": claim.id,
        "earlier": project.earlier_names(claim.id),
        "link": f"book/{claim.chapter}.html#{claim.id}",
        "statement": claim.statement,
        "source": claim.source,
        "line": claim.line,
        "weight": claim.weight,
        "verdict": str(result.verdict),
        "inWords": not claim.numeral,
        "numerals": [without_noise(numeral)[0] for numeral in printed],
        "claimed": texts["claimed"],
        "found": texts["derived"],
        "notes": [note for note in notes if note],
        "evidence": claim.evidence,
        "about": project.words.spoken(claim.chapter.replace("-", "_")),
    }


def assumption_facts(model: Model, printed: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The assumptions; where the book has no page of them, no link leads to one."""
    project = model.project
    page = page_of(project, "assumptions")
    return [
        {
            "id": name,
            "earlier": project.earlier_names(name),
            "link": f"{page}.html#assumption-{name}" if page else "",
            "statement": assumption.description,
            "spoken": project.words.spoken(name),
            "value": project.words.write_quantity(assumption.value.magnitude, assumption.unit, digits=6),
            "numerals": [without_noise(numeral)[0] for numeral in printed[name]],
        }
        for name, assumption in model.assumptions.items()
    ]


def variants(characters: set[str]) -> dict[str, str]:
    """Traditional characters with the Simplified one, for all of some characters whichever script they are of."""
    simple = {simplified_character(character) for character in characters}
    return {traditional: one for traditional, one in in_two_scripts() if one in simple}


@cache
def in_two_scripts() -> list[tuple[str, str]]:
    """Every Chinese character that Simplified script writes otherwise, with that."""
    # Each on a line of its own, so that none is converted as a part of a word.
    characters = [chr(point) for point in range(0x4E00, 0xA000)]
    converted = converter().convert("\n".join(characters)).split("\n")
    return [pair for pair in zip(characters, converted, strict=True) if pair[0] != pair[1]]
