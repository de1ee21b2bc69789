"""The book as a workbook: what its cells say, that they recalculate, and the names they have."""

import re
from io import BytesIO
from zipfile import ZipFile

import numpy as np
import openpyxl
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.workbook.formulas import as_fraction, write_ends, write_step, written
from claimbook.workbook.names import cell_names
from claimbook.workbook.sheets import Workbook
from claimbook.workbook.writing import workbook
from tests.commands import claimbook
from tests.editing import append, replace
from tests.engine.book import add_formula_claims, copy_book
from tests.soffice import recalculated
from tests.workbooks import (
    column_of,
    in_cell,
    other_assumptions,
    quantities_by_python,
    sheets_of,
    sums_by_python,
    typed,
)


@pytest.fixture(scope="module")
def file(model):
    return workbook(model)


@pytest.fixture(scope="module")
def sheets(file):
    return sheets_of(file)


@pytest.fixture(scope="module")
def values(file):
    return sheets_of(file, values=True)


def row_of(sheets, sheet, name):
    """The row whose first cell is a name."""
    return next(row for row in sheets[sheet] if next(iter(row.values())) == name)


# What the cells say


def test_an_assumption_is_a_named_cell_with_unit_range_and_where_both_come_from(file, sheets):
    row = row_of(sheets, "Assumptions", "fuel_per_crossing")
    assert (row["Value"], row["Unit"], row["Low"], row["High"]) == (40, "liter/crossing", 30, 55)
    assert (row["From"], row["Where in it"], row["The range is"]) == ("Pilot 2024", "table 1", "90 % interval")
    opened = openpyxl.load_workbook(BytesIO(file))
    sheet, cell = opened.defined_names["fuel_per_crossing"].attr_text.replace("'", "").split("!")
    assert opened[sheet][cell.replace("$", "")].value == 40


def test_a_share_in_per_cent_is_a_share_shown_in_per_cent(file, sheets):
    row = row_of(sheets, "Assumptions", "occupied_share")
    assert (row["Value"], row["Low"], row["High"], row["Unit"]) == (0.65, 0.5, 0.9, "percent")
    opened = openpyxl.load_workbook(BytesIO(file))
    at = [row["Name"] for row in sheets["Assumptions"]].index("occupied_share") + 2
    assert opened["Assumptions"][f"C{at}"].number_format.endswith("%")


def test_a_quantity_is_a_formula_of_the_cells_that_its_derivation_names(sheets, values):
    assert row_of(sheets, "Quantities", "yearly_crossings")["Value"] == "=crossings_per_day*season_length/365.25"
    assert row_of(sheets, "Quantities", "boats_at_work")["Value"] == "=boat_count - boats_under_repair"
    # By hand: 24 crossings a day on 200 days of a year, 80 passengers each at $3.50.
    crossings = row_of(values, "Quantities", "yearly_crossings")
    assert (crossings["Value"], crossings["Unit"]) == (pytest.approx(4800 / 365.25), "crossing/day")
    assert row_of(values, "Quantities", "yearly_takings")["Value"] == pytest.approx(1_344_000)


def test_the_sheets_say_which_cells_are_recalculated_and_which_are_as_exported(file, sheets):
    for row in sheets["Tests"]:
        is_formula = str(row["Answer"]).startswith("=")
        assert row["The answer is"] == ("recalculated" if is_formula else "as exported")
        assert is_formula <= (row["Kind"] == "arithmetic")
    for row in sheets["Claims"]:
        assert not str(row["Verdict when exported"]).startswith("=")
    headings = openpyxl.load_workbook(BytesIO(file))["Claims"][1]
    notes = {cell.value: cell.comment.text for cell in headings if cell.comment}
    assert "As exported" in notes["Verdict when exported"]
    assert "Recalculates" in notes["Adds up"]


def test_a_claims_row_has_what_is_printed_and_both_answers(values, model):
    for row, result in zip(values["Claims"], model.results, strict=True):
        assert (row["Claim"], row["Adds up"], row["Is so when exported"]) == (
            result.claim.id,
            result.adds_up,
            result.is_so,
        )
        assert row["Verdict when exported"] == result.verdict
    row = next(row for row in values["Tests"] if row["Claim"] == "herald-2024-yearly-passengers")
    assert (row["Value"], row["Printed from"], row["Printed to"]) == (384_000, 383_500, 384_500)


