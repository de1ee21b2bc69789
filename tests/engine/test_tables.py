"""The tables in data/: a cell that is wrong is named with its place, as is a file that is missing or no table."""

import json

import pytest

from claimbook.checks import gate
from claimbook.errors import UserError
from tests.editing import append, replace
from tests.engine.book import PROJECT


@pytest.mark.parametrize(
    ("table", "old", "new", "place", "said"),
    [
        ("claims/herald-2024.yml", "line: 2", "line: two", "line 5", "'two' is not"),
        ("claims/herald-2024.yml", "384e3", "384 thousand", "line 4", "'384 thousand' is not a printed figure"),
        ("claims/herald-2024.yml", "kind: arithmetic", "kind: a guess", "line 13", "'a guess' is not"),
        ("claims/herald-2024.yml", "unit: USD/year", "unit: USD", "line 19", "in USD, but stated_yearly_takings comes"),
        ("claims/herald-2024.yml", "chapter: crossings", "chapter: sails", "line 4", "no notebook book/sails.ipynb"),
        (
            "claims/herald-2024.yml",
            "chapter: crossings",
            "chapter: sails",
            "line 4",
            "the chapters are crossings, money",
        ),
        ("claims/herald-2024.yml", "chapter: crossings", "chapter: Crossings", "line 8", "did you mean crossings?"),
        (
            "ways.csv",
            "yearly-fuel,Crossings",
            "Yearly Fuel,Crossings",
            "line 2",
            "small letters and digits, with hyphens",
        ),
        ("claims/herald-2024.yml", "source: herald", "source: harold", "line 2", "the source is 'harold-2024'"),
        ("assumptions.csv", "liter/crossing", "liter/gadget", "line 7", "'liter/gadget' is not a unit"),
        ("assumptions.csv", "80,60,100", "80,100,60", "line 4", "low ≤ value ≤ high"),
        ("assumptions.csv", "80,60,100", "99,60,100", "line 4", "has 60, 99 and 100 as its 5th, 50th and 95th"),
        ("assumptions.csv", "65,50,90", "65,50,190", "line 12", "above its maximum"),
        ("assumptions.csv", "day,premise,24", "day,hunch,24", "line 2", "'hunch'"),
        ("assumptions.csv", "crossing,estimate,80", "crossing,count,80", "line 4", "is exact (count) and has a range"),
        ("evidence.csv", ",research,", ",hearsay,", "line 3", "'hearsay'"),
        ("passenger_counts.csv", ",harbour2024,", ",harbour2024 inn2042,", "line 2", "'inn2042' is not in"),
        ("passenger_counts.csv", ",118e3,", ",118 thousand,", "line 6", "118 thousand"),
        (
            "passenger_counts.csv",
            ",118e3,",
            ",1.18E+05,",
            "line 6",
            "a spreadsheet has shortened it: put back all its d",
        ),
        ("trends.csv", ",new_pier,", ",new_peer,", "passenger_doubling_rate", "did you mean new_pier"),
        ("ways.csv", ",fuel_delivered,", ",fuel_deliverd,", "line 3", "did you mean fuel_delivered"),
        ("ways.csv", "yearly-fuel,Crossings", "weekly-fuel,Crossings", "line 2", "'weekly-fuel' is not in"),
        ("triangulations.csv", ",liter/year,", ",gadget,", "line 2", "'gadget' is not a unit"),
        (
            "sources.csv",
            "2024-05,",
            "May 2024,",
            "line 2",
            "published is 'May 2024', and should be a date as far as known, such as 2024, 2024-05 or 2024-05-14",
        ),
        (
            "numerals.csv",
            ",claim,",
            ",clame,",
            "line 5",
            "disposition is 'clame', and should be one of: claim, assumption, ",
        ),
        ("numerals.csv", ",claim,", ",,", "line 5", "disposition is empty, and should be filled in"),
    ],
)
@pytest.mark.thorough
def test_a_broken_cell_is_named_with_its_place(project, table, old, new, place, said):
    replace(project.data / table, old, new)
    found = gate.problems(project)
    assert any(problem.startswith(f"data/{table}, {place}") and said in problem for problem in found), found


@pytest.mark.thorough
def test_ways_to_a_number_of_another_kind_are_named(project):
    replace(project.data / "triangulations.csv", ",liter/year,", ",USD,")
    (found,) = gate.problems(project)
    assert found.startswith("data/ways.csv, line 2: yearly_fuel comes out in")
    assert found.endswith("but the ways are compared in USD")


@pytest.mark.thorough
def test_a_reference_in_a_table_that_only_this_book_has_is_named(project):
    description = json.loads((project.data / "datapackage.json").read_text(encoding="utf-8"))
    fields = [{"name": column, "type": "string"} for column in ("key", "length", "reference")]
    piers = {"name": "piers", "path": "piers.csv", "schema": {"fields": fields, "primaryKey": ["key"]}}
    description["resources"].append(piers)
    (project.data / "datapackage.json").write_text(json.dumps(description), encoding="utf-8")
    (project.data / "piers.csv").write_text("key,length,reference\nnew,120,harbour2042\n", encoding="utf-8")
    assert "data/piers.csv, line 2: 'harbour2042' is not in book/references.bib" in gate.problems(project)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "not UTF-8"), (b"", "not a CSV table"), (b'a,b\n"1,2\n', "not a CSV table")],
)
def test_a_file_that_is_no_table_is_named(project, content, said):
    (project.data / "sources.csv").write_bytes(content)
    with pytest.raises(UserError, match=rf"data/sources\.csv.*{said}"):
        _ = project.claims


def test_a_missing_table_is_named(project):
    (project.data / "evidence.csv").unlink()
    with pytest.raises(UserError, match=r"data/evidence\.csv is missing"):
        _ = project.evidence


def test_missing_claims_of_a_source_are_named(project):
    (project.data / "claims" / "fjordblad-2024.yml").unlink()
    with pytest.raises(UserError, match=r"data/claims/fjordblad-2024\.yml is missing"):
        _ = project.claims


def test_a_key_that_stands_twice_is_named_with_its_line(project):
    path = project.data / "evidence.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(UserError, match=r"line 7: 'fuel_delivered' stands there twice"):
        _ = project.evidence


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        ("Pilot, Anna", "Pilot 2020"),
        ("Pilot, Anna and Mate, Bo", "Pilot & Mate 2020"),
        ("Pilot, Anna and Mate, Bo and Cook, Cy", "Pilot et al. 2020"),
        ("{Harbour of Lorn}", "Harbour of Lorn 2020"),
    ],
)
def test_a_citation_is_author_and_year(project, authors, label):
    append(project.book / "references.bib", f"@misc{{other2020, author = {{{authors}}}, year = {{2020}}}}\n")
    assert project.citation("other2020").label == label


def test_a_source_is_cited_by_its_short_name(project):
    replace(project.data / "sources.csv", "Lorn Herald 2024,", "The Herald 2024,")
    assert project.citation("herald-2024").label == "The Herald 2024"
    assert project.citation("fjordblad-2024").label == "Fjordblad 2024"


def test_a_citation_that_does_not_exist_is_refused():
    with pytest.raises(UserError, match="did you mean harbour2024"):
        PROJECT.citation("harbour2042")
