"""The gate: thirty ways to break a book, all of them found in one run, each as one line with its place."""

import pytest

from claimbook.checks import gate
from claimbook.errors import UserError
from claimbook.project import Project
from tests.commands import claimbook
from tests.project import append, change_notebook, copy_project, replace


def add_markdown(text):
    def add(cells):
        cells.append({"cell_type": "markdown", "id": f"added-{len(cells)}", "metadata": {}, "source": [text]})

    return lambda path: change_notebook(path, add)


def take_card(claim_id):
    def take(cells):
        for cell in cells:
            source = "".join(cell["source"])
            if f'"{claim_id}"' in source and cell["cell_type"] == "code":
                cell["source"] = source.replace(claim_id, "jiemian-2024-fleet-ratio")

    return lambda path: change_notebook(path, take)


def strip_outputs(path):
    def strip(cells):
        shown = [cell for cell in cells if cell["cell_type"] == "code" and cell.get("outputs")]
        shown[-1]["outputs"] = []

    change_notebook(path, strip)


def put(old, new):
    return lambda path: replace(path, old, new)


def add(text):
    return lambda path: append(path, text)


def new_file(text):
    return lambda path: path.write_text(text, encoding="utf-8")


#: What is broken, in which file, and what the gate says of it.
WAYS = [
    ("a claim's quantity that does not exist", "data/claims/jiemian-2024.yml", put("quantity: fleet_ratio", "quantity: fleet_ration"), "did you mean fleet_ratio"),
    ("a claim's unit that is none", "data/claims/huatai-2023.yml", put("unit: V100·year", "unit: V100·yaer"), "'V100·yaer' is not a unit"),
    ("evidence that does not exist", "data/claims/huatai-2023.yml", put("- openai_attribution_huatai", "- openai_attribution_huata"), "did you mean openai_attribution_huatai"),
    ("a figure that cannot be read", "data/claims/eeo-2023.yml", put("printed: about ", "printed: roughly "), "is not a printed figure"),
    ("an unknown key", "data/claims/caijing-2023.yml", put("  basis: evidence", "  bases: evidence"), "there is no such key"),
    ("a name in a note that exists nowhere", "data/claims/cinic-2024.yml", put("note: True", "note: See gpu_gain_of_old. True"), "gpu_gain_of_old"),
    ("an assumption without a reference in the bibliography", "data/assumptions.csv", put(",brown2020,", ",brown2031,"), "'brown2031' is not in book/references.bib"),
    ("an assumption whose range is reversed", "data/assumptions.csv", put("gpt4_training_time,95,90,100", "gpt4_training_time,95,100,90"), "needs 0 < low"),
    ("an assumption that nothing uses", "data/assumptions.csv", add("spare_part,1,,,day,,,,Nothing,brown2020,,,,printed\n"), "depends on spare_part"),
    ("a range without a reason", "data/assumptions.csv", add("wide_part,2,1,3,day,,lognormal,,Nothing,brown2020,,,,printed\n"), "wide_part has a range but no reason"),
    ("evidence in another unit than is one", "data/evidence.csv", put(",40.6e6,USD", ",40.6e6,USDD"), "'USDD' is not a unit"),
    ("a date that is none", "data/sources.csv", put("2023-04-24", "April 2023"), "April 2023"),
    ("a correlation above one", "data/correlations.csv", put(",0.8,", ",1.8,"), "1.8"),
    ("a comparison of claims that do not exist", "data/comparisons.csv", put("huatai-2023-", "huatai-2024-"), "no claim is called 'huatai-2024-"),
    ("a numeral that says something else", "data/numerals.csv", put("1,1万个,1e4,", "1,1万个,1e5,"), "'1万个' is not '1e5'"),
    ("a numeral that nobody has decided on", "data/numerals.csv", put(",context,,", ",todo,,"), "is still 'todo'"),
    ("a numeral that names no claim", "data/numerals.csv", put(",claim,huatai-2023-gpt3-cost", ",claim,huatai-2023-gpt3-coste"), "huatai-2023-gpt3-coste"),
    ("a way to a number that does not exist", "data/ways.csv", put(",gpt4_cost_cloud,", ",gpt4_cost_clout,"), "did you mean gpt4_cost_cloud"),
    ("a derivation without an oracle", "tests/oracles.py", put('"fleet_ratio"', '"fleet_rations"'), "fleet_ratio has no oracle"),
    ("a formula that gives another kind than it says", "book/derivations/policy.py", put("[yuan]", "[US dollar]"), "is said to give [US dollar]"),
    ("a module of formulas that is not listed", "book/derivations/made_up.py", new_file('"""Made up."""\n'), "does not list made_up"),
    ("a unit of the book's that is no definition", "book/units.txt", add("widget\n"), "book/units.txt, line"),
    ("a chapter's claim without a card", "book/policy.ipynb", take_card("eeo-2023-shanghai-compute-target"), "eeo-2023-shanghai-compute-target has no card"),
    ("a misspelt key of glue", "book/metas-fleet.ipynb", add_markdown("It {glue}`jiemian-2024-fleet-ratio.verdikt`."), "jiemian-2024-fleet-ratio.verdikt"),
    ("a result typed into prose", "book/chips.ipynb", add_markdown("The fleet is 22.4× as large."), "'22.4×' is a result typed into prose"),
    ("stripped outputs", "book/money.ipynb", strip_outputs, "are stripped"),
    ("a misspelt result on a page", "index.md", add("\n{result}`jiemian-2024-fleet-ratio.derivd`\n"), "jiemian-2024-fleet-ratio.derivd"),
    ("a citation that does not exist", "book/method.md", add("\nSee {cite:t}`brown2031b`.\n"), "'brown2031b' is not in book/references.bib"),
    ("a page that asks another host", "book/register.md", add("\n![x](https://example.org/x.png)\n"), "it asks for https://example.org/x.png"),
    ("a page that the contents do not list", "book/new-page.md", new_file("# New\n"), "does not list book/new-page"),
    ("a source without a page", "book/sources/cinic-2024.md", put("{source-page} cinic-2024", "{source-page} huatai-2023"), "no page shows cinic-2024"),
    ("a scenario of an assumption that does not exist", "scenarios/best-utilisation.yml", put("gpt4_utilisation:", "gpt4_utilization:"), "did you mean gpt4_utilisation"),
    ("a name in prose that exists nowhere", "book/what-if.md", add("\nSee `deep_learning_beginning`.\n"), "deep_learning_beginning"),
]  # fmt: skip


