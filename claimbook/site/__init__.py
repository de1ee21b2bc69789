"""
The website: a Sphinx extension, and what it is built, rerun and served with.

Jupyter Book loads the extension by this name from `_config.yml`, so that `jupyter-book build .` builds the same site as
`make book`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register the extension with Sphinx."""
    from claimbook.site.extension import register  # here, because other processes need rooms of this one and no Sphinx

    return register(app)
