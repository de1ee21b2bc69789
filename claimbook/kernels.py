"""
Processes that execute notebooks, none of which outlives whoever started them.

This module imports nothing of the model, so that such a process is at work a second sooner.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import nbformat

from claimbook.errors import UserError
from claimbook.replacing import UNFINISHED


@contextmanager
def workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """
    Processes that execute chapters, none of which outlives this one or the block.

    Each holds one end of a line whose other end is here. It ends itself, and with it its kernel, which watches its
    parent, as soon as that end is gone: because of an error or Ctrl-C in the block, or because this process was killed.

    Raises
    ------
    UserError
        If one of them is ended from outside.
    """
    new = multiprocessing.get_context("spawn")  # a fork would hold the other end as well
    theirs, ours = new.Pipe(duplex=False)
    pool = ProcessPoolExecutor(count, mp_context=new, initializer=end_with, initargs=(theirs,))
    try:
        yield pool
    except BrokenProcessPool:
        raise UserError("a process that executed chapters was ended from outside; run the command again") from None
    finally:
        ours.close()
        pool.shutdown(cancel_futures=True)


def end_with(line: Connection) -> None:
    """End this process when the other end of the line is gone; Ctrl-C is the other end's business."""

    def wait() -> None:
        with suppress(EOFError, OSError):
            line.recv()
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=wait, daemon=True).start()


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
        If the chapter stops with an error.
    """
    import papermill  # here, because whoever only starts these processes needs none of it

    logging.getLogger("papermill").setLevel(logging.ERROR)
    result = target.with_suffix(f".{os.getpid()}{UNFINISHED}")
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
        )
        tidy(executed, key)
        nbformat.write(executed, result)
        result.replace(target)
    except papermill.PapermillExecutionError as error:
        raise UserError(f"book/{path.name} stopped: {error.ename}: {error.evalue}") from None
    finally:
        result.unlink(missing_ok=True)


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
