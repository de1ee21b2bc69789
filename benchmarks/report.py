"""BENCHMARKS.md from what pytest-benchmark measured: ``python -m benchmarks.report MEASURED.json``."""

import json
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "BENCHMARKS.md"

HEAD = """# Benchmarks

What `make bench` measured, with what it was held against. A test fails where a promise is not kept: the bounds stand in
`benchmarks/`.
"""


def main(measured: Path, page: Path = PAGE) -> None:
    """Write the page."""
    text = as_page(json.loads(measured.read_text(encoding="utf-8")))
    scratch = page.with_suffix(".new")
    scratch.write_text(text, encoding="utf-8")
    scratch.replace(page)


def as_page(measured: dict[str, Any]) -> str:
    """The page: machine and date, then a table for each module."""
    machine, when = measured["machine_info"], measured["datetime"][:10]
    cpu = machine["cpu"]
    about = (
        f"Measured on {when}, on {cpu['count']} cores of {cpu['brand_raw']}, "
        f"{machine['system']}, Python {machine['python_version']}."
    )
    modules: dict[str, list[dict[str, Any]]] = {}
    for one in measured["benchmarks"]:
        modules.setdefault(one["fullname"].partition("::")[0], []).append(one)
    return "\n".join([HEAD, about, "", *(line for name in sorted(modules) for line in section(name, modules[name]))])


def section(name: str, ones: list[dict[str, Any]]) -> list[str]:
    """One module's heading and table."""
    rows = [f"| {sentence(one['name'])} | {seconds(one)} | {figures(one['extra_info'])} |" for one in ones]
    return [f"## {Path(name).stem.removeprefix('test_').replace('_', ' ').capitalize()}", "",
            "| what | fastest | measured |", "| --- | --- | --- |", *rows, ""]  # fmt: skip


def sentence(test: str) -> str:
    """A test's name as the sentence it is."""
    name, _, parameter = test.removesuffix("]").partition("[")
    words = name.removeprefix("test_").replace("_", " ").capitalize()
    return f"{words}: {parameter}" if parameter else words


def seconds(one: dict[str, Any]) -> str:
    """The fastest round; nothing where the figures beside it are all there is."""
    fastest = one["stats"]["min"]
    return f"{fastest:.3g} s" if fastest > 1e-4 else ""


def figures(info: dict[str, Any]) -> str:
    """What a test noted of itself."""
    return ", ".join(f"{name}: {value:.3g}" if isinstance(value, float) else f"{name}: {value}"
                     for name, value in info.items())  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
