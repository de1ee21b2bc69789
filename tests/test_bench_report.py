"""BENCHMARKS.md is what was measured, with machine and date."""

import json

from benchmarks.report import as_page, main, sentence

CPU = {"count": 2, "brand_raw": "A processor"}
GROWTH = {
    "name": "test_twice_the_claims[checks]",
    "fullname": "benchmarks/test_growth.py::test_twice_the_claims[checks]",
    "stats": {"min": 1.2345},
    "extra_info": {"times as long": 9.8765, "claims": 1000},
}
CARRIED = {
    "name": "test_carried",
    "fullname": "benchmarks/test_draws.py::test_carried",
    "stats": {"min": 3e-7},
    "extra_info": {},
}
MEASURED = {
    "machine_info": {"cpu": CPU, "system": "Linux", "python_version": "3.11.7", "node": "a-name"},
    "datetime": "2026-11-22T10:00:00+00:00",
    "benchmarks": [GROWTH, CARRIED],
}


def test_the_page_names_machine_and_date_and_every_figure():
    page = as_page(MEASURED)
    assert "Measured on 2026-11-22, on 2 cores of A processor, Linux, Python 3.11.7." in page
    assert "| Twice the claims: checks | 1.23 s | times as long: 9.88, claims: 1000 |" in page
    assert page.index("## Draws") < page.index("## Growth")
    assert "| Carried |  |  |" in page


def test_the_page_does_not_name_the_host():
    assert "a-name" not in as_page(MEASURED)


def test_a_tests_name_is_the_sentence_it_is():
    assert sentence("test_time_grows_no_faster[a task]") == "Time grows no faster: a task"


def test_the_page_is_written_whole(tmp_path):
    (tmp_path / "measured.json").write_text(json.dumps(MEASURED), encoding="utf-8")
    main(tmp_path / "measured.json", tmp_path / "BENCHMARKS.md")
    assert (tmp_path / "BENCHMARKS.md").read_text(encoding="utf-8") == as_page(MEASURED)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["BENCHMARKS.md", "measured.json"]
