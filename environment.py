"""
Set up the environment in .venv: what the book needs, or what its checks need as well.

    python environment.py           # the book's packages
    python environment.py checks    # those of the checks too

Nothing but Python 3.11 or newer is needed. Packages come from the locks requirements.txt and requirements-checks.txt,
with their hashes, by uv where there is one for this machine and by pip elsewhere. A run that finds everything in
place does nothing; one that was killed is taken up by the next, from the beginning. ENVIRONMENT names another folder.
"""

import errno
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

if sys.version_info < (3, 11):
    version = sys.version.split()[0]
    print(f"Python 3.11 or newer is needed; this is {version}. Try: make PYTHON=python3.12 book", file=sys.stderr)
    sys.exit(2)

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / os.environ.get("ENVIRONMENT", ".venv")
LOCKS = {"book": ["requirements.txt"], "checks": ["requirements.txt", "requirements-checks.txt"]}
INSTALLER = "requirements-installer.txt"

#: Whether this interpreter has a pip that can fetch uv; otherwise the environment is made with one, which takes longer.
HAS_PIP = importlib.util.find_spec("pip") is not None

#: Digests of what is installed, by what it is for; written when all of it is there.
INSTALLED = ENVIRONMENT / "installed"


def main(arguments: list[str]) -> None:
    """Set up the environment for what the first argument says, the book unless told otherwise."""
    purpose = arguments[0] if arguments else "book"
    if purpose not in LOCKS or len(arguments) > 1:
        stop(f"environment.py: say what it is for, {' or '.join(LOCKS)}; {' '.join(arguments)!r} is neither")
    if is_installed(purpose):
        return
    with alone():
        if not is_installed(purpose):  # another run may have set it up while this one waited
            set_up(purpose)


def stop(reason: str) -> NoReturn:
    """End with one line that says why."""
    print(reason, file=sys.stderr)
    sys.exit(2)


def is_installed(purpose: str) -> bool:
    """Whether all that a purpose needs is in place; what the checks need holds all that the book needs."""
    if not (INSTALLED.exists() and Path(python()).exists()):
        return False
    said = INSTALLED.read_text("utf-8").splitlines()
    return any(digest_of(enough) in said for enough in {purpose, "checks"})


def digest_of(purpose: str) -> str:
    """What an environment for a purpose is made of, in short: Python's version, its place, the lock, the settings."""
    files = [*LOCKS[purpose], INSTALLER, "pyproject.toml"]
    parts = [f"{sys.version_info[:2]} {ENVIRONMENT}", *((ROOT / name).read_text("utf-8") for name in files)]
    return f"{purpose} {hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other run sets up the environment; the system frees the lock of a run that ends."""
    folder = ROOT / "_build"
    folder.mkdir(exist_ok=True)
    with (folder / ".environment.lock").open("a") as file:
        waiting = False
        while not taken(file.fileno()):
            if not waiting:
                print(f"Another run is setting up {ENVIRONMENT.name}; waiting for it.", flush=True)
            waiting = True
            time.sleep(0.2)
        yield


def taken(descriptor: int) -> bool:
    """Take the lock of an open file, if nobody has it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def set_up(purpose: str) -> None:
    """Install what a purpose needs: beside the book's packages where these are in place, or else from the beginning."""
    print(f"Setting up {ENVIRONMENT.name} with {' and '.join(LOCKS[purpose])}.", flush=True)
    adding = is_installed("book")
    INSTALLED.unlink(missing_ok=True)  # until it is written again, the environment counts as unfinished
    by_pip = os.environ.get("INSTALLER") == "pip"
    if not adding:
        make_environment(with_pip=by_pip or not HAS_PIP)
    installed = (not by_pip and install_with_uv(purpose)) or install_with_pip(purpose)
    if not installed:
        stop("The packages could not be installed; what stopped it is said above. The next run begins anew.")
    INSTALLED.write_text(digest_of(purpose) + "\n", "utf-8")


def make_environment(with_pip: bool) -> None:
    """Make an empty environment, with the pip that comes with Python or without, in the place of an earlier one."""
    there = [path for path in ENVIRONMENT.rglob("*") if not path.is_dir()]
    if there and not (ENVIRONMENT / "pyvenv.cfg").exists():
        stop(f"{ENVIRONMENT} holds files and is no environment of Python's; name another folder, or empty it")
    for _ in range(60):
        try:
            venv.create(ENVIRONMENT, clear=True, symlinks=os.name != "nt", with_pip=with_pip)
        except subprocess.CalledProcessError:
            stop("Python's own venv and pip are needed; on Debian and Ubuntu: apt install python3-venv")
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
            time.sleep(0.5)  # an installer of a run that was killed still writes; it soon ends
        else:
            return
    stop(f"{ENVIRONMENT} could not be emptied, since something writes into it; end that, and try again")


def install_with_uv(purpose: str) -> bool:
    """Install by uv, which pip puts into a folder that is thrown away; gives whether there is one that could."""
    fetching = sys.executable if HAS_PIP else python()
    with tempfile.TemporaryDirectory() as folder:
        options = ["--only-binary", ":all:", "--target", folder, "--require-hashes", "--requirement", INSTALLER]
        # The folder is no part of the interpreter, so that a user's wishes about that are not gone against.
        anywhere = {**os.environ, "PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0"}
        fetched = subprocess.run(
            [*pip_install(fetching), *options], cwd=ROOT, env=anywhere, stderr=subprocess.DEVNULL, check=False
        )
        if fetched.returncode == 0:
            command = [fetching, "-m", "uv", "pip", "install", "--quiet", "--python", python()]
            if not os.access(Path.home(), os.W_OK):
                command.append("--no-cache")
            if install(command, purpose, {"PYTHONPATH": folder, **index_of_pip(fetching)}):
                return True
    print("There is no uv for this machine, or it stopped: pip installs the packages, which takes longer.", flush=True)
    make_environment(with_pip=True)
    return False


def install_with_pip(purpose: str) -> bool:
    """Install by pip; gives whether it could."""
    return install(pip_install(python()), purpose, {})


def install(command: Sequence[str], purpose: str, settings: dict[str, str]) -> bool:
    """Install the packages of a lock and this one; gives whether both went well."""
    # Of a package with an extra, pip wants a line without the extra as well: it stands in the book's lock.
    lock = ["--require-hashes", *(part for name in LOCKS[purpose] for part in ("--requirement", name))]
    package = ["--no-deps", "--no-build-isolation", "--editable", "."]
    return all(
        subprocess.run([*command, *part], cwd=ROOT, env={**os.environ, "PIP_USER": "0", **settings}).returncode == 0
        for part in (lock, package)
    )


def pip_install(interpreter: str) -> list[str]:
    """The command by which an interpreter's pip installs."""
    return [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def python() -> str:
    """The environment's interpreter."""
    return str(ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def index_of_pip(interpreter: str) -> dict[str, str]:
    """Where pip is told to look for packages, if it is, so that uv looks there too."""
    said = subprocess.run([interpreter, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    found = re.findall(r"^\S*\.index-url='(.+)'$", said, re.M)
    return {"UV_DEFAULT_INDEX": found[-1]} if found else {}


if __name__ == "__main__":
    main(sys.argv[1:])
