"""What a page says of its edition: version, licence, how to cite, where to object; and the script that shares it."""

import os
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.project import CITATION, Project
from claimbook.results.citing import (
    ADDRESS,
    bibtex_form,
    changes_in_words,
    edition_of,
    text_form,
    text_of_book,
)
from claimbook.site.building import REPOSITORY, SERVER
from claimbook.site.downloads import paper_name, workbook_name
from claimbook.site.places import page_of
from claimbook.system.templates import template

#: The form in which an objection is filed: .github/ISSUE_TEMPLATE/.
FORM = "object.yml"

#: Where the small page of a main claim is, and its picture.
CLAIM_FOLDER = "claim/"


class Objection(SphinxDirective):
    """What an objection has to say, to fill in and copy: ``objection``."""

    def run(self) -> list[nodes.Node]:
        """Render the form."""
        project = self.env.app.claimbook_model.project
        edition = edition_of(project)
        text = template("objection.html.j2", "claimbook.site").render(
            version=edition.version if edition else "", issues=new_issue(project)
        )
        return [nodes.raw("", text, format="html")]


def about_edition(pagename: str, model: Model, base: str, page: str) -> dict[str, Any]:
    """
    What a page's footer says of the edition, and the forms that the script fills.

    Parameters
    ----------
    pagename : str
        The page, as Sphinx names it.
    model : Model
        The model whose site it is.
    base, page : str
        Whole addresses of the site and of the page; empty where nobody said.
    """
    project = model.project
    edition = edition_of(project)
    changes = changes_in_words(model)
    guide = page_of(project, "objection")
    return {
        "edition": edition,
        "file": CITATION,
        "cited": text_of_book(edition, changes).replace(ADDRESS, base).strip() if edition else "",
        "text": text_form(edition, changes) if edition else "",
        "bibtex": bibtex_form(edition, changes) if edition else "",
        "address": page,
        "claims": base and base + CLAIM_FOLDER,
        "shared": " ".join(shared_claims(pagename, model)) if base else "",
        "paper": relative_uri(pagename, paper_name(project)),
        "workbook": relative_uri(pagename, workbook_name(project)),
        "guide": relative_uri(pagename, f"{guide}.html") if guide else "",
        "objection": "" if changes else new_issue(project) or (guide and relative_uri(pagename, f"{guide}.html")),
    }


def shared_claims(pagename: str, model: Model) -> list[str]:
    """The claims of a page that have a small page of their own, with a picture, where the site's address is known."""
    claims = model.project.claims_of(pagename.removeprefix("book/"))
    return [claim.id for claim in claims if claim.weight == "main"]


def new_issue(project: Project) -> str:
    """Where an objection is filed, with what is known filled in; empty where no repository is known."""
    repository = repository_of(project)
    if not repository:
        return ""
    edition = edition_of(project)
    filled = {"template": FORM, **({"version": edition.version} if edition else {})}
    return f"{repository}/issues/new?{urlencode(filled, quote_via=quote)}"


def repository_of(project: Project) -> str:
    """
    The address of the book's repository, from _config.yml or, in a run of its CI, from the environment; else empty.

    Raises
    ------
    UserError
        If what is configured is no whole address.
    """
    said = project.config.get("repository") or {}
    address = str(said.get("url") or "") if isinstance(said, dict) else str(said)
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise UserError(f"_config.yml: the repository's url is {address!r}; write its whole address, with https://")
    server, name = os.environ.get(SERVER, ""), os.environ.get(REPOSITORY, "")
    return (address or (f"{server}/{name}" if server and name else "")).rstrip("/")
