"""Rerunning the book with other assumptions: which chapters they reach, and a site of the scenario's own."""

import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from claimbook.chapters.execution import execute
from claimbook.charts.drawing import draw_ahead, second_process
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.model.sensitivity import verdict_sensitivity
from claimbook.project import Project
from claimbook.results.made import made_with
from claimbook.scenarios.scenario import Scenario
from claimbook.site.ahead import files_of_model
from claimbook.site.building import base_url, load_sphinx, run_sphinx, site_of
from claimbook.site.places import drawings_of
from claimbook.system.replacing import building_folder, put_in_place

#: File in a scenario's site that says what it is: only a folder with it may be replaced by another rerun.
MARK = "scenario.json"


def output_folders(out: Path | None, chosen: Sequence[tuple[Scenario, Model]]) -> list[Path]:
    """
    Where the scenarios' sites go: the folder asked for, or one named after each; with several, each below it.

    Raises
    ------
    UserError
        If two would go to the same place, or a folder holds something that is not an earlier scenario's site.
    """
    names = [folder_name(scenario, model) for scenario, model in chosen]
    if repeated := next((name for name in names if names.count(name) > 1), None):
        raise UserError(f"{repeated} is named twice")
    if out is None:
        return [chosen[0][1].project.build / "scenarios" / name for name in names]
    out = out.expanduser().resolve()
    return [usable(out / name if len(chosen) > 1 else out) for name in names]


def folder_name(scenario: Scenario, model: Model) -> str:
    """Name of a scenario's site: its own, or what is changed where it has none or settings came on top."""
    added = {name: setting.text for name, setting in scenario.settings.items() if name in scenario.on_top}
    changes = added if scenario.name else model.settings
    parts = [*([scenario.name] if scenario.name else []), *(f"{name}={text}" for name, text in changes.items())]
    return re.sub(r"[^\w=.-]+", "-", "_".join(parts), flags=re.ASCII)[:120]


def usable(out: Path) -> Path:
    """
    The folder a user asks for, if a site may go there.

    Raises
    ------
    UserError
        If it is a file, lies below one, or holds something that is not a scenario's site.
    """
    try:
        if out.exists() and not out.is_dir():
            raise UserError(f"--out {str(out)!r} is a file; give a folder")
        if out.is_dir() and any(out.iterdir()) and not (out / MARK).exists():
            raise UserError(f"--out {str(out)!r} holds something that is not a scenario's site; give a new folder")
        if not nearest_existing(out).is_dir():
            raise UserError(f"--out {str(out)!r} lies below a file; give a folder")
    except OSError as error:
        raise UserError(f"--out {str(out)!r} cannot be used: {error.strerror}") from None
    return out


def nearest_existing(path: Path) -> Path:
    """The path, or its nearest parent that exists."""
    return next(place for place in (path, *path.parents) if place.exists())


def build_site(
    scenario: Scenario, model: Model, names: Sequence[str], folder: Path, step: Callable[[str], None]
) -> None:
    """
    Execute the chapters and build the scenario's site aside, then put it in place.

    Parameters
    ----------
    scenario : Scenario
        What is asked, and why.
    model : Model
        The model with its assumptions.
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
    settings = model.settings
    with building_folder(folder.parent) as aside, second_process() as pool:
        site, base = aside / "html", base_url(bool(settings))
        write_model_files = files_of_model(model.project, settings, scenario.title, base, aside / "of the model", pool)
        executed = execute(
            names, model, lambda chapter: step(f"Executed {chapter}"), meanwhile=lambda: get_ready(model)
        )
        draw_ahead(pool, [*executed.values()], drawings_of(model.project))
        build(scenario, model, site, folder)
        write_model_files(site)
        said = {**about(scenario, model), "made_with": made_with(model)}
        (site / MARK).write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
        put_in_place(site, folder, aside)
    step("Built the site")


def get_ready(model: Model) -> None:
    """Load and compute, while chapters are executed, what Sphinx and the pages would have to wait for afterwards."""
    load_sphinx()
    verdict_sensitivity(model)


def about(scenario: Scenario, model: Model) -> dict[str, object]:
    """What a scenario is, as plain data: what is shown of it beside its numbers."""
    return {
        "title": scenario.title,
        "why": scenario.why,
        "changes": model.settings,
        "settings": {name: asdict(setting) for name, setting in scenario.settings.items() if name in model.changes},
    }


def build(scenario: Scenario, model: Model, site: Path, folder: Path) -> None:
    """Build the book with a model's changes."""
    settings = {
        "claimbook_model": lambda: model,
        "claimbook_settings": model.settings,
        "claimbook_scenario": about(scenario, model),
        "claimbook_way_to_baseline": way_to_baseline(model.project, folder),
    }
    run_sphinx(model.project, site, site.parent / "doctrees", settings)


def way_to_baseline(project: Project, folder: Path) -> str:
    """The way from a scenario's site to the baseline's; none where they are on different drives."""
    try:
        return Path(os.path.relpath(site_of(project), folder)).as_posix()
    except ValueError:
        return ""
