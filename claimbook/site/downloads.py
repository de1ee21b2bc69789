"""Files to download: the register in three forms, the data package, each chart's data, the executed notebooks."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import fastparquet
import pandas as pd

from claimbook.model.model import Model
from claimbook.project import PACKAGE, Project
from claimbook.results.describing import describe
from claimbook.results.records import claim_record
from claimbook.system.files import read_text

SCHEMA = PACKAGE / "results" / "results.schema.json"

#: Fields of a chart's data that only place or colour a mark.
DRAWN = {"colour", "stack", "link", "first", "last", "beside", "end", "short"}


def register_table(model: Model) -> pd.DataFrame:
    """The register: a row a claim, its numbers as numbers and as people write them."""
    table = pd.DataFrame(
        [{**claim_record(result), **written(describe(result, model.project.words))} for result in model.results]
    )
    table["evidence"] = table["evidence"].str.join(" ")
    return table


def written(facts: dict[str, str]) -> dict[str, str]:
    """A claim's numbers as text, under names of their own."""
    return {f"{name}_text": text for name, text in facts.items()}


def write_register(folder: Path, model: Model) -> None:
    """Write register.csv, register.json and register.parquet: the same bytes for the same results."""
    table = register_table(model)
    table.to_csv(folder / "register.csv", index=False, lineterminator="\n")
    records = json.loads(table.to_json(orient="records", double_precision=15, force_ascii=False))
    text = json.dumps(records, ensure_ascii=False, indent=1)
    (folder / "register.json").write_text(text + "\n", encoding="utf-8")
    fastparquet.write(str(folder / "register.parquet"), table, write_index=False)


def write_data(folder: Path, project: Project) -> None:
    """Write the tables beside the pages, and all of them as one archive: the same bytes for the same rows."""
    described = read_text(project.data / "datapackage.json", "data/datapackage.json")
    texts = {f"{name}.csv": as_csv(project.tables.read_rows(name)) for name in project.tables.described}
    (folder / "data").mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"{project.settings.archive}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted({**texts, "datapackage.json": described}.items()):
            (folder / "data" / name).write_bytes(text.encode())
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))  # no clock in the bytes
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode(), zipfile.ZIP_DEFLATED)


def as_csv(rows: list[list[str]]) -> str:
    """Rows as CSV, quoted only where needed."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def write_notebooks(folder: Path, notebooks: dict[str, Path]) -> None:
    """Write each chapter's executed notebook under its own name, the same bytes however the lines of its file end."""
    (folder / "notebooks").mkdir(exist_ok=True)
    for chapter, path in notebooks.items():
        (folder / "notebooks" / f"{chapter}.ipynb").write_bytes(read_text(path, path.name).encode())


def write_chart_data(folder: Path, pages: list[Path]) -> None:
    """Write the data of every chart in the pages as CSV, under the chart's name."""
    (folder / "charts").mkdir(exist_ok=True)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for name, spec in re.findall(r'id="chart-(\w+)".*?class="chart-spec">(.*?)</script>', text, re.S):
            table = chart_table(json.loads(spec))
            table.to_csv(folder / "charts" / f"{name}.csv", index=False, lineterminator="\n")


def chart_table(spec: dict[str, Any]) -> pd.DataFrame:
    """A chart's data as one table, the fullest of its data sets first, without what only places or colours a mark."""
    sets = sorted(spec["datasets"].values(), key=lambda rows: (-len(rows[0]), -len(rows)))
    table = pd.concat([pd.DataFrame(rows) for rows in sets], ignore_index=True)
    return table.drop(columns=[name for name in table if name in DRAWN]).drop_duplicates()
