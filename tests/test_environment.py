"""The environment is set up by uv or by pip with the same result, whatever stood there and whatever stopped it."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.book import ROOT
from tests.wheels import write_wheel

#: A uv of our own: it has pip install what it is asked for, unless it is to stop half-way.
UV = """
import os, subprocess, sys
arguments = [part for part in sys.argv[1:] if part not in ("pip", "install", "--quiet", "--no-cache")]
assert arguments.pop(0) == "--python"
pip = [sys.executable, "-m", "pip", "--python", arguments.pop(0), "install", "--quiet"]
if os.environ.get("UV_STOPS"):
    subprocess.run([*pip, "--no-deps", "stray"])
    os.abort()
sys.exit(subprocess.run([*pip, *arguments]).returncode)
"""

#: Goes on writing into a folder, as pip does whose run was killed.
WRITES_FOR_A_WHILE = """
import pathlib, sys, time
started, number = time.time(), 0
while time.time() - started < 3:
    number += 1
    folder = pathlib.Path(sys.argv[1], "left", str(number))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "more").touch()
"""

#: Builds the project itself as an empty package, without what a real one would need.
BACKEND = """
import pathlib, zipfile

def build_editable(folder, settings=None, metadata=None):
    name = "toy-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        about = "toy-1.dist-info"
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\\nName: toy\\nVersion: 1\\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{about}/RECORD", "")
    return name
"""


@pytest.fixture
def toy(tmp_path):
    """A project whose locks name made-up packages, and an index that has them."""
    index, project = tmp_path / "index", tmp_path / "a project"
    index.mkdir()
    project.mkdir()
    shutil.copyfile(ROOT / "environment.py", project / "environment.py")
    digests = {name: write_wheel(index, name, "1") for name in ("first", "second", "stray")}
    digests["uv"] = write_wheel(index, "uv", "1", modules={"uv/__init__.py": "", "uv/__main__.py": UV})
    for lock, name in {"": "first", "-checks": "second", "-installer": "uv"}.items():
        line = f"{name}==1 --hash=sha256:{digests[name]}\n"
        (project / f"requirements{lock}.txt").write_text(line, encoding="utf-8")
    (project / "backend.py").write_text(BACKEND, encoding="utf-8")
    (project / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n', encoding="utf-8"
    )
    return project


def surroundings(project, **more):
    """The environment variables of a run: no network, and the made-up index."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "VIRTUAL_ENV"))}
    own = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(project.parent / "index"), "PIP_CONFIG_FILE": os.devnull}
    return {**kept, **own, **more}