def test_what_arithmetic_found_moves_and_all_else_that_was_found_says_that_it_is_as_exported(sheets, values, model):
    for row, stored, result in zip(sheets["Claims"], values["Claims"], model.results, strict=True):
        if result.deciding and result.deciding.test.kind == "arithmetic" and result.deciding.test.quantity:
            number = int(re.fullmatch(r"=Tests!\$F\$(\d+)", row["Found now"])[1])
            test = sheets["Tests"][number - 2]
            assert (test["Claim"], test["Kind"], test["Unit"]) == (row["Claim"], "arithmetic", row["Unit"])
            assert test["Value"].startswith("=")
            assert stored["Found now"] == pytest.approx(in_cell(result.derived, row["Unit"]))
        else:
            assert row["Found now"] is row["Unit"] is None
    takings = row_of(values, "Claims", "herald-2024-takings")
    assert takings["Found now"] == pytest.approx(1_344_000)
    assert takings["Found when exported"] == "$1.34 million per year"


def test_the_first_sheet_says_how_to_read_it_and_what_it_was_made_with(file):
    rows = openpyxl.load_workbook(BytesIO(file))["Read me"].iter_rows(values_only=True)
    said = {label: text for label, text, *_ in rows}
    assert "claimbook" in said["Made with"]
    assert said["Licence"] == "CC-BY-4.0"
    assert "2.1.0" in said["To cite"]
    assert {"Blue on yellow", "Black", "Grey", "Per cent", "Ranges", "Fitted trends"} <= said.keys()


def test_a_scenarios_workbook_begins_with_its_values_and_says_what_it_sets(model):
    file = workbook(model.with_(ticket_price=9), "Dear tickets")
    assert row_of(sheets_of(file), "Assumptions", "ticket_price")["Value"] == 9
    said = {
        label: text for label, text, *_ in openpyxl.load_workbook(BytesIO(file))["Read me"].iter_rows(values_only=True)
    }
    assert (said["Scenario"], said["Set otherwise than in the book"]) == (
        "Dear tickets",
        "ticket_price = 9 USD/passenger",
    )


def test_two_exports_are_the_same_bytes(model, file):
    assert workbook(Model.of(model.project)) == file


@pytest.mark.thorough
def test_a_text_that_begins_as_a_formula_stays_a_text(project):
    replace(project.data / "assumptions.csv", "Price of a ticket", "=1+1")
    file = workbook(Model.of(Project(project.root)))
    cells = openpyxl.load_workbook(BytesIO(file))["Assumptions"]
    assert [cell.data_type for cell in cells["B"] if cell.value == "=1+1"] == ["s"]


# Formulas as spreadsheets read them

#: Inputs called as spreadsheets call cells, functions and constants, in units of every size.
NAMES = {
    "cab9": (3, "1"),
    "r": (1.5, "1"),
    "rate": (0.5, "1"),
    "true": (2, "hour"),
    "c2": (7, "day"),
    "load": (3, "kW"),
}

#: Formulas in which a spreadsheet's order of signs, powers and fractions is another than Python's.
DERIVED = '''

def bay4(cab9: Quantity, r: Quantity) -> Quantity:
    """A square with its sign before it. [1]"""
    return -(cab9**2) + r


def steep(r: Quantity, rate: Quantity, cab9: Quantity) -> Quantity:
    """A power of a power, and one below the line. [1]"""
    return 2 ** (-(cab9**r)) + (cab9**r) ** rate / cab9**-1.5


def both(true: Quantity, c2: Quantity) -> Quantity:
    """A sum whose terms have units of their own. [time]"""
    return true + c2 / 2


def spent(load: Quantity, true: Quantity) -> Quantity:
    """A product in yet another unit. [energy]"""
    return load * true


def spent_twice(spent: Quantity, cab9: Quantity, load: Quantity, c2: Quantity) -> Quantity:
    """A quantity behind a quantity. [energy]"""
    return (spent + load * c2) / (cab9 * (1 - cab9)) - spent
'''


