"""
Whatever interrupts a rerun, the earlier site stays whole and the next run is clean and right.

Three kinds of tests. Folders are put in place by the real code in a process that is killed at random moments. The
whole command is killed at random moments, its Sphinx build and its kernels replaced by something that takes a tenth
of a second, so that fifty times are affordable. Real kernels are killed as a user would and, if INTERRUPT=N is in the
environment, N real reruns.
"""

import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from claimbook import cli
from claimbook.chapters.execution import executed_folder
from claimbook.model.model import Model, baseline_of
from claimbook.project import PACKAGE
from claimbook.site import rerun
from claimbook.system import replacing
from claimbook.system.replacing import PREFIX, building_folder, put_in_place
from tests.cases import slow
from tests.commands import claimbook
from tests.engine.book import PROJECT

resource = pytest.importorskip("resource", reason="processes are limited and forked as only Unix does")

pytestmark = pytest.mark.thorough

FILES = 40


def write_site(folder, version):
    """A site of some files that all say which version they are of."""
    folder.mkdir(parents=True)
    for number in range(FILES):
        (folder / f"{number}.html").write_text(version)


def version_of(folder):
    """The one version that all files of a whole site are of."""
    files = [path for path in folder.iterdir() if path.suffix == ".html"]
    assert len(files) == FILES, f"{len(files)} files"
    (version,) = {path.read_text() for path in files}
    return version


def leftovers(parent):
    return [path.name for path in parent.iterdir() if path.name.startswith(".")]


def with_the_engine():
    """Environment in which another process finds the engine, wherever it stands."""
    return {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}


REPLACE_FOREVER = """
import sys
from itertools import count
from pathlib import Path
from claimbook.system import replacing
if sys.argv[2] == "elsewhere":  # a system on which two folders cannot change places in one step
    replacing.exchange = lambda first, second: False
folder = Path(sys.argv[1])
for version in count():
    with replacing.building_folder(folder.parent) as aside:
        site = aside / "html"
        site.mkdir()
        for number in range(40):
            (site / f"{number}.html").write_text(str(version))
        replacing.put_in_place(site, folder, aside)
    print(version, flush=True)
"""


@pytest.mark.parametrize(("system", "times"), [("here", 10), slow("here", 40), ("elsewhere", 20)])
def test_a_whole_site_stands_when_the_process_that_replaces_it_is_killed(tmp_path, system, times):
    folder = tmp_path / "site"
    chance = random.Random(2026)
    for _ in range(times):
        running = subprocess.Popen(
            [sys.executable, "-c", REPLACE_FOREVER, str(folder), system], stdout=subprocess.PIPE, env=with_the_engine()
        )
        running.stdout.readline()  # it is at work
        time.sleep(chance.uniform(0, 0.03))
        running.kill()
        running.communicate()
        if system == "here":
            version_of(folder)  # at the very moment of the kill
        with building_folder(tmp_path):
            version_of(folder)  # where two moves are needed, once the next run has begun
        assert leftovers(tmp_path) == []


