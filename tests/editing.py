"""Ways to break and change the files of a copy of a book."""

import json
from pathlib import Path


def replace(path: Path, old: str, new: str) -> None:
    """Put something else in the place of a text that a file has."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(path: Path, text: str) -> None:
    """Add a text to the end of a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def change_notebook(path: Path, change) -> None:
    """Change the cells of a notebook."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook["cells"])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def add_cell(path: Path, text: str) -> None:
    """Add a cell of prose to the end of a notebook."""
    change_notebook(
        path,
        lambda cells: cells.append(
            {"cell_type": "markdown", "id": f"added-{len(cells)}", "metadata": {}, "source": [text]}
        ),
    )