@pytest.fixture
def nasty(project):
    """The book with such inputs and formulas."""
    rows = [f"{name},count,{value},,,{unit},,,,made up,harbour2024,,,,made up" for name, (value, unit) in NAMES.items()]
    append(project.data / "assumptions.csv", "\n".join([*rows, ""]))
    append(project.book / "derivations" / "money.py", DERIVED)
    return Model.of(Project(project.root))


def test_what_leads_from_unit_to_unit_stands_behind_the_formula_or_in_its_terms(nasty):
    content = Workbook(nasty)

    def formula(name):
        said = write_step(nasty.project, name, content.measures, content.names)
        return said.text, said.plain, said.conversion

    assert formula("spent") == ("load*true_", "load*true_", "")  # kW times hours are kWh
    assert formula("both") == ("c2_/2 + true_/24", "c2_/2 + true_", "in its terms")  # hours and days, in days
    plain = "crossings_per_day*season_length"
    assert formula("yearly_crossings") == (f"{plain}/365.25", plain, "/365.25")  # days a year, given as a day's


@pytest.mark.thorough
def test_names_that_spreadsheets_read_as_something_else_get_a_stroke_and_are_told(nasty):
    file = workbook(nasty)
    names = openpyxl.load_workbook(BytesIO(file)).defined_names
    assert {"cab9_", "bay4_", "r_", "c2_", "true_", "rate", "load", "steep"} <= names.keys()
    said = {
        label: text for label, text, *_ in openpyxl.load_workbook(BytesIO(file))["Read me"].iter_rows(values_only=True)
    }
    assert "cab9 is cab9_" in said["Names"]


@pytest.mark.thorough
@given(st.lists(st.from_regex(r"[A-Za-z_]\w{0,5}", fullmatch=True), unique=True))
def test_a_name_of_a_cell_is_no_address_and_nobody_elses(names):
    found = cell_names(names)
    assert [*found] == names
    assert len({name.lower() for name in found.values()}) == len(names)
    for name, cell in found.items():
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*([Cc]\d*)?|[Cc]\d*|true|false", cell, re.I)
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", cell)
        if name.isascii() and "_" in name.strip("_"):
            assert cell.rstrip("_") == name.rstrip("_"), "a name of words stays as it is"


@pytest.mark.thorough
@given(st.fractions(min_value="1/1000000", max_value=10**6, max_denominator=10**6))
def test_a_factor_between_units_is_the_fraction_that_it_was(factor):
    assert float(as_fraction(float(factor))) == pytest.approx(float(factor), rel=1e-15)
    if factor.numerator * factor.denominator < 10**7:
        assert (as_fraction(float(factor)).p, as_fraction(float(factor)).q) == (factor.numerator, factor.denominator)


def test_what_no_spreadsheet_has_a_word_for_is_refused_by_its_place():
    x = sympy.Symbol("x", positive=True)
    with pytest.raises(UserError, match=r"money.py, line 3 cannot be written as a spreadsheet's formula"):
        written(sympy.besselj(0, x), {"x": "x"}, "money.py, line 3")


def test_an_operand_enters_by_one_end_where_the_formula_surely_rises_or_falls_and_by_both_elsewhere(project):
    append(
        project.book / "derivations" / "money.py",
        '''

def hump(stated_passengers_per_crossing: Quantity, seats_per_crossing: Quantity) -> Quantity:
    """Up, then down. [1]"""
    return stated_passengers_per_crossing / seats_per_crossing - (
        stated_passengers_per_crossing / seats_per_crossing
    ) ** 2


def fall(ticket_price: Quantity, stated_passengers_per_crossing: Quantity) -> Quantity:
    """Down all the way. [US dollar · crossing / passenger / passenger]"""
    return ticket_price / stated_passengers_per_crossing
''',
    )
    content = Workbook(Model.of(Project(project.root)))
    ends = {"stated_passengers_per_crossing": ("least", "most")}

    def of(name):
        return write_ends(content.project, name, content.measures[name], ends, content.measures, content.names)

    assert of("fall") == ("ticket_price/most", "ticket_price/least")
    low, high = of("hump")
    assert re.match(r"MIN\(.*least.*, .*most.*\)$", low)
    assert re.match(r"MAX\(.*least.*, .*most.*\)$", high)


