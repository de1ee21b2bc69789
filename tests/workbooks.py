"""What tests of the workbook share: other assumptions at random, and what Python says of each."""

import random
from io import BytesIO
from itertools import product

import numpy as np
import openpyxl

from claimbook.model.graph import derive, upstream
from claimbook.model.judging import result_of_test, sum_of
from claimbook.model.verdict import SUMS, by_arithmetic
from claimbook.register.assumptions import open_operands


def sheets_of(workbook, values=False):
    """The sheets of a workbook, each a list of rows by heading: formulas, or the values stored with them."""
    opened = openpyxl.load_workbook(BytesIO(workbook), data_only=values, read_only=True)
    found = {}
    for sheet in opened.worksheets:
        heading, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(heading, row, strict=True)) for row in rows]
    return found


def column_of(sheets, sheet, heading):
    """Where a column of a sheet stands, without its heading."""
    rows = sheets[sheet]
    letter = chr(ord("A") + [*rows[0]].index(heading))
    return f"{sheet}.{letter}2:{letter}{len(rows) + 1}"


def in_cell(value, unit):
    """A number in a unit as a cell of a spreadsheet has it: what is said in per cent is a share there."""
    return value / 100 if unit.partition("/")[0] == "percent" else value


def other_assumptions(model, count, seed=19):
    """So many sets of values at random: half of the inputs anywhere in their ranges, or near where they have none."""
    chance = random.Random(seed)
    sets = []
    for _ in range(count):
        values = {}
        for name, assumption in model.assumptions.items():
            if name in model.project.breakpoints or assumption.is_date or chance.random() < 0.5:
                continue  # a spreadsheet fits no trend again, and a date a fifth earlier is in another age
            value, most = assumption.value.magnitude, assumption.maximum
            low, high = (
                (assumption.low.magnitude, assumption.high.magnitude)
                if assumption.is_range
                else (value * 0.8, value * 1.25)
            )
            values[name] = chance.uniform(low, high if most is None else min(high, most.magnitude))
        sets.append(values)
    return sets


def typed(model, values):
    """What the cells of the assumptions hold, once some have other values."""
    return [
        in_cell(values.get(name, assumption.value.magnitude), assumption.unit)
        for name, assumption in model.assumptions.items()
    ]


def root_arrays(model, sets):
    """Each assumption in root units, its value in each set."""
    factor = model.project.units.root_factor
    return {
        name: np.array([values.get(name, one.value.magnitude) for values in sets]) * factor(one.unit)
        for name, one in model.assumptions.items()
    }


def quantities_by_python(model, sets, units):
    """
    What the derivations give with each set of assumptions, all sets at once, as cells have it: a row for each set.

    Parameters
    ----------
    model : Model
        The book.
    sets : list of dict
        Assumptions that have other values, in their own units.
    units : dict
        The unit in which the workbook gives each quantity.
    """
    factor = model.project.units.root_factor
    found = derive(model.project, root_arrays(model, sets))
    return np.array([in_cell(found[name] / factor(unit), unit) + np.zeros(len(sets)) for name, unit in units.items()]).T


def sums_by_python(model, values):
    """What the model says of arithmetic with other values: the answer of each test, and of each claim all its sums."""
    claims = model.project.claims.values()
    tested = {test.quantity for claim in claims for test in claim.tests if test.kind == "arithmetic" and test.quantity}
    needed = {name for quantity in tested for name in upstream(model.project, quantity)}
    changed = model.with_(**{name: value for name, value in values.items() if name in needed})
    answers, sums = [], []
    for claim in claims:
        own = [result_of_test(test, claim, changed) for test in claim.tests if test.kind == "arithmetic"]
        answers += [str(one.answer) for one in own]
        sums.append(str(sum_of(one.answer for one in own)))
    return answers, sums


def sums_in_arrays(model, sets):
    """
    What arithmetic says with each of several sets of values, all at once: for each set the answer of each test.

    An operand that a set changes is exact; any other has what its print leaves open, and all corners are tried.
    """
    project, factor = model.project, model.project.units.root_factor
    inputs = root_arrays(model, sets)
    opened = open_operands(model.assumptions, model.assumptions)
    ends = {
        name: [
            np.array([inputs[name][at] if name in values else end for at, values in enumerate(sets)])
            for end in opened[name]
        ]
        for name in opened
    }
    found = []
    for claim in project.claims.values():
        for test in claim.tests:
            if test.kind != "arithmetic":
                continue
            if not test.quantity or test.finding or claim.printed is None:
                found.append([str(result_of_test(test, claim, model).answer)] * len(sets))
                continue
            operands = [name for name in upstream(project, test.quantity) if name in ends]
            corners = [
                derive(project, {**inputs, **dict(zip(operands, corner, strict=True))}, [test.quantity])[test.quantity]
                for corner in product(*(ends[name] for name in operands))
            ]
            value = derive(project, inputs, [test.quantity])[test.quantity]
            low, high = np.min(corners, axis=0), np.max(corners, axis=0)
            scale = factor(claim.unit)
            answers = by_arithmetic(claim.printed, value / scale, low / scale, high / scale)
            found.append([str(SUMS[answer]) for answer in np.broadcast_to(answers, len(sets))])
    return [list(row) for row in zip(*found, strict=True)]
