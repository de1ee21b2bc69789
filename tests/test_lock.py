"""The locks install today and whatever is released tomorrow, under any pip, and say the same."""

import os
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pip
import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.book import ROOT
from tests.wheels import write_wheel

LOCKS = ("requirements.txt", "requirements-checks.txt", "requirements-installer.txt")


def locked(name, root=ROOT):
    """What a lock names, each with its version, its extras and the marker that says where it is installed."""
    lines = (root / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [Requirement(line.partition(" --hash")[0]) for line in lines if re.match(r"[a-z]", line, re.I)]


def asked_for(name):
    """What is asked for by hand."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if re.match(r"[a-z]", line, re.I)]


def here(requirements):
    """Those that this interpreter on this system gets, by name."""
    return {canonicalize_name(r.name): r for r in requirements if r.marker is None or r.marker.evaluate()}


def lacking(requirements):
    """Extras that a distribution installed here asks for, and that requirements name it without."""
    known = here(requirements)
    found = []
    for distribution in distributions():
        name = canonicalize_name(distribution.name)
        extras = known[name].extras | {""} if name in known else set()
        for need in map(Requirement, distribution.requires or ()):
            applies = need.marker is None or any(
                need.marker.evaluate({**default_environment(), "extra": extra}) for extra in extras
            )
            needed = canonicalize_name(need.name)
            if extras and applies and needed in known:
                found += [f"{needed}[{extra}] for {name}" for extra in need.extras - known[needed].extras]
    return found


@pytest.mark.thorough
def test_every_extra_that_a_locked_package_asks_for_is_named_by_the_lock():
    assert lacking(locked("requirements-checks.txt")) == []
    assert lacking(locked("requirements.txt")) == []


@pytest.mark.thorough
def test_a_lock_without_an_extra_is_found():
    stripped = [Requirement(re.sub(r"\[.*?\]", "", str(r))) for r in locked("requirements-checks.txt")]
    assert "coverage[toml] for pytest-cov" in lacking(stripped)


def test_every_package_that_is_asked_for_is_locked_and_both_locks_give_it_one_version():
    book, checks = locked("requirements.txt"), locked("requirements-checks.txt")
    assert {canonicalize_name(r.name) for r in asked_for("requirements.in")} <= {
        canonicalize_name(r.name) for r in book
    }
    both = [*asked_for("requirements.in"), *asked_for("requirements-checks.in")]
    assert {canonicalize_name(r.name) for r in both} <= {canonicalize_name(r.name) for r in checks}
    versions = {(canonicalize_name(r.name), str(r.specifier)) for r in checks}
    assert {(canonicalize_name(r.name), str(r.specifier)) for r in book} <= versions


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_has_hashes_and_none_names_a_host(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "//" not in re.sub(r"^\s*#.*$", "", text, flags=re.M)
    assert len(locked(name)) >= 1
    entries = re.split(r"^(?=[a-z])", text, flags=re.M | re.I)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_only_checks_need_is_not_installed_with_the_book():
    names = {canonicalize_name(r.name) for r in locked("requirements.txt")}
    assert names.isdisjoint({"playwright", "mypy", "ruff", "hypothesis", "squigglepy", "pytest-xdist", "uv"})


# Tomorrow: an index in which everything has a newer release


@pytest.fixture(scope="module")
def tomorrow(tmp_path_factory):
    """
    An index of empty wheels: what is installed here, with what it asks for, and a newer release of each.

    And the two locks that the checks are installed from, with the digests of these wheels, so that they fit them.
    """
    folder = tmp_path_factory.mktemp("index")
    lines = []
    of_both = [r for name in LOCKS[:2] for r in here(locked(name)).values()]
    known = {canonicalize_name(requirement.name) for requirement in of_both}
    for distribution in distributions():
        name = canonicalize_name(distribution.name)
        if name in known:
            requires = distribution.requires or ()
            extras = distribution.metadata.get_all("Provides-Extra") or ()
            write_wheel(folder, name, "9999", requires, extras)
            digest = write_wheel(folder, name, distribution.version, requires, extras)
            lines += [
                f"{str(requirement).partition('=')[0]}=={distribution.version} --hash=sha256:{digest}"
                for requirement in of_both
                if canonicalize_name(requirement.name) == name
            ]
    assert len(lines) == len(of_both), "something locked is not installed"
    return folder, lines


@pytest.fixture(scope="module")
def oldest_pip(tmp_path_factory):
    """The oldest pip that must do, by itself in a folder; the interpreter's own where that cannot be had."""
    folder = tmp_path_factory.mktemp("pip")
    wanted = ["--requirement", ROOT / "tests" / "oldest-pip.txt", "--require-hashes"]
    got = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, *wanted],
        capture_output=True, check=False,
    )  # fmt: skip
    return folder if got.returncode == 0 else Path(pip.__file__).parent.parent


def resolve(index, lines, folder, pip_folder):
    """Have pip resolve a lock against an index, and say what it says."""
    lock = folder / "lock.txt"
    lock.write_text("\n".join(lines) + "\n", encoding="utf-8")
    options = ["--dry-run", "--ignore-installed", "--require-hashes", "--no-index", "--find-links", index]
    environment = {"PATH": "", "PIP_CONFIG_FILE": os.devnull, "PYTHONPATH": str(pip_folder)}
    return subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "--requirement", lock],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip


@pytest.mark.thorough
@pytest.mark.slow
def test_the_lock_installs_with_the_oldest_pip_when_everything_has_a_newer_release(tomorrow, oldest_pip, tmp_path):
    index, lines = tomorrow
    answer = resolve(index, lines, tmp_path, oldest_pip)
    assert answer.returncode == 0, answer.stderr
    assert "9999" not in answer.stdout


@pytest.mark.slow
def test_a_lock_that_omits_coverages_extra_fails_with_the_oldest_pip(tomorrow, oldest_pip, tmp_path):
    """It is how the lock once was, and nobody noticed until a newer coverage was released."""
    index, lines = tomorrow
    answer = resolve(index, [line.replace("coverage[toml]", "coverage") for line in lines], tmp_path, oldest_pip)
    assert answer.returncode != 0
    assert "coverage[toml]" in answer.stderr
