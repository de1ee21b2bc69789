"""The derivation of a quantity as its few lines of Python, or its formula."""

from claimbook.model.graph import derivations, everything_behind, source_of
from claimbook.project import Project


def derivation_source(project: Project, quantity: str) -> str:
    """
    Python of a quantity and of what it is derived from, the quantity itself first; empty for an assumption.

    Parameters
    ----------
    project : Project
        The book.
    quantity : str
        Its name.
    """
    if quantity not in derivations(project):
        return ""
    needed = everything_behind(project, quantity)
    behind = [name for name in derivations(project) if name in needed]
    return "\n\n".join(source_of(project, name) for name in (quantity, *behind))