# In LibreOffice


def shown_by_libreoffice(file, model, sets, tmp_path):
    """What LibreOffice shows of quantities, answers and sums with each set of assumptions."""
    path, sheets = tmp_path / "book.xlsx", sheets_of(file)
    path.write_bytes(file)
    columns = [("Quantities", "Value"), ("Tests", "Answer"), ("Claims", "Adds up")]
    return recalculated(
        path,
        column_of(sheets, "Assumptions", "Value"),
        [typed(model, values) for values in sets],
        [column_of(sheets, *column) for column in columns],
    )[0]


@pytest.mark.office
@pytest.mark.thorough
def test_what_is_stored_beside_a_formula_is_what_libreoffice_computes(model, file, values, libreoffice, tmp_path):
    quantities, answers, sums = shown_by_libreoffice(file, model, [{}], tmp_path)[0]
    assert quantities == pytest.approx([row["Value"] for row in values["Quantities"]], rel=1e-12)
    assert answers == [row["Answer"] for row in values["Tests"]]
    assert sums == [row["Adds up"] for row in values["Claims"]]


@pytest.mark.office
@pytest.mark.thorough
def test_libreoffice_agrees_with_python_whatever_is_changed(model, file, sheets, libreoffice, tmp_path):
    sets = other_assumptions(model, 200)
    states = shown_by_libreoffice(file, model, sets, tmp_path)
    units = {row["Name"]: row["Unit"] for row in sheets["Quantities"]}
    np.testing.assert_allclose([state[0] for state in states], quantities_by_python(model, sets, units), rtol=1e-9)
    is_sum = [row["Kind"] == "arithmetic" for row in sheets["Tests"]]
    for values, (_, answers, sums) in zip(sets, states, strict=True):
        answered, summed = sums_by_python(model, values)
        assert [answer for answer, asked in zip(answers, is_sum, strict=True) if asked] == answered
        assert sums == summed


@pytest.mark.office
@pytest.mark.thorough
def test_libreoffice_reads_signs_powers_and_fractions_as_they_were_meant(nasty, libreoffice, tmp_path):
    file = workbook(nasty)
    sets = [{}, {"cab9": 1.7, "r": 0.3, "rate": 2.5, "true": 30, "c2": 0.1, "load": 11}]
    states = shown_by_libreoffice(file, nasty, sets, tmp_path)
    units = {row["Name"].removesuffix("_"): row["Unit"] for row in sheets_of(file)["Quantities"]}
    np.testing.assert_allclose([state[0] for state in states], quantities_by_python(nasty, sets, units), rtol=1e-9)
    by_name = dict(zip(units, states[0][0], strict=True))
    assert by_name["bay4"] == pytest.approx(-(3**2) + 1.5)
    assert by_name["steep"] == pytest.approx(2 ** -(3**1.5) + 3**0.75 * 3**1.5)
    assert by_name["both"] == pytest.approx(2 / 24 + 3.5)
    assert by_name["spent"] == pytest.approx(6)


@pytest.mark.office
@pytest.mark.thorough
def test_libreoffice_agrees_on_formulas_that_claims_give_themselves(project, libreoffice, tmp_path):
    add_formula_claims(project.root)
    model = Model.of(Project(project.root))
    file, sets = workbook(model), [{}, {"fuel_price": 0.9, "occupied_share": 80, "boat_price": 3e6, "boat_count": 4}]
    states = shown_by_libreoffice(file, model, sets, tmp_path)
    units = {row["Name"]: row["Unit"] for row in sheets_of(file)["Quantities"]}
    np.testing.assert_allclose([state[0] for state in states], quantities_by_python(model, sets, units), rtol=1e-9)