def replace_and_stop_at(folder, step, elsewhere):
    """In a forked process: replace a site, and end without further ado at a given line; gives whether it got so far."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    passed = 0

    def watch(frame, event, argument):
        nonlocal passed
        if frame.f_code.co_filename != replacing.__file__:
            return None
        passed += event == "line"
        if passed == step:
            os._exit(9)
        return watch

    if elsewhere:
        replacing.exchange = lambda first, second: False
    try:
        sys.settrace(watch)
        with building_folder(folder.parent) as aside:
            write_site(aside / "html", "new")
            put_in_place(aside / "html", folder, aside)
    finally:
        os._exit(0)


@pytest.mark.filterwarnings("ignore:This process.*fork:DeprecationWarning")
@pytest.mark.parametrize("elsewhere", [False, True])
def test_at_whichever_line_it_stops_a_whole_site_stands_once_the_next_run_has_begun(tmp_path, elsewhere):
    """Between the lines a system call is either done or not, so that this is every state there is."""
    seen = set()
    folder = tmp_path / "site"
    write_site(folder, "old")
    step = 1
    while replace_and_stop_at(folder, step, elsewhere):
        if not elsewhere:
            version_of(folder)
        with building_folder(tmp_path):
            seen.add(version_of(folder))
        assert leftovers(tmp_path) == []
        shutil.rmtree(folder)
        write_site(folder, "old")
        step += 1
    assert step > 20
    assert seen == {"old", "new"}


def test_a_reader_finds_a_whole_site_at_any_moment_while_it_is_replaced(tmp_path):
    folder = tmp_path / "site"
    write_site(folder, "0")
    if not replacing.exchange(folder, folder.with_name("site")):
        pytest.skip("this system cannot let two folders change places in one step")
    missed, done = [], threading.Event()

    def read():
        while not done.is_set():
            try:
                (folder / "7.html").read_text()
            except FileNotFoundError as error:
                missed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for version in range(50):
        with building_folder(tmp_path) as aside:
            write_site(aside / "html", str(version))
            put_in_place(aside / "html", folder, aside)
    done.set()
    reader.join()
    assert not missed
    assert version_of(folder) == "49"


def test_what_another_live_run_is_building_is_left_alone(tmp_path):
    with building_folder(tmp_path) as first, building_folder(tmp_path) as second:
        assert first != second
        assert first.is_dir()


def test_runs_that_begin_at_the_same_moment_leave_each_other_alone(tmp_path):
    def rounds(number):
        for _ in range(50):
            with building_folder(tmp_path) as aside:
                (aside / "mine").write_text(str(number), encoding="utf-8")
                assert (aside / "mine").read_text(encoding="utf-8") == str(number)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(rounds, range(8))) == [None] * 8
    assert not [*tmp_path.iterdir()]


def test_only_leftovers_are_cleared_and_not_what_looks_like_them(tmp_path):
    (tmp_path / "building-notes").mkdir()
    (tmp_path / f"{PREFIX}old").mkdir()
    (tmp_path / f"{PREFIX}old" / "x").write_text("x")
    with building_folder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["building-notes"]


# The whole command, with a build that takes a tenth of a second


@pytest.fixture
def quick(monkeypatch, tmp_path, there):
    """The command with a site of forty files in the place of Sphinx, and no kernels."""

    def build(scenario, model, site, folder):
        site.mkdir()
        for number in range(FILES):
            (site / f"{number}.html").write_text(json.dumps(rerun.about(scenario, model)))
            time.sleep(0.002)

    def execute(names, model, done, meanwhile):
        for name in names:
            done(name)
        return {}

    monkeypatch.setattr(rerun, "build", build)
    monkeypatch.setattr(rerun, "execute", execute)
    few = Model(PROJECT, PROJECT.assumptions, draw_count=500)
    _ = few.results  # computed once here, not in each child
    monkeypatch.setitem(PROJECT.kept, (baseline_of.__wrapped__,), few)
    return tmp_path / "site"


def child(arguments, limit=None):
    """A process of its own that runs the command; forked, so that it need not load everything again."""

    def run():
        os.setsid()
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        cli.main(arguments)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    return process


@pytest.mark.filterwarnings("ignore:This process.*fork:DeprecationWarning")
@pytest.mark.parametrize(("times", "each"), [(10, 1), slow(50, 6)])
def test_a_rerun_killed_at_random_moments_leaves_the_site_whole_and_the_next_run_is_right(quick, times, each):
    def arguments(price):
        return ["rerun", "--set", f"ticket_price={price}", "--out", str(quick)]

    assert claimbook(*arguments(4)).code == 0
    chance = random.Random(2026)
    ends = {signal.SIGKILL: 0, signal.SIGINT: 0, signal.SIGTERM: 0}
    price, takes = 4.0, 1.0
    for new in (5 + i / 100 for i in range(500)):
        began = time.monotonic()
        running = child(arguments(new))
        running.join(chance.uniform(0, takes))
        if running.is_alive():
            stop = chance.choice([*ends])
            os.kill(running.pid, stop)
            running.join(10)
            assert not running.is_alive()
            ends[stop] += running.exitcode != 0
        else:
            takes = time.monotonic() - began  # so long it takes now, on a machine that may do other things besides
        said = json.loads(version_of(quick))["changes"]["ticket_price"]
        assert said in (f"{price:g} USD/passenger", f"{new:g} USD/passenger")
        price = float(said.split()[0])
        assert json.loads((quick / rerun.MARK).read_text())["changes"]["ticket_price"] == said
        if sum(ends.values()) >= times and min(ends.values()) >= each:
            break
    assert min(ends.values()) >= each, f"too few were interrupted: {ends}"
    assert claimbook(*arguments(19)).code == 0
    assert json.loads(version_of(quick))["changes"] == {"ticket_price": "19 USD/passenger"}
    assert leftovers(quick.parent) == []


@pytest.mark.filterwarnings("ignore:This process.*fork:DeprecationWarning")
def test_a_full_disk_is_said_in_one_line_and_leaves_the_site_whole(quick, capfd):
    """The largest file that the process may write stands for the last free block."""
    assert claimbook("rerun", "--set", "ticket_price=2", "--out", quick).code == 0
    for limit in (1, 60, 100):
        running = child(["rerun", "--set", "ticket_price=3", "--out", str(quick)], limit)
        running.join(30)
        assert running.exitcode == 1
        assert json.loads(version_of(quick))["changes"] == {"ticket_price": "2 USD/passenger"}
        assert leftovers(quick.parent) == []


def test_an_error_of_the_disk_is_one_line(monkeypatch, quick):
    def full(*arguments):
        raise OSError(28, "No space left on device", "/somewhere/x")

    monkeypatch.setattr(rerun, "build", full)
    answer = claimbook("rerun", "--set", "ticket_price=3", "--out", quick)
    assert answer.code == 1
    assert answer.err.strip() == "claimbook: No space left on device: '/somewhere/x'"
    assert not quick.exists()
    assert leftovers(quick.parent) == []


def test_what_a_killed_process_left_of_a_chapter_is_cleared_by_the_next_run(monkeypatch, tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for process in (gone.pid, os.getpid()):
        (tmp_path / f"chapter-key.{process}{replacing.UNFINISHED}").write_text("half")
    replacing.clear_unfinished(tmp_path, f"*{replacing.UNFINISHED}")
    assert [path.name for path in tmp_path.iterdir()] == [f"chapter-key.{os.getpid()}{replacing.UNFINISHED}"]


# Real kernels and real sites

EXECUTE = """
from claimbook.chapters.execution import execute
from claimbook.model.model import Model
from claimbook.project import Project
import sys
if __name__ == "__main__":
    execute(["crossings", "money"], Model.of(Project(sys.argv[1])).with_(passengers_per_crossing=90))
