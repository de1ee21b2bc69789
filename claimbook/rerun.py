"""Rerunning the book with other assumptions: which chapters, which claims moved, and a site of its own."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from claimbook.errors import UserError
from claimbook.execution import changes_for, chapters, execute
from claimbook.model import Model, Result
from claimbook.tables import ROOT

#: File in a scenario's site that says what it is: only a folder with it may be replaced by another rerun.
MARK = "scenario.json"
SCENARIOS = ROOT / "_build" / "scenarios"


def read_settings(settings: Sequence[str]) -> dict[str, str]:
    """
    Settings of the command line by name.

    Raises
    ------
    UserError
        If one is not written ``NAME=VALUE``, or a name is set twice.
    """
    values: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name = name.strip()
        if not equals or not name:
            raise UserError(f"--set {setting!r} is not NAME=VALUE; write for example --set h100_per_a100=3")
        if name in values:
            raise UserError(f"--set gives {name} twice")
        values[name] = value.strip()
    return values


def affected_chapters(model: Model) -> list[str]:
    """Chapters that a model's changes reach."""
    return [chapter for chapter in chapters() if changes_for(chapter, model)]


def moved(before: Model, after: Model) -> list[tuple[Result, Result]]:
    """Claims whose derived value, interval or verdict differs between two models, verdicts that turned first."""
    pairs = [(old, new) for old, new in zip(before.results, after.results, strict=True) if old != new]
    return sorted(pairs, key=lambda pair: pair[0].verdict == pair[1].verdict)


def output_folder(out: Path | None, model: Model) -> Path:
    """
    Where a scenario's site goes: the folder asked for, or one named after the changes.

    Raises
    ------
    UserError
        If the folder holds something that is not an earlier scenario's site.
    """
    if out is None:
        names = "_".join(f"{name}={assumption.written}" for name, assumption in model.changes.items())
        return SCENARIOS / re.sub(r"[^\w=.-]+", "-", names)[:120]
    out = out.expanduser().resolve()
    if out.exists() and not out.is_dir():
        raise UserError(f"--out {out} is a file; give a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).exists():
        raise UserError(f"--out {out} holds something that is not a scenario's site; give an empty or a new folder")
    if not nearest_existing(out).is_dir():
        raise UserError(f"--out {out} lies below a file; give a folder")
    return out


def nearest_existing(path: Path) -> Path:
    """The path, or its nearest parent that exists."""
    return next(place for place in (path, *path.parents) if place.exists())


def build_site(model: Model, names: Sequence[str], folder: Path, step: Callable[[str], None]) -> None:
    """
    Execute the chapters and build the scenario's site aside, then move it into place.

    Parameters
    ----------
    model : Model
        The scenario.
    names : sequence of str
        The chapters it reaches.
    folder : Path
        Where the site goes.
    step : callable
        Called with a line for each chapter executed, and when the site is built.

    Raises
    ------
    UserError
        If a chapter stops, or Jupyter Book reports an error.
    """
    execute(names, model, lambda chapter: step(f"Executed {chapter}"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".building-") as aside:
        site = Path(aside) / "html"
        build(model, site)
        changes = {name: assumption.written for name, assumption in model.changes.items()}
        (site / MARK).write_text(json.dumps(changes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        put_in_place(site, folder, Path(aside) / "replaced")
    step("Built the site")


def build(model: Model, site: Path) -> None:
    """Build the book with a model's changes by Jupyter Book's own Sphinx run."""
    from jupyter_book.sphinx import build_sphinx

    settings = {name: assumption.written for name, assumption in model.changes.items()}
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        outcome = build_sphinx(
            str(ROOT),
            str(site),
            path_config=str(ROOT / "_config.yml"),
            confoverrides={"claimbook_settings": settings, "latex_individualpages": False},
            doctreedir=str(site.parent / "doctrees"),
            noconfig=True,
            warningiserror=True,
            keep_going=True,
        )
    if outcome:
        last = [
            line for line in said.getvalue().splitlines() if "WARNING" in line or "ERROR" in line or "rror:" in line
        ]
        raise UserError(f"the site could not be built: {(last or [str(outcome)])[-1].strip()}")


def put_in_place(site: Path, folder: Path, replaced: Path) -> None:
    """Move a finished site to where it belongs, an earlier one out of its way first."""
    if folder.exists():
        folder.rename(replaced)
    try:
        site.rename(folder)
    except OSError:
        if replaced.exists():
            shutil.move(replaced, folder)
        raise