#: Claims compared with formulas that have numbers with units in them, and every function that a formula may have.
FORMULAS = {
    "bill": ("fuel_per_crossing * $1.60/liter * min(2, 3, boat_count / boats_under_repair)", "USD/crossing"),
    "curve": (
        "exp(-occupied_share) + log(boat_count / boats_under_repair) * sqrt(ticket_price / ($1.2/passenger))",
        "1",
    ),
    "longer": ("max(season_length * 1 year, 300 day) + 36 hour", "day"),
    "share": ("herald_2024_bill / (2 * $70/crossing) - 12 %", "percent"),
}


@pytest.mark.office
@pytest.mark.thorough
def test_formulas_of_claims_come_out_in_libreoffice_as_in_python(project, libreoffice, tmp_path):
    for name, (formula, unit) in FORMULAS.items():
        text = f"""
  - id: herald-2024-{name}
    line: 9
    statement: Made up for a test
    chapter: money
    printed: less than 60
    unit: {unit}
    tests:
      - kind: estimate
        formula: "{formula}"
        bearing: same
"""
        append(project.data / "claims" / "herald-2024.yml", text)
    model = Model.of(Project(project.root))
    file, sets = workbook(model), [{}, *other_assumptions(model, 20)]
    states = shown_by_libreoffice(file, model, sets, tmp_path)
    units = {row["Name"]: row["Unit"] for row in sheets_of(file)["Quantities"]}
    assert {f"herald_2024_{name}" for name in FORMULAS} <= units.keys()
    np.testing.assert_allclose([state[0] for state in states], quantities_by_python(model, sets, units), rtol=1e-9)
    by_name = dict(zip(units, states[0][0], strict=True))
    # By hand: 40 litres at $1.60, twice; a season of 200 days and a day and a half more than the least.
    assert by_name["herald_2024_bill"] == pytest.approx(128)
    assert by_name["herald_2024_longer"] == pytest.approx(301.5)
    assert by_name["herald_2024_share"] == pytest.approx(128 / 140 - 0.12)


# The file and the command


def test_each_part_of_the_file_is_well_formed_and_has_no_clock(file):
    with ZipFile(BytesIO(file)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2000-01-01T00:00:00Z" in parts.read("docProps/core.xml").decode()
        said = parts.read("docProps/custom.xml").decode()
    for name in ("claimbook", "commit", "edition", "settings"):
        assert f'name="{name}"' in said


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.chdir(copy_book(tmp_path / "ferries"))
    return tmp_path / "ferries"


@pytest.mark.thorough
def test_the_command_writes_the_workbook_with_a_scenario_and_settings_on_top(own):
    answer = claimbook("export", "out.xlsx", "--scenario", "fuller-boats", "--set", "ticket_price=9")
    *told, last = answer.out.splitlines()
    assert (answer.code, last) == (0, "Written to out.xlsx")
    assert told[1] == "ticket_price: $3.5 per passenger → $9 per passenger"
    assert row_of(sheets_of((own / "out.xlsx").read_bytes()), "Assumptions", "ticket_price")["Value"] == 9


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere/out.xlsx"], "give a file in a folder that exists"),
        (["out.xls"], "does not end in .xlsx"),
        (["out.xlsx", "--scenario", "fuler-boats"], "did you mean fuller-boats"),
        (["out.xlsx", "--set", "ticket_prise=9"], "did you mean ticket_price"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_line_and_nothing_is_written(own, arguments, said):
    answer = claimbook("export", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert not list(own.glob("*.xls*"))


@pytest.mark.site
def test_the_site_offers_the_workbook_at_the_foot_of_every_page(built, site):
    for path in [site / "index.html", *sorted((site / "book").glob("*.html"))]:
        foot = re.search(r'<div class="edition".*?</div>', path.read_text(encoding="utf-8"), re.S)[0]
        offered = path.parent / re.search(r'href="([^"]+\.xlsx)" download', foot)[1]
        assert offered.resolve() == (site / "ferry-claims.xlsx").resolve()
    assert (site / "ferry-claims.xlsx").read_bytes() == workbook(Model.of(built))
