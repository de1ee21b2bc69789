"""What the engine's tests share: the made-up book, its model, its site, and copies that a test may break."""

import os
import subprocess
import sys

import pytest
from filelock import FileLock

from tests.engine.book import PROJECT, copy_book
from tests.serving import serving


@pytest.fixture(scope="session")
def model():
    from claimbook.model.model import Model

    return Model.of(PROJECT)


@pytest.fixture
def project(tmp_path):
    """A book of the test's own, to change."""
    from claimbook.project import Project

    return Project(copy_book(tmp_path / "ferries"))


@pytest.fixture
def there(monkeypatch):
    """Stand in the made-up book, as who uses the command line does."""
    monkeypatch.chdir(PROJECT.root)


def nowhere() -> dict[str, str]:
    """The environment without what says where a site or a repository is, as CI has it."""
    places = {"CLAIMBOOK_BASE_URL", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY"}
    return {name: value for name, value in os.environ.items() if name not in places}


@pytest.fixture(scope="session")
def built(tmp_path_factory, worker_id):
    """The made-up book with its site built, once for all processes that run tests; nobody changes it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "ferries"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            copy_book(folder)
            command = [sys.executable, "-m", "claimbook", "--book", str(folder), "build"]
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=300, env=nowhere())
    return folder


@pytest.fixture(scope="session")
def site(built):
    """The made-up book's site."""
    return built / "_build" / "html"


@pytest.fixture(scope="session")
def server(site):
    """The address at which the made-up book's site is served."""
    with serving(site) as address:
        yield address
