"""Texts of the tables for readers: outlets' names in the place of sources' keys, statements in that of claims' ids."""

import re

from claimbook.project import Project


def for_readers(text: str, project: Project) -> str:
    """
    A text without keys: a source's becomes its short name, a claim's id its statement in quotation marks.

    Parameters
    ----------
    text : str
        A note, a reason, or how something was confirmed.
    project : Project
        Whose keys these are.
    """
    keys = "|".join(map(re.escape, project.sources.index))
    return re.sub(rf"(?<![\w-])({keys})(-[a-z0-9-]*[a-z0-9])?(?![\w-])", lambda found: named(found, project), text)


def named(found: re.Match[str], project: Project) -> str:
    """What stands for a key in a text; what is no key after all stays."""
    if not found[2]:
        return str(project.sources.loc[found[1], "short"])
    claim = project.claims.get(found[0])
    return f"“{claim.statement}”" if claim else found[0]
