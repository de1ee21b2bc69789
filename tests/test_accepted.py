"""The accepted results of this book, and what is said of them when tests fail."""

import conftest
from claimbook.model.model import Model
from claimbook.results import accepted
from tests.editing import replace
from tests.engine.book import copy_book


def test_the_accepted_results_are_those_of_this_data_and_this_code():
    assert accepted.what_moved(Model.baseline()) == []


def test_a_failed_run_begins_with_what_moved(tmp_path, monkeypatch):
    """On the made-up book, whose figures do not change with those of this one."""
    book = copy_book(tmp_path / "ferries")
    table = book / "data" / "assumptions.csv"
    monkeypatch.setattr(conftest, "ROOT", book)
    assert "No claim moved" in conftest.explanation()[1]
    replace(table, "ticket_price,premise,3.50,", "ticket_price,premise,7,")
    lines = conftest.explanation()
    assert lines[1].startswith("What moved")
    assert any("$1.34 million per year → $2.69 million per year" in line for line in lines)
    replace(table, "ticket_price,premise,7,", "ticket_price,premise,many,")
    assert "cannot be said" in conftest.explanation()[1]