def set_up(project, *arguments, interpreter=sys.executable, **more):
    return subprocess.run(
        [interpreter, "environment.py", *arguments],
        cwd=project, env=surroundings(project, **more), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def installed(project):
    """Names of what is installed, but for pip and what comes with it."""
    (packages,) = (project / ".venv").glob("[lL]ib/**/site-packages")
    names = {path.name.partition("-")[0] for path in packages.glob("*.dist-info")}
    return names - {"pip", "setuptools"}


@pytest.mark.slow
def test_what_the_book_needs_is_installed_once_and_what_the_checks_need_on_top(toy):
    answer = set_up(toy)
    assert (answer.returncode, answer.stdout) == (0, "Setting up .venv with requirements.txt.\n"), answer.stderr
    assert installed(toy) == {"first", "toy"}
    again = set_up(toy, "book")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    kept = toy / ".venv" / "a file of the user's"
    kept.touch()
    assert set_up(toy, "checks").returncode == 0
    assert installed(toy) == {"first", "second", "toy"}
    assert kept.exists(), "what was installed is not installed anew"
    assert set_up(toy, "book").stdout == "", "what the checks need holds what the book needs"


@pytest.mark.slow
def test_a_lock_that_changed_and_a_folder_that_moved_are_installed_anew(toy):
    assert set_up(toy).returncode == 0
    (toy / "requirements.txt").write_text((toy / "requirements-checks.txt").read_text("utf-8"), encoding="utf-8")
    assert set_up(toy).returncode == 0
    assert installed(toy) == {"second", "toy"}
    moved = toy.rename(toy.with_name("moved"))
    assert set_up(moved).stdout == "Setting up .venv with requirements.txt.\n"


@pytest.mark.slow
def test_without_uv_for_the_machine_and_when_it_stops_pip_installs_the_same(toy):
    stopped = set_up(toy, "checks", UV_STOPS="1")
    assert stopped.returncode == 0, stopped.stderr
    assert "pip installs the packages, which takes longer" in stopped.stdout
    assert installed(toy) == {"first", "second", "toy"}, "what uv had begun is gone"
    shutil.rmtree(toy / ".venv")
    (toy.parent / "index" / "uv-1-py3-none-any.whl").unlink()
    without = set_up(toy, "checks")
    assert without.returncode == 0, without.stderr
    assert installed(toy) == {"first", "second", "toy"}


@pytest.mark.slow
def test_an_interpreter_without_a_pip_gets_an_environment_with_the_one_that_python_brings(toy, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    bare = tmp_path / "bare" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    answer = set_up(toy, interpreter=bare)
    assert (answer.returncode, answer.stdout) == (0, "Setting up .venv with requirements.txt.\n"), answer.stderr
    assert installed(toy) == {"first", "toy"}


@pytest.mark.slow
@pytest.mark.parametrize("wish", ["PIP_REQUIRE_VIRTUALENV", "PIP_USER"])
def test_what_a_user_wishes_of_the_interpreters_pip_is_no_hindrance(toy, wish):
    outside = Path(sys.base_prefix, "python.exe" if os.name == "nt" else "bin/python3")
    answer = set_up(toy, interpreter=outside, **{wish: "1"})
    assert (answer.returncode, answer.stdout) == (0, "Setting up .venv with requirements.txt.\n"), answer.stderr


@pytest.mark.slow
def test_a_package_that_is_not_the_locked_one_is_refused_and_the_next_run_begins_anew(toy):
    lock = (toy / "requirements.txt").read_text("utf-8")
    (toy / "requirements.txt").write_text(lock[:-5] + "beef\n", encoding="utf-8")
    answer = set_up(toy, INSTALLER="pip")
    assert answer.returncode == 2
    assert "DO NOT MATCH THE HASHES" in answer.stderr
    assert answer.stderr.endswith("The next run begins anew.\n")
    (toy / "requirements.txt").write_text(lock, encoding="utf-8")
    assert set_up(toy).returncode == 0
    assert installed(toy) == {"first", "toy"}


@pytest.mark.slow
def test_an_installation_that_was_killed_is_taken_up_by_the_next_run(toy):
    for wait in (0.3, 1.5, 3):
        running = subprocess.Popen(
            [sys.executable, "environment.py"], cwd=toy, env=surroundings(toy), stdout=subprocess.DEVNULL
        )
        time.sleep(wait)
        running.kill()
        running.wait()
    answer = set_up(toy)
    assert answer.returncode == 0, answer.stderr
    assert installed(toy) == {"first", "toy"}


@pytest.mark.slow
def test_an_installer_that_outlives_its_run_is_waited_for(toy):
    assert set_up(toy).returncode == 0
    (toy / "requirements.txt").write_text((toy / "requirements-checks.txt").read_text("utf-8"), encoding="utf-8")
    writer = subprocess.Popen([sys.executable, "-c", WRITES_FOR_A_WHILE, str(toy / ".venv" / "lib")])
    answer = set_up(toy)
    writer.wait()
    assert answer.returncode == 0, answer.stderr
    assert installed(toy) == {"second", "toy"}


@pytest.mark.slow
def test_two_runs_at_once_are_one_after_the_other(toy):
    command = [sys.executable, "environment.py"]
    running = [
        subprocess.Popen(command, cwd=toy, env=surroundings(toy), stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = sorted(process.communicate(timeout=120)[0] for process in running)
    assert [process.returncode for process in running] == [0, 0]
    assert said == [
        "Another run is setting up .venv; waiting for it.\n",
        "Setting up .venv with requirements.txt.\n",
    ]
    assert installed(toy) == {"first", "toy"}


def test_a_folder_with_something_else_in_it_is_left_alone(toy):
    (toy / "papers").mkdir()
    (toy / "papers" / "mine.txt").write_text("mine", encoding="utf-8")
    answer = set_up(toy, ENVIRONMENT="papers")
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "is no environment of Python's" in answer.stderr
    assert [path.name for path in (toy / "papers").iterdir()] == ["mine.txt"]


def test_a_purpose_that_there_is_not_is_one_line(toy):
    answer = set_up(toy, "everything")
    assert answer.returncode == 2
    assert answer.stderr == "environment.py: say what it is for, book or checks; 'everything' is neither\n"


def test_an_older_python_is_told_what_it_takes(toy):
    older = "import runpy, sys; sys.version_info = (3, 10, 13); runpy.run_path('environment.py', run_name='__main__')"
    answer = subprocess.run([sys.executable, "-c", older], cwd=toy, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert answer.stderr.startswith("Python 3.11 or newer is needed; this is ")
    assert not (toy / ".venv").exists()
