"""Processes and kernels that execute chapters: how many there are, what ends them, and where they may write."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest

from claimbook.chapters import execution
from claimbook.chapters.execution import execute, read_chapter
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.project import PACKAGE, Project
from claimbook.system import kernels
from claimbook.system.kernels import interrupts_held, process_count, workers
from tests.cases import slow
from tests.commands import claimbook
from tests.engine.book import PROJECT, copy_book

pytestmark = pytest.mark.thorough


def with_the_engine():
    """Environment in which another process finds the engine, wherever it stands."""
    return {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}


# --- how many -----------------------------------------------------------------------------------------------------


@pytest.fixture
def machine(monkeypatch):
    """A machine with so many processors and so much memory, of which the process may use so much."""

    def make(processors, memory, limit=10**12):
        free = psutil.virtual_memory()._replace(available=memory)
        monkeypatch.delenv("CLAIMBOOK_JOBS", raising=False)
        monkeypatch.setattr("os.cpu_count", lambda: 64)
        monkeypatch.setattr("dask.system.CPU_COUNT", processors)
        monkeypatch.setattr("distributed.system.MEMORY_LIMIT", limit)
        monkeypatch.setattr("psutil.virtual_memory", lambda: free)

    return make


@pytest.mark.parametrize(
    ("processors", "memory", "limit", "processes"),
    [
        (64, 256e9, 1e12, 12),  # no more than there are chapters
        (2, 256e9, 1e12, 2),  # affinity or quota
        (64, 2e9, 1e12, 5),  # little is free
        (64, 256e9, 1e9, 2),  # a container's limit
        (64, 1e8, 1e12, 1),  # one always
    ],
)
def test_as_many_processes_start_as_there_are_chapters_processors_and_memory_for(
    machine, processors, memory, limit, processes
):
    machine(processors, int(memory), int(limit))
    assert process_count(12) == processes


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no affinity")
def test_a_process_that_may_use_one_processor_starts_one():
    asked = "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
    asked += "from claimbook.system.kernels import process_count; print(process_count(12))"
    environment = {name: value for name, value in with_the_engine().items() if name != "CLAIMBOOK_JOBS"}
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=environment)
    assert answer.stdout == "1\n"


def test_the_user_says_how_many_processes_start(monkeypatch):
    monkeypatch.setenv("CLAIMBOOK_JOBS", "3")
    assert (process_count(12), process_count(2), process_count()) == (3, 2, 3)


@pytest.mark.parametrize("said", ["0", "-1", "1.5", "two", "", " 2", "1e3", "٣", "9" * 5000])
@pytest.mark.parametrize(
    "command",
    [
        ["execute", "money"],
        ["sweep", "fuel_share", "--over", "ticket_price=1:4:1", "--dask", "local"],
    ],
)
@pytest.mark.usefixtures("there")
def test_a_number_of_processes_that_is_none_is_one_line_and_exit_code_2(monkeypatch, tmp_path, command, said):
    monkeypatch.setenv("CLAIMBOOK_JOBS", said)
    monkeypatch.setattr(kernels, "run_papermill", None)
    out = ["--out", tmp_path / "x.parquet"] if command[0] == "sweep" else []
    answer = claimbook(*command, *out)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert "CLAIMBOOK_JOBS" in answer.err
    assert "a whole number" in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.usefixtures("there")
def test_a_local_cluster_has_as_many_workers_as_the_user_says_and_shares_the_memory_among_them(monkeypatch):
    import distributed

    from claimbook.sweep.sweep import cluster, evaluate, plan

    real, asked = distributed.LocalCluster, []
    monkeypatch.setattr(distributed, "LocalCluster", lambda **options: asked.append(options) or real(**options))
    monkeypatch.setenv("CLAIMBOOK_JOBS", "1")
    with cluster("local") as run:
        (block,) = evaluate(plan(PROJECT, "yearly_takings", ["ticket_price=1:4:1"]), run)
    assert block.columns["value"].tolist() == pytest.approx([384_000, 768_000, 1_152_000, 1_536_000])
    assert [(options["n_workers"], options["memory_limit"]) for options in asked] == [(1, 1.0)]


# --- what ends them -----------------------------------------------------------------------------------------------


@pytest.fixture
def chapter(project):
    """A way to have a chapter of the copy do first what a test wants."""
    path = project.book / "money.ipynb"

    def make(source):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.insert(1, nbformat.v4.new_code_cell(source))
        nbformat.write(notebook, path)
        return path

    return make


def said_of_executing(project, names=("money",)):
    with pytest.raises(UserError) as error:
        execute(names, Model.of(project))
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.kernel
@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", slow("os._exit(3)")])
def test_a_kernel_that_dies_is_one_line_that_names_the_chapter_and_what_to_try(project, chapter, end, capfd):
    chapter(f"import os; {end}")
    said = said_of_executing(project)
    assert said.startswith("book/money.ipynb stopped because its kernel was killed or ran out of memory; ")
    assert "CLAIMBOOK_JOBS=1" in said
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.kernel
def test_a_process_that_is_killed_is_one_line_that_names_the_chapters_it_had_not_finished(project, chapter, capfd):
    chapter("import os; os.kill(os.getppid(), 9)")
    said = said_of_executing(project)
    assert "ended from outside, perhaps because memory ran out, before it had finished with money" in said
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.kernel
def test_a_kernel_that_cannot_start_is_one_line_that_names_the_chapter(project, chapter, monkeypatch, tmp_path, capfd):
    """A module that stands before the real one says no."""
    chapter("")
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit('no')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said = said_of_executing(project)
    assert said.startswith("book/money.ipynb could not be executed, because its kernel did not start: ")
    assert "Traceback" not in capfd.readouterr().err


class Raises:
    """Stands in for papermill: it raises."""

    def __init__(self, error):
        self.error = error

    def __call__(self, *arguments, **options):
        raise self.error


def all_that_goes_wrong():
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError

    cell = nbformat.v4.new_code_cell("while True:\n    pass")
    return [
        (CellTimeoutError.error_from_timeout_and_cell("too long", 4, cell), "stopped: A cell timed out"),
        (RuntimeError("Kernel didn't respond in 60 seconds"), "did not start: Kernel didn't respond in 60 seconds"),
        (NoSuchKernel("python3"), "did not start: No such kernel named python3"),
        (PermissionError(13, "Permission denied", "/x/python"), "did not start: [Errno 13] Permission denied"),
    ]


@pytest.mark.parametrize(("error", "said"), all_that_goes_wrong(), ids=lambda thing: type(thing).__name__)
def test_whatever_goes_wrong_with_a_kernel_is_one_line_that_names_the_chapter(monkeypatch, tmp_path, error, said):
    monkeypatch.setattr("papermill.execute_notebook", Raises(error))
    with pytest.raises(UserError) as raised:
        kernels.run_papermill(
            PROJECT.book / "money.ipynb", read_chapter("money", PROJECT), {}, "a key", tmp_path / "out.ipynb"
        )
    assert str(raised.value).startswith("book/money.ipynb ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", "{}", '{"cells": []}', '{"nbformat": 4, "cells": 5}', "\0"], ids=repr
)
def test_a_chapter_that_is_no_notebook_is_one_line_that_names_it(project, chapter, content):
    chapter("").write_text(content)
    with pytest.raises(UserError, match=r"^book/money\.ipynb is not .*$"):
        execute(["money"], Model.of(Project(project.root)))


@pytest.mark.parametrize("content", [b"", b'{"cells": [', b"\0" * 100, b"[]", b"not a notebook", None])
def test_what_was_executed_and_is_cut_short_is_executed_again(project, chapter, monkeypatch, content):
    path = chapter("")
    key = execution.execution_key("money", Model.of(Project(project.root)))
    executed = execution.executed_path("money", Model.of(Project(project.root)))
    executed.parent.mkdir(parents=True)
    whole = nbformat.read(path, as_version=4)
    whole.metadata["claimbook"] = {"key": key}
    executed.write_bytes(content if content is not None else nbformat.writes(whole).replace(key, "another").encode())
    asked = []

    class Pool:
        def submit(self, function, path, notebook, changes, key, target):
            from concurrent.futures import Future

            nbformat.write(whole, target)
            asked.append(target)
            done = Future()
            done.set_result(None)
            return done

    from contextlib import nullcontext

    monkeypatch.setattr(execution, "workers", lambda count, environment: nullcontext(Pool()))
    assert execute(["money"], Model.of(Project(project.root))) == {"money": executed}
    assert asked == [executed]
    assert execute(["money"], Model.of(Project(project.root))) == {"money": executed}
    assert asked == [executed]


def test_whoever_waits_for_chapters_may_do_something_else_meanwhile(project, chapter, monkeypatch):
    from concurrent.futures import Future
    from contextlib import nullcontext

    chapter("")
    happened = []

    class Pool:
        def submit(self, *asked):
            happened.append("begun")
            done = Future()
            done.set_result(None)
            return done

    monkeypatch.setattr(execution, "workers", lambda count, environment: nullcontext(Pool()))
    execute(["money"], Model.of(project), happened.append, meanwhile=lambda: happened.append("something else"))
    assert happened == ["begun", "something else", "money"]


@pytest.mark.kernel
def test_a_kernel_whose_chapter_is_executed_is_not_waited_for(project, chapter, tmp_path):
    late = tmp_path / "late"
    chapter(
        f"import atexit, pathlib, time\natexit.register(lambda: (time.sleep(1), pathlib.Path({str(late)!r}).touch()))"
    )
    execute(["money"], Model.of(Project(project.root)))
    assert not late.exists()


# --- where they may write, and what they may read -----------------------------------------------------------------


def outputs_of(path):
    return [cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells]


def execute_there(folder, environment, before=None):
    """Outputs of a chapter with cards and a chart, executed by a process of its own with another environment."""
    asked = (
        "import sys\n"
        "from pathlib import Path\n"
        "from claimbook.chapters import execution\n"
        "from claimbook.model.model import Model\n"
        "if __name__ == '__main__':\n"
        "    print(ascii(str(execution.execute(['crossings'], Model.of(sys.argv[1]), again=True)['crossings'])))\n"
    )
    book = copy_book(folder / "ferries")
    book.chmod(0o777)  # whoever executes it writes below it
    script = folder / "run.py"
    script.write_text(asked)
    answer = subprocess.run(
        [sys.executable, str(script), str(book)],
        capture_output=True, text=True, cwd=folder, env=environment, preexec_fn=before,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == ""
    (path,) = (book / "_build" / "executed").iterdir()
    return outputs_of(path)


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """The outputs that the chapter has when it is executed by whoever runs the tests, as they are."""
    return execute_there(tmp_path_factory.mktemp("usual"), with_the_engine())


def places():
    clean = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    ascii_only = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    return {
        "HOME unset, LANG=C, at the east end of the world": {**clean, **ascii_only, "TZ": "Pacific/Kiritimati"},
        "HOME read-only, LANG of China, at the west end": {
            **clean, "HOME": "/proc", "LANG": "zh_CN.GBK", "TZ": "Etc/GMT+12"
        },
        "HOME that does not exist": {**clean, "HOME": "/nowhere/at/all"},
    }  # fmt: skip


@pytest.mark.kernel
@pytest.mark.skipif(sys.platform == "win32", reason="homes and locales of Unix")
@pytest.mark.parametrize("place", [slow(name) for name in places()])
def test_a_chapter_gives_the_same_outputs_anywhere(tmp_path, place, usual):
    folder = tmp_path / "a path 与 空格"
    folder.mkdir()
    environment = {**places()[place], "PYTHONPATH": str(PACKAGE.parent)}
    assert execute_there(folder, environment, lambda: os.umask(0o077)) == usual


@pytest.mark.kernel
@pytest.mark.slow
def test_what_a_user_configured_for_jupyter_and_ipython_changes_no_output(tmp_path, usual):
    home = tmp_path / "home"
    loud = "import builtins\nprint('loud')\nbuiltins.repr = lambda thing: 'loud'\n"
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-loud.py").write_text(loud)
    (home / "pythonstartup.py").write_text(loud)
    (startup.parent / "ipython_config.py").write_text("c.InteractiveShellApp.exec_lines = ['raise SystemExit']\n")
    (startup.parent / "ipython_kernel_config.py").write_text("c.InteractiveShellApp.exec_lines = ['import nothing']\n")
    spec = home / ".local" / "share" / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text('{"argv": ["false"], "display_name": "x", "language": "python"}')
    environment = {
        **with_the_engine(), "HOME": str(home), "PYTHONSTARTUP": str(home / "pythonstartup.py"),
        "JUPYTER_PATH": str(home / ".local" / "share" / "jupyter"), "JUPYTER_PREFER_ENV_PATH": "0",
        "IPYTHONDIR": str(home / ".ipython"), "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
    }  # fmt: skip
    folder = tmp_path / "there"
    folder.mkdir()
    assert execute_there(folder, environment) == usual


def test_the_folder_that_kernels_write_to_is_removed(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with workers(1) as pool:
        (made,) = tmp_path.iterdir()
        assert Path(pool.submit(os.getenv, "IPYTHONDIR").result()).is_relative_to(made)
    assert list(tmp_path.iterdir()) == []


def test_kernels_of_the_test_run_have_places_of_their_own_too():
    home = Path.home()
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        assert not Path(os.environ[name]).is_relative_to(home)


@pytest.mark.kernel
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can be nobody")
def test_nobody_can_execute_a_chapter(usual):
    import pwd

    nobody = pwd.getpwnam("nobody")
    folder = Path("/tmp") / f"claimbook-test-{os.getpid()}"
    folder.mkdir(mode=0o777)
    try:
        folder.chmod(0o777)

        def become():
            os.setgid(nobody.pw_gid)
            os.setuid(nobody.pw_uid)

        try:
            subprocess.run(
                [sys.executable, "-c", "import claimbook"], cwd=PACKAGE.parent, preexec_fn=become, check=True
            )
        except (PermissionError, subprocess.CalledProcessError):
            pytest.skip("nobody may not read this folder or its environment")
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PACKAGE.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        assert execute_there(folder, environment, become) == usual
    finally:
        shutil.rmtree(folder)


def test_a_process_that_loses_who_started_it_leaves_no_folder(tmp_path):
    asked = (
        "import os, sys, tempfile\n"
        "from claimbook.system.kernels import workers\n"
        "if __name__ == '__main__':\n"
        "    tempfile.tempdir = sys.argv[1]\n"
        "    with workers(1) as pool:\n"
        "        print(pool.submit(os.getpid).result(), flush=True)\n"
        "        input()\n"
    )
    script, folder = tmp_path / "run.py", tmp_path / "places"
    script.write_text(asked)
    folder.mkdir()
    running = subprocess.Popen(
        [sys.executable, str(script), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=with_the_engine(),
    )  # fmt: skip
    worker = int(running.stdout.readline())
    assert len(list(folder.iterdir())) == 1
    running.kill()
    running.communicate()
    deadline = time.monotonic() + 10
    while psutil.pid_exists(worker) and psutil.Process(worker).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert list(folder.iterdir()) == []


@pytest.fixture
def heeded():
    """Ctrl-C as a shell in front of somebody has it: what runs behind a shell's back ignores it from the start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_waits_until_a_process_is_started(heeded):
    done = []
    with pytest.raises(KeyboardInterrupt), interrupts_held():  # noqa: PT012
        signal.raise_signal(signal.SIGINT)
        done.append("started")
    assert done == ["started"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_ctrl_c_nothing_is_raised_and_all_is_as_before():
    before = signal.getsignal(signal.SIGINT), signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with interrupts_held():
        pass
    assert (signal.getsignal(signal.SIGINT), signal.pthread_sigmask(signal.SIG_BLOCK, [])) == before
