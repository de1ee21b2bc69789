"""The book that the tests are about: the checkout's own."""

from pathlib import Path

from claimbook.project import Project, project_at

ROOT = Path(__file__).resolve().parent.parent
PROJECT: Project = project_at(ROOT)
BOOK, DATA, BUILD = PROJECT.book, PROJECT.data, PROJECT.build
