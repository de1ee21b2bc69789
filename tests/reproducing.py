"""Running the engine in two places, under different clocks and habits, to see whether anything of it comes out."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

SETTINGS = {
    "here": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "a place far away": {"TZ": "Asia/Shanghai", "LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "2"},
}

#: What Sphinx keeps for its own next run.
NOT_PUBLISHED = {".buildinfo", "environment.pickle"}


def forget_keys(folder: Path) -> Path:
    """Make every chapter of a copied book out of date."""
    for path in (folder / "book").glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["metadata"].pop("claimbook", None)  # without its key a chapter is out of date
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def build(folder: Path, package: Path, settings: dict[str, str], cores: set[int]) -> dict[str, str]:
    """Build a book, every chapter executed anew, by the engine in some folder; digests of what comes out, by path."""
    environment = {**os.environ, **settings, "PYTHONPATH": str(package), "SOURCE_DATE_EPOCH": "1700000000"}
    environment["PYTHONUTF8"] = "1"
    answer = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", ".", "--quiet", "--keep-going"],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=900, check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr[-2000:]
    built = [*(folder / "_build" / "html").rglob("*"), *(folder / "_build" / "executed").glob("*.ipynb")]
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in built
        if path.is_file() and path.name not in NOT_PUBLISHED
    }


def build_twice(copied, package: Path | None = None) -> list[dict[str, str]]:
    """What comes out of two builds of a book that `copied` makes in a folder of some name."""
    every_core = os.sched_getaffinity(0)
    cores = {"here": every_core, "a place far away": {min(every_core)}}
    folders = {name: copied(name) for name in SETTINGS}
    return [build(folders[name], package or folders[name], SETTINGS[name], cores[name]) for name in SETTINGS]


def answers(arguments: list[str], folders: list[Path], package: Path) -> list[bytes]:
    """What a command says from each of two folders, under other settings in each."""
    said = []
    for folder, settings in zip(folders, SETTINGS.values(), strict=True):
        environment = {**os.environ, **settings, "PYTHONPATH": str(package), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "claimbook", *arguments]
        said.append(subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True).stdout)
    return said