#: How a line may begin: with one of a book's files.
STARTS = ("data/", "book/", "scenarios/", "tests/", "claimbook.toml", "index.md", "_toc.yml")


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """What the gate says of a book that is broken in all these ways."""
    folder = copy_project(tmp_path_factory.mktemp("broken"))
    for _, file, breaks, _ in WAYS:
        breaks(folder / file)
    return claimbook("--book", folder, "check")


def test_there_are_thirty_ways_at_least():
    assert len(WAYS) >= 30
    assert len({way for way, *_ in WAYS}) == len(WAYS)


@pytest.mark.parametrize(("file", "said"), [way[1::2] for way in WAYS], ids=[way[0] for way in WAYS])
def test_one_run_names_every_way_in_which_a_book_is_broken(broken, file, said):
    assert broken.code == 2
    lines = [line for line in broken.err.splitlines() if said in line]
    assert lines, broken.err
    assert all(line.startswith(STARTS) for line in lines), lines


def test_every_line_begins_with_its_file_and_there_is_no_trace(broken):
    assert "Traceback" not in broken.err
    assert [line for line in broken.err.splitlines() if not line.startswith(STARTS)] == []


def test_a_mistake_in_one_claim_does_not_hide_the_other_claims_of_its_source(tmp_path):
    folder = copy_project(tmp_path)
    replace(folder / "data/claims/caijing-2023.yml", "  basis: evidence", "  bases: evidence")
    said = claimbook("--book", folder, "check").err.splitlines()
    assert 2 <= len(said) <= 12, said


def test_asking_what_is_wrong_with_a_book_leaves_it_as_it_was(tmp_path):
    folder = copy_project(tmp_path)
    (folder / "data/claims/huatai-2023.yml").write_text("source: [a,", encoding="utf-8")
    project = Project(folder)
    assert gate.problems(project)
    with pytest.raises(UserError, match=r"data/claims/huatai-2023\.yml"):
        _ = project.claims


@pytest.mark.parametrize(("file", "breaks", "said"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
@pytest.mark.slow
def test_each_way_alone_is_found_too(tmp_path, file, breaks, said):
    folder = copy_project(tmp_path)
    breaks(folder / file)
    assert any(said in line for line in gate.problems(Project(folder)))


def test_the_book_as_it_is_has_none():
    assert claimbook("check").code == 0
