"""Files to download: register, data package, report, workbook, each chart's data, the executed notebooks."""

import csv
import io
import json
import zipfile
from math import isinf
from pathlib import Path
from typing import Any

import fastparquet
import pandas as pd

from claimbook.model.model import Model
from claimbook.paper.report import About, report
from claimbook.project import PACKAGE, Project
from claimbook.register.claims import Claim
from claimbook.results.describing import describe
from claimbook.results.made import as_texts, made_with
from claimbook.results.records import claim_record
from claimbook.system.files import own_files, read_text

SCHEMA = PACKAGE / "results" / "results.schema.json"


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
    made = as_texts(made_with(model))
    fastparquet.write(str(folder / "register.parquet"), table, write_index=False, custom_metadata=made)


def write_data(folder: Path, project: Project) -> None:
    """Write the tables beside the pages, and all of them as one archive: the same bytes for the same rows."""
    texts = {f"{name}.csv": as_csv(project.tables.read_rows(name)) for name in project.tables.described}
    texts["claims.csv"] = as_csv(claims_table(project))
    texts["datapackage.json"] = json.dumps(described_with_claims(project), ensure_ascii=False, indent=1) + "\n"
    for path in own_files(project.data / "claims", ".yml", ".json"):
        texts[f"claims/{path.name}"] = read_text(path, path.name)
    (folder / "data" / "claims").mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / f"{project.settings.archive}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(texts.items()):
            (folder / "data" / name).write_bytes(text.encode())
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))  # no clock in the bytes
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode(), zipfile.ZIP_DEFLATED)


#: Columns of the table that is made of the claims' files.
CLAIM_COLUMNS = {
    "id": "Permanent id: the source's key and a name",
    "source": "Key of the source",
    "line": "Line of the source's text, counted from 1",
    "numeral": "The figure as printed, damage included; empty for a statement in words",
    "statement": "What the source says, in our words",
    "relation": "How the claim relates to its figure: = at printed precision, ≈ within 10 %, a bound, or in a range",
    "low": "Least value that makes the claim true as printed, in the unit; empty where there is none",
    "high": "Greatest value that does; empty where there is none",
    "unit": "Unit of both",
    "weight": "main, supporting or incidental",
    "tests": "Kinds of the tests it is held to, separated by commas; each with how it bears on the claim",
    "quantities": "The derivations or assumptions that it is compared with, separated by spaces",
    "evidence": "Keys of the evidence it is held against, separated by spaces",
    "error_kind": "Kind of error, shown where the claim fails",
    "due": "Date of a forecast (ISO 8601)",
    "because": "Id of the claim whose failure makes this one fail",
    "differs_because": "Why the same figure of the same thing has another verdict elsewhere",
    "missing": "Where nothing decides: the missing word, unit, base or date",
    "searched": "Of a bare fact for which no evidence was found: what was searched",
    "chapter": "Notebook in book/ that shows the claim",
    "note": "What one must know to read the claim",
}


def claims_table(project: Project) -> list[list[str]]:
    """The claims' files as one table: its header and rows."""
    return [
        list(CLAIM_COLUMNS),
        *([cell_of(claim, column) for column in CLAIM_COLUMNS] for claim in project.claims.values()),
    ]


def cell_of(claim: Claim, column: str) -> str:
    """A claim's cell in the table of claims."""
    if column in ("relation", "low", "high"):
        value = getattr(claim.printed, column, "")
        return (
            "" if isinstance(value, float) and isinf(value) else f"{value:.12g}" if isinstance(value, float) else value
        )
    if column == "tests":
        return ", ".join(f"{test.kind} ({test.bearing})" if test.bearing else test.kind for test in claim.tests)
    return " ".join(getattr(claim, column)) if column in ("quantities", "evidence") else str(getattr(claim, column))


def described_with_claims(project: Project) -> dict[str, Any]:
    """The description of the tables, the one of the claims among them."""
    package = project.tables.description()
    fields = [{"name": name, "type": "string", "description": said} for name, said in CLAIM_COLUMNS.items()]
    claims = {"name": "claims", "path": "claims.csv", "schema": {"fields": fields, "primaryKey": ["id"]}}
    return {**package, "resources": [*package["resources"], claims]}


def write_paper(folder: Path, model: Model, title: str, address: str) -> None:
    """
    Write the report as a PDF.

    Parameters
    ----------
    folder : Path
        The site's.
    model : Model
        Whose results it shows.
    title : str
        What a scenario is called; empty for the baseline.
    address : str
        The site's whole address, by which claims are linked; empty where nobody said.
    """
    (folder / paper_name(model.project)).write_bytes(report(model, About(title, address)))


def paper_name(project: Project) -> str:
    """What the report as a PDF is called."""
    return f"{project.settings.archive}.pdf"


def write_workbook(folder: Path, model: Model, title: str) -> None:
    """Write the book as a workbook that recalculates; the title is a scenario's, empty for the baseline."""
    from claimbook.workbook.writing import workbook  # here, because other commands need this module and no spreadsheet

    (folder / workbook_name(model.project)).write_bytes(workbook(model, title))


def workbook_name(project: Project) -> str:
    """What the workbook is called."""
    return f"{project.settings.archive}.xlsx"


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
