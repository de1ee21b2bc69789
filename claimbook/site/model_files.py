"""The files of a site that rest on the model alone: results, report, workbook, the pages to pass on."""

import json
from pathlib import Path

from claimbook.model.model import Model
from claimbook.results.records import all_results
from claimbook.site.downloads import write_paper, write_workbook
from claimbook.site.machines import write_claim_pages
from claimbook.site.shell import POLICY


def write_model_files(folder: Path, model: Model, title: str, base: str) -> None:
    """
    Write them into a site's folder.

    Parameters
    ----------
    folder : Path
        The site's.
    model : Model
        Whose results they show.
    title : str
        What a scenario is called; empty for the baseline.
    base : str
        The site's whole address; empty where nobody said.
    """
    text = json.dumps(all_results(model), ensure_ascii=False, indent=1)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    write_paper(folder, model, title, base)
    write_workbook(folder, model, title)
    if base:
        write_claim_pages(folder, base, POLICY, model)