"""


def everyone_below(process):
    try:
        return psutil.Process(process).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def all_gone(processes, seconds=5):
    """A kernel looks once a second whether its parent is there; the chapters would take longer than this."""
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return not [process for process in alive if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.kernel
@pytest.mark.parametrize("stop", [signal.SIGKILL, slow(signal.SIGINT)])
def test_no_worker_and_no_kernel_outlives_the_process_that_started_it(project, tmp_path, stop):
    script = tmp_path / "run.py"
    script.write_text(EXECUTE)
    running = subprocess.Popen(
        [sys.executable, str(script), str(project.root)], env=with_the_engine(),
        stderr=subprocess.DEVNULL, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job would ignore it
    )  # fmt: skip
    deadline = time.monotonic() + 60
    started = []
    while not any("ipykernel_launcher" in " ".join(process.cmdline()) for process in started):
        assert time.monotonic() < deadline, "no kernel was started"
        assert running.poll() is None
        time.sleep(0.2)
        started = [process for process in everyone_below(running.pid) if process.is_running()]
    if stop is signal.SIGINT:
        os.killpg(running.pid, stop)  # as a terminal does; a kernel has a group of its own
    else:
        running.kill()
    running.wait(5)
    assert running.returncode != 0
    assert all_gone(started), "a process outlived the run"
    replacing.clear_unfinished(executed_folder(project), f"*{replacing.UNFINISHED}")
    assert not list(executed_folder(project).glob(f"*{replacing.UNFINISHED}"))


@pytest.mark.kernel
@pytest.mark.skipif("INTERRUPT" not in os.environ, reason="set INTERRUPT=N to kill N real reruns at random moments")
def test_real_reruns_killed_at_random_moments_leave_the_site_whole_and_the_next_run_is_right(project, tmp_path):
    folder = tmp_path / "site"

    def start(season):
        arguments = [sys.executable, "-m", "claimbook", "rerun", "--set", f"season_length={season} day/year"]
        return subprocess.Popen(
            [*arguments, "--out", str(folder)], cwd=project.root, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )

    begun = time.monotonic()
    assert start(150).wait() == 0
    takes = time.monotonic() - begun
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    chance = random.Random()
    for i in range(int(os.environ["INTERRUPT"])):
        running = start(160 + i / 100)
        time.sleep(chance.uniform(0, takes))
        below = everyone_below(running.pid)
        running.send_signal(chance.choice([signal.SIGKILL, signal.SIGINT, signal.SIGTERM]))
        running.communicate(timeout=60)
        assert all_gone(below)
        after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        if running.returncode != 0:
            assert after == before
        before = after
    assert start(180).wait() == 0
    assert "180 day/year" in (folder / "index.html").read_text(encoding="utf-8")
    assert leftovers(tmp_path) == []
    assert not list(executed_folder(project).glob(f"*{replacing.UNFINISHED}"))
