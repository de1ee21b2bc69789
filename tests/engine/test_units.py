"""Units are the same whether pint read its own definitions or what it kept of them, and whoever may write where."""

import os
import sys
from multiprocessing import get_context

import pytest

from claimbook.register.units import keep_what_pint_reads, plain_registry


def feet_in_a_mile(folder) -> float:
    """A number that pint alone knows, by a registry that may keep what it reads in a folder."""
    return float(plain_registry(folder).Quantity(1, "mile").to("foot").magnitude)


@pytest.mark.thorough
def test_what_is_kept_gives_the_units_that_pint_reads(tmp_path):
    kept = tmp_path / "kept"
    first, second = plain_registry(kept), plain_registry(kept)
    assert kept.is_dir()
    assert set(first) == set(second)
    assert [str(second.Quantity(1, unit).to_root_units()) for unit in ("acre", "kWh", "ppm")] == [
        str(first.Quantity(1, unit).to_root_units()) for unit in ("acre", "kWh", "ppm")
    ]


@pytest.mark.thorough
def test_a_unit_that_one_book_defines_is_unknown_to_the_next(tmp_path):
    one, other = plain_registry(tmp_path / "kept"), plain_registry(tmp_path / "kept")
    one.define("widget = [widget]")
    assert "widget" in one
    assert "widget" not in other
    assert "widget" not in plain_registry(tmp_path / "kept")


@pytest.mark.thorough
def test_nothing_is_kept_where_python_may_not_keep_what_it_compiles(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert feet_in_a_mile(tmp_path / "kept") == pytest.approx(5280)
    assert not list(tmp_path.iterdir())


@pytest.mark.thorough
def test_where_nothing_can_be_written_units_are_read_all_the_same(tmp_path):
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    assert feet_in_a_mile(tmp_path / "a-file" / "kept") == pytest.approx(5280)
    assert feet_in_a_mile(tmp_path / "absent" / "kept") == pytest.approx(5280)


@pytest.mark.thorough
def test_what_may_not_be_read_is_read_anew(tmp_path):
    """A folder in place of each file cannot be opened by anybody, root included."""
    kept = tmp_path / "kept"
    assert keep_what_pint_reads(kept)
    for path in kept.iterdir():
        path.unlink()
        path.mkdir()
    assert feet_in_a_mile(kept) == pytest.approx(5280)


@pytest.mark.thorough
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes start one after the other on Windows")
def test_of_processes_that_begin_at_once_each_finds_all_units_and_one_folder_is_left(tmp_path):
    folders = [tmp_path / name for name in "abcd"]
    with get_context("fork").Pool(4) as pool:
        found = pool.map(feet_in_a_mile, [folder for folder in folders for _ in range(4)], chunksize=1)
    assert found == pytest.approx([5280] * 16)
    assert sorted(tmp_path.iterdir()) == folders
