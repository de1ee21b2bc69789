"""The book that the tests are about: the checkout's own."""

import sys
from pathlib import Path

from claimbook.project import Project, project_at

ROOT = Path(__file__).resolve().parent.parent
PROJECT: Project = project_at(ROOT)
BOOK, DATA, BUILD = PROJECT.book, PROJECT.data, PROJECT.build

sys.path.insert(0, str(BOOK))  # where notebooks import the book's charts from
