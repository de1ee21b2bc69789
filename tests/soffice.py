"""
LibreOffice, without a window: opens a workbook, changes cells as a user would, and says what others show then.

This file runs twice: the tests import it, and a Python that has LibreOffice's modules runs it as a program.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

#: Seconds in which LibreOffice has to start.
PATIENCE = 60

#: So often it is asked, since on a busy machine the program at times dies without a word as it starts or ends.
ATTEMPTS = 3


@cache
def libreoffice():
    """LibreOffice and a Python that can speak to it; none where either is missing."""
    names = ("soffice", "libreoffice")
    found = os.environ.get("SOFFICE") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        return None
    beside = Path(found).resolve().parent
    for python in (beside / "python", beside.parent / "Resources" / "python", Path("/usr/bin/python3")):
        asked = [str(python), "-c", "import uno"]
        if python.exists() and subprocess.run(asked, capture_output=True, timeout=PATIENCE).returncode == 0:
            return found, str(python)
    return None


def recalculated(path, inputs, states, wanted):
    """
    What columns of a workbook show when others hold something else.

    Parameters
    ----------
    path : Path
        The workbook.
    inputs : str
        The column of cells that are changed, such as ``Assumptions.C2:C20``.
    states : list of lists
        What they hold, one after the other.
    wanted : list of str
        The columns that are read.

    Returns
    -------
    list of lists of lists
        For each state what each of the columns shows.
    float
        Seconds that all states took, without the program's start.
    """
    soffice, python = libreoffice()
    with tempfile.TemporaryDirectory() as folder:
        task, answer = Path(folder) / "task.json", Path(folder) / "answer.json"
        own = shutil.copy(path, folder)
        task.write_text(json.dumps({"path": own, "inputs": inputs, "states": states, "wanted": wanted}))
        command = [python, __file__, soffice, folder]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        for _ in range(ATTEMPTS):
            shutil.rmtree(Path(folder) / "profile", ignore_errors=True)
            done = subprocess.run(command, env=clean, capture_output=True, text=True, timeout=300)
            if answer.exists():
                break
        assert answer.exists(), f"LibreOffice ended with {done.returncode}: {done.stderr}"
        found = json.loads(answer.read_text())
    return found["states"], found["seconds"]


def main(soffice, folder):
    """Do what a task says, and write the answer beside it."""
    import uno
    from com.sun.star.beans import PropertyValue

    task = json.loads((Path(folder) / "task.json").read_text())
    pipe = f"claimbook-{os.getpid()}"
    quiet = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"]
    profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
    listening = f"--accept=pipe,name={pipe};urp;"
    # In a group of its own, which is ended as a whole: what is started is a program that starts another.
    office = subprocess.Popen(
        [soffice, *quiet, profile, listening],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        context = connected(resolver, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        hidden = PropertyValue(Name="Hidden", Value=True)
        document = desktop.loadComponentFromURL(Path(task["path"]).resolve().as_uri(), "_blank", 0, (hidden,))
        document.calculateAll()
        states, seconds = run(document, task["inputs"], task["states"], task["wanted"])
        unfinished = Path(folder) / "unfinished.json"
        unfinished.write_text(json.dumps({"states": states, "seconds": seconds}))
        unfinished.rename(Path(folder) / "answer.json")
        document.close(True)
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait(PATIENCE)


def connected(resolver, address):
    """LibreOffice, once it answers."""
    import uno

    end = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(address)
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def run(document, inputs, states, wanted):
    """What is wanted in each state, and how long all took."""
    column, shown = range_of(document, inputs), [range_of(document, name) for name in wanted]
    document.enableAutomaticCalculation(False)
    column.Spreadsheet.IsTextWrapped = False  # else all rows are measured anew each time
    found = []
    begun = time.perf_counter()
    for values in states:
        column.setDataArray(tuple((value,) for value in values))
        document.calculate()
        found.append([[row[0] for row in cells.getDataArray()] for cells in shown])
    return found, time.perf_counter() - begun


def range_of(document, name):
    """The cells of a sheet that a name says."""
    sheet, _, cells = name.rpartition(".")
    return document.Sheets.getByName(sheet).getCellRangeByName(cells)


if __name__ == "__main__":
    main(*sys.argv[1:])
