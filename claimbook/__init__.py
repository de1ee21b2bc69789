"""
Claims of articles, re-derived from named inputs, with a verdict for each.

``from claimbook import Model`` is where to begin: `Model.baseline()` is the book one stands in, `Model.of(path)` any.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimbook.model.model import Model
    from claimbook.project import Project

__all__ = ["Model", "Project"]


def __getattr__(name: str) -> Any:
    """Load the model when it is asked for: what needs neither it nor a book starts a second sooner."""
    if name == "Model":
        from claimbook.model.model import Model

        return Model
    if name == "Project":
        from claimbook.project import Project

        return Project
    raise AttributeError(f"claimbook has no {name!r}")
