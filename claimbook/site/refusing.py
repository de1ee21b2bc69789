"""Ways of building that this site does not have: they are refused before anything of an earlier build is touched."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

#: Sphinx's name of the builder by which `jupyter-book build --builder pdfhtml` begins, in the folder of the site.
ONE_PAGE = "singlehtml"


class RefusedBuilder(SingleFileHTMLBuilder):
    """
    All pages as one: what Jupyter Book prints a PDF from, over the site that stands in `_build/html`.

    It needs a browser, and the site's policy lets it print nothing. Sphinx makes a builder before it writes or clears
    anything, so that to refuse here is to leave everything as it was.
    """

    name = ONE_PAGE

    def __init__(self, app: Sphinx, env: BuildEnvironment):
        remove_if_empty(Path(app.outdir))
        raise SphinxError(
            "the site is not built as one page, and what was built before is as it was; `claimbook pdf` writes the "
            "report as a PDF"
        )


def remove_if_empty(folder: Path) -> None:
    """Remove the folder that Sphinx had just made for its pages, and the one above it, if nothing is in them."""
    for made in (folder, folder.parent):
        if made.is_dir() and not any(made.iterdir()):
            made.rmdir()
