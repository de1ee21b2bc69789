"""Python modules of a book, loaded under names of their own, so that those of two books do not meet."""

import hashlib
import importlib.util
import os
from pathlib import Path
from traceback import extract_tb
from types import ModuleType

from claimbook.errors import UserError


def load_module(path: Path, place: str) -> ModuleType:
    """
    A module of a book, under a name of its own, so that the modules of two books do not meet.

    Raises
    ------
    UserError
        If there is no such file, or it cannot be loaded, naming its line.
    """
    if not path.is_file():
        raise UserError(f"{place} is missing; claimbook.toml names it")
    name = f"book_{hashlib.sha256(os.fsencode(path)).hexdigest()[:12]}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    try:
        # Its text, and no bytecode: that would be taken for a text of the same size that was saved in the same second.
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))
    except SyntaxError as error:
        raise UserError(f"{place}, line {error.lineno}: {error.msg}") from None
    except Exception as error:  # whatever the module's own lines raise
        lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == str(path)]
        raise UserError(f"{place}, line {lines[-1] if lines else 1}: {type(error).__name__}: {error}") from None
    return module
