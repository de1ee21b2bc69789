"""
Processes that execute notebooks, none of which outlives whoever started them.

This module imports nothing of the model, so that such a process is at work a second sooner.
"""

import atexit
import gc
import logging
import multiprocessing
import os
import re
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nbformat

from claimbook.errors import UserError
from claimbook.system.replacing import UNFINISHED

#: The environment variable that says how many processes work at once.
JOBS = "CLAIMBOOK_JOBS"

#: Bytes of memory that a process which executes chapters takes together with its kernel: 320 MB, measured, and some.
MEMORY_OF_ONE = 400 * 10**6

#: More processes than this cannot be waited for on Windows.
MOST_WORKERS = 61


def process_count(tasks: int | None = None) -> int:
    """
    How many processes to start: as many as the user says, or as there are processors and memory for.

    Parameters
    ----------
    tasks : int, optional
        How many there are work for.

    Raises
    ------
    UserError
        If the user says something that is no number of processes.
    """
    asked = os.environ.get(JOBS)
    if asked is not None and not re.fullmatch(r"0*[1-9][0-9]{0,3}", asked):
        raise UserError(f"{JOBS} is {asked!r}; set it to a whole number from 1 to 9999, or leave it out")
    if tasks is not None and tasks <= 1:
        return 1
    if asked is not None:
        return min(int(asked), tasks or int(asked))
    # Here, because these libraries take a second to load. They know what this process may use of the machine.
    import psutil
    from dask.system import CPU_COUNT
    from distributed.system import MEMORY_LIMIT

    room = min(MEMORY_LIMIT, psutil.virtual_memory().available) // MEMORY_OF_ONE
    return max(1, min(CPU_COUNT, room, tasks or CPU_COUNT))


def private_places(folder: Path) -> dict[str, str]:
    """
    Environment in which Jupyter and IPython keep what they write in a folder, and read nothing that is the user's own.

    So a chapter needs no home that can be written to, and no configuration or start-up file changes its outputs. The
    folder has to exist.
    """
    return {
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PATH": "",
        "PYTHONSTARTUP": "",
    }


@contextmanager
def workers(count: int, environment: Mapping[str, str] = MappingProxyType({})) -> Iterator[ProcessPoolExecutor]:
    """
    Processes that execute chapters, none of which outlives this one or the block.

    Each holds one end of a line whose other end is here. It ends itself, and with it its kernel, which watches its
    parent, as soon as that end is gone: because of an error or Ctrl-C in the block, or because this process was killed.

    Parameters
    ----------
    count : int
        How many are wanted.
    environment : mapping, optional
        Environment variables that they and their kernels have besides.

    Raises
    ------
    BrokenProcessPool
        If one of them is ended from outside.
    """
    new = multiprocessing.get_context("spawn")  # a fork would hold the other end as well
    theirs, ours = new.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="claimbook-", ignore_cleanup_errors=True) as places:
        pool = ProcessPoolExecutor(
            min(count, MOST_WORKERS),
            mp_context=new,
            initializer=end_with,
            initargs=(theirs, Path(places), dict(environment)),
        )
        try:
            yield pool
        finally:
            ours.close()
            pool.shutdown(cancel_futures=True)


def submit(pool: ProcessPoolExecutor, function: Callable[..., Any], *arguments: Any) -> Future:
    """
    Give processes something to do, for which one may have to be started.

    Ctrl-C waits meanwhile: a process whose start is torn in two, or that hears of it before it can ignore it, ends
    with a traceback of its own.
    """
    with interrupts_held():
        return pool.submit(function, *arguments)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Have Ctrl-C wait until the end of the block, and until processes that are started there can ignore it."""
    if threading.current_thread() is not threading.main_thread():  # Python tells the main thread of it alone
        yield
        return
    held: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: held.append(number))
    if hasattr(signal, "pthread_sigmask"):  # a new process begins with its parent's mask; Windows has none
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, handler)
        if held:
            signal.raise_signal(signal.SIGINT)


def end_with(line: Connection, places: Path, environment: Mapping[str, str]) -> None:
    """
    End this process when the other end of the line is gone; Ctrl-C is the other end's business.

    Parameters
    ----------
    line : Connection
        The line.
    places : Path
        Folder in which kernels may write; whoever made it cannot remove it any more when the other end is gone.
    environment : mapping
        Environment variables besides.
    """

    def wait() -> None:
        with suppress(EOFError, OSError):
            line.recv()
        shutil.rmtree(places, ignore_errors=True)
        os._exit(1)

    own = places / str(os.getpid())
    with suppress(OSError):  # of a full disk, which executing a chapter says in a better place
        own.mkdir()
    os.environ.update({**private_places(own), **environment})
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=wait, daemon=True).start()
    atexit.register(gc.freeze)  # whoever waits for its end need not wait for a search for garbage


def run_papermill(path: Path, notebook: Any, changes: dict[str, str], key: str, target: Path) -> None:
    """
    Execute one chapter and write it, in one step, without what differs from run to run.

    Parameters
    ----------
    path : Path
        Where the chapter stands: it is executed there.
    notebook : NotebookNode
        What is executed.
    changes : dict
        Papermill parameters.
    key : str
        What the result is to be known by.
    target : Path
        Where it is written.

    Raises
    ------
    UserError
        If the chapter stops with an error, or its kernel cannot be started or dies.
    """
    # Here, because whoever only starts these processes needs none of it.
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from zmq import ZMQError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    result = target.with_suffix(f".{os.getpid()}{UNFINISHED}")
    name = f"book/{path.name}"
    try:
        executed = papermill.execute_notebook(
            notebook,
            None,
            parameters=changes,
            kernel_name="python3",
            cwd=str(path.parent),
            progress_bar=False,
            autosave_cell_every=0,
            extra_arguments=["--log-level=50"],
            shutdown_kernel="immediate",  # all it said is here; to wait until it has tidied up takes a second
        )
    except papermill.PapermillExecutionError as error:
        raise UserError(f"{name} stopped: {error.ename}: {error.evalue}") from None
    except DeadKernelError:
        raise UserError(
            f"{name} stopped because its kernel was killed or ran out of memory; "
            f"free some memory or set {JOBS}=1, and run the command again"
        ) from None
    except CellTimeoutError as error:
        raise UserError(f"{name} stopped: {first_line(error)}") from None
    except (RuntimeError, NoSuchKernel, ZMQError, OSError) as error:
        raise UserError(
            f"{name} could not be executed, because its kernel did not start: {first_line(error)}; "
            "run the command again when the machine is less busy, or install ipykernel anew"
        ) from None
    tidy(executed, key)
    try:
        text = nbformat.writes(executed)
        result.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
        result.replace(target)
    finally:
        result.unlink(missing_ok=True)


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def tidy(notebook: Any, key: str) -> None:
    """Leave in a notebook's metadata only what is the same on every run, and the key."""
    notebook.metadata = nbformat.from_dict(
        {
            "claimbook": {"key": key},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
