"""
A claim's numbers, inputs, evidence and beliefs as text: what card, command line and site say alike.

SymPy takes half a second to load, the readers of languages a tenth: what needs them imports them where it does.
"""

from math import floor, isclose, isnan, log, log10
from typing import TYPE_CHECKING, Any, NamedTuple

import pint

from claimbook.errors import UserError
from claimbook.model.graph import derivations, upstream
from claimbook.model.judging import Result, TestResult
from claimbook.model.model import Model
from claimbook.model.verdict import LIKELY_FROM, AddsUp, Answer, Verdict
from claimbook.project import Project
from claimbook.register.assumptions import Assumption
from claimbook.register.claims import Claim
from claimbook.register.evidence import Evidence
from claimbook.register.values import SPREADS
from claimbook.register.wording import Wording, round_half_up, write_chance, write_number, write_percent

if TYPE_CHECKING:
    from claimbook.model.sensitivity import Driver


#: From so many times on a change is said in times, not in percent.
MANY_TIMES = 10

#: A change by less than that is not said in percent.
TOUCH = 5e-4

#: What a kind of test holds a claim against, as its row on the card begins.
HELD_AGAINST = {
    "arithmetic": "Its own figures",
    "estimate": "Outside inputs",
    "evidence": "Outside evidence",
    "outcome": "What happened since",
}

#: How the sentence begins that says what a kind of test found.
FINDS = {
    "arithmetic": "Its own figures give",
    "estimate": "Outside inputs give",
    "evidence": "Outside evidence has",
    "outcome": "What came of it:",
}

#: What arithmetic says of the claim, as such a sentence ends.
SUMS_SAID = {
    AddsUp.YES: "it adds up",
    AddsUp.NO: "it does not add up",
    AddsUp.CANNOT_BE_REDONE: "it cannot be redone",
    AddsUp.NOTHING_TO_REDO: "there is nothing to redo",
}

#: What a test from outside says of it.
ANSWERS_SAID = {
    Answer.YES: "confirmed",
    Answer.LIKELY: "likely",
    Answer.POSSIBLE: "possible",
    Answer.NO: "contradicted",
    Answer.CANNOT_BE_SETTLED: "it cannot be settled",
    Answer.LEAVES_OPEN: "it is left open",
    Answer.NOT_DUE: "not due yet",
    Answer.NOT_FOUND: "nothing was found",
}

#: What stands about how likely a claim is, on its card: before the place of a single figure, behind the share of draws
#: in a printed range that is likely though few lie in it, and in place of both where every input was set.
CHANCE_OF, REACHES = "the printed figure ", ", and the printed range reaches the middle half of them"
ALL_CERTAIN = "every input certain"

#: What is said beside shares of a spread that add up to more than 100 %.
SHARES_OVERLAP = (
    "These shares add up to more than 100 %: what assumptions do to the spread together is counted in each one's share."
)

#: What is said beside a numeral that is not quite as the copy of the source has it.
MENDED = "damaged in the copy, mended here"

#: What is said of a test that does not bear on the claim by the same thing.
BEARINGS = {
    "at least": "a lower bound of what is claimed",
    "at most": "an upper bound of what is claimed",
    "near": "near what is claimed, so it does not decide",
}


#: What is said beside a median of what each input at its value gives, where that differs.
AT_VALUES = "the median of the draws; each input at its value gives {}"


#: What is said of how likely an estimate makes a claim whose verdict other tests decide.
NOT_DECIDING = ", which does not decide"


#: Verdicts of claims that need nothing to be right.
RIGHT = (Verdict.HOLDS, Verdict.ADDS_UP, Verdict.UNVERIFIED, Verdict.PENDING)

#: Significant digits of a value that would make a claim right: so many at least and at most.
LEAST_DIGITS, MOST_DIGITS = 3, 6

#: By what part of it a value is passed that has only to be passed.
PASSED = 1e-9

#: Kinds of inputs that cannot be otherwise, whatever a claim would need.
FIXED = ("definition", "specification")

#: How many ways of being right are said in a line.
MOST_WAYS = 3


#: Why an input without a range has none, for the reader.
EXACT_BECAUSE = {
    "definition": "exact: a definition",
    "count": "exact: a count",
    "specification": "exact: a published specification",
    "premise": "exact: a premise",
    "printed": "as printed",
    "estimate": "no range known",
}


def spread_of(assumption: Assumption) -> str:
    """What a range means, or why there is none."""
    return SPREADS[assumption.distribution] if assumption.is_range else EXACT_BECAUSE[assumption.kind]


def printed_numeral(claim: Claim, project: Project) -> str:
    """The numeral as the source prints it, without what its copy put into it."""
    from claimbook.ledger.languages import find_language

    language = find_language(project, str(project.sources.loc[claim.source, "language"]))
    return language.mended(claim.numeral)


def describe(result: Result, words: Wording) -> dict[str, str]:
    """A result as text, each part empty where there is none: what is claimed, and `describe_numbers`."""
    claim = result.claim
    texts = {"claimed": "", "derived": "", "interval": "", "median": "", "at_values": "", "chance": ""}
    if claim.printed:
        texts["claimed"] = words.write_printed(claim.printed, claim.unit)
    if result.deciding:
        texts |= describe_numbers(result.deciding, result, words)
    return texts


def describe_numbers(one: TestResult, result: Result, words: Wording) -> dict[str, str]:
    """
    What a test found as text, each part empty where there is none.

    Of an estimate that is the median of its draws; what each input at its value gives stands beside it where it
    differs.
    """
    claim = result.claim
    digits = claim.shown_digits
    texts = {"derived": "", "interval": "", "median": "", "at_values": "", "chance": describe_chance(one, result)}
    if claim.unit and one.found is not None and one.low is not None and one.high is not None:
        texts["derived"] = words.write_quantity(one.found, claim.unit, digits)
        interval = words.write_interval(one.low, one.high, claim.unit, digits)
        if interval != words.write_quantity(one.low, claim.unit, digits):
            texts["interval"] = interval
        if one.median is not None and one.test.kind == "estimate":
            texts["median"] = words.write_quantity(one.median, claim.unit, digits)
            at_values = words.write_quantity(one.value, claim.unit, digits) if one.value is not None else ""
            texts["at_values"] = at_values if at_values != texts["derived"] else ""
    return texts


def describe_chance(one: TestResult, result: Result) -> str:
    """
    How likely an estimate makes a bound or a range; where in its distribution a figure stands.

    Of one that does not decide it says so; that one is merely near the claim is said of it as a whole.
    """
    if one.probability is None or one.percentile is None or result.claim.printed is None:
        return ""
    said = write_chance(one.probability, one.percentile, result.claim.printed.is_point)
    return said if one.test.bearing == "near" or result.is_decided_by(one) else f"{said}{NOT_DECIDING}"


def chance_in_sentence(one: TestResult, result: Result) -> str:
    """How likely an estimate makes a claim, as the card says it; of a range that few draws lie in, why it is likely."""
    said = describe_chance(one, result)
    if not said or one.probability is None or result.claim.printed is None:
        return ""
    if result.claim.printed.is_point:
        return f"{CHANCE_OF}{said}"
    is_reached = one.answer is Answer.LIKELY and one.probability < LIKELY_FROM and result.is_decided_by(one)
    return f"{said}{REACHES}" if is_reached else said


def describe_test(one: TestResult, result: Result, words: Wording) -> dict[str, Any]:
    """A test's row on the card: what it holds the claim against, what it found, how it bears, what it says."""
    numbers = describe_numbers(one, result, words)
    finding = {"confirms": "came true", "contradicts": "did not come true"} if one.test.kind == "outcome" else {}
    sums = {AddsUp.YES: "adds up", AddsUp.NO: "does not add up"}
    answer = sums.get(one.answer, str(one.answer)) if isinstance(one.answer, AddsUp) else str(one.answer)
    said = SUMS_SAID[one.answer] if isinstance(one.answer, AddsUp) else ANSWERS_SAID[one.answer]
    if one.alone:
        answer = f"{one.alone}, but by too little to decide"
    return {
        **numbers,
        "chance": chance_in_sentence(one, result),
        "held_against": HELD_AGAINST[one.test.kind],
        "finds": FINDS[one.test.kind],
        "said": answer if one.alone else finding.get(one.test.finding, said),
        "label": one.test.label,
        "bearing": BEARINGS.get(one.test.bearing, ""),
        "is_near": one.test.bearing == "near",
        "missing": one.test.missing,
        "answer": answer if one.alone else finding.get(one.test.finding, answer),
    }


def describe_evidence(fact: Evidence, project: Project) -> dict[str, object]:
    """A piece of evidence's row on the card."""
    return {
        "statement": fact.statement,
        "value": "" if fact.value is None else project.words.write_quantity(fact.value.magnitude, fact.unit, digits=6),
        "citation": project.citation(fact.reference),
        "locator": fact.locator,
        "also": [project.citation(key) for key in fact.also],
        "asserted_by": fact.asserted_by,
        "as_of": fact.as_of,
        "grade": fact.grade,
        "unconfirmed": not fact.is_confirmed,
        "note": fact.note,
    }


def describe_input(assumption: Assumption, changed: bool, project: Project) -> dict[str, object]:
    """An assumption's row in the card's table of inputs."""
    return {
        "name": assumption.name,
        "description": assumption.description,
        **describe_values(assumption, project.words),
        "citations": [project.citation(key) for key in assumption.reference.split()],
        "locator": assumption.locator,
        "unconfirmed": not assumption.is_confirmed,
        "changed": changed,
    }


def describe_values(assumption: Assumption, words: Wording) -> dict[str, str]:
    """An assumption's value and range, and what the range means."""
    return {
        "value": words.write_quantity(assumption.value.magnitude, assumption.unit, digits=6),
        "range": write_range(assumption, words),
        "spread": spread_of(assumption),
    }


class Needed(NamedTuple):
    """A value of an assumption, in its unit, by which a claim is true, and how it is said."""

    value: float
    said: str


def describe_belief(result: Result, quantity: str, name: str, model: Model) -> dict[str, str]:
    """
    The nearest value of one assumption that makes the claim true, and how that stands to its range.

    Of a claim that is true as it is, up to which value it stays so.
    """
    from claimbook.model.algebra import break_even, is_true_with

    assumption = model.assumptions[name]
    value = break_even(model, result.claim.id, quantity, name)
    if value is None:
        needed, standing = "no value would do", ""
    else:
        just_enough = needed_of(value, result.claim.id, quantity, assumption, model)
        needed = just_enough.said
        if assumption.maximum is not None and value > assumption.maximum:
            standing = "more than is possible"
        elif assumption.kind == "definition" and value != assumption.value:
            standing = "which a definition cannot be"
        elif value == assumption.value and is_true_with(model, result.claim.id, quantity, name, value):
            staying = write_staying(result, quantity, assumption, model)
            needed, standing = (staying, "which it is") if staying else (needed, "as it is")
        elif not assumption.is_range:
            times = float((value / assumption.value).magnitude)
            way = "more" if just_enough.value > assumption.value.m_as(value.units) else "less"
            if times >= MANY_TIMES:
                standing = f"{write_number(times)} times what was taken"
            else:
                much = "a touch" if abs(times - 1) < TOUCH else write_percent(abs(times - 1), 1)
                standing = f"{much} {way} than taken"
        else:
            standing = "within its range" if assumption.low <= value <= assumption.high else "outside its range"
    return {"name": name, "needed": needed, "standing": standing}


def needed_of(value: pint.Quantity, claim: str, quantity: str, assumption: Assumption, model: Model) -> Needed:
    """
    The value of one assumption that makes a claim true by a quantity, in as few digits as still make it true.

    Parameters
    ----------
    value : pint.Quantity
        What `break_even` gives: of what has only to be passed, as where more than 20 is claimed, the value to pass.
    claim, quantity : str
        The claim's id, and one of its quantities.
    assumption : Assumption
        Which one has to have the value.
    model : Model
        Where all other values come from.
    """
    from claimbook.model.algebra import is_true_with

    def is_true(number: float) -> bool:
        return is_true_with(model, claim, quantity, assumption.name, number * value.units)

    words, exact = model.project.words, float(value.magnitude)
    own = model.values[assumption.name].m_as(value.units)
    is_more = exact > own
    beyond, passed = 1.0, ""
    if not is_true(exact):
        is_more = is_true(exact * (1 + PASSED))
        beyond, passed = (1 + PASSED, "more than ") if is_more else (1 - PASSED, "less than ")
        if isclose(exact, own, rel_tol=PASSED):  # at the bound already
            return Needed(own * beyond, f"{passed}{words.write_quantity(own, assumption.unit, MOST_DIGITS)}")
    for digits in range(LEAST_DIGITS, MOST_DIGITS + 1):
        nearest = float(round_half_up(exact, digits))
        step = 10.0 ** (floor(log10(exact)) - digits + 1)
        for number in (nearest, nearest + step if is_more else nearest - step):
            if is_true(number * beyond):
                return Needed(number * beyond, f"{passed}{words.write_quantity(number, assumption.unit, digits)}")
    return Needed(exact * beyond, f"{passed}{words.write_quantity(exact, assumption.unit, MOST_DIGITS)}")


def write_staying(result: Result, quantity: str, assumption: Assumption, model: Model) -> str:
    """Which values of an assumption leave a claim true that is so; empty where it can have no other, or all do."""
    from claimbook.model.algebra import is_true_with, turning_points

    if assumption.kind in FIXED:
        return ""
    words, most = model.project.words, assumption.maximum
    turning = [
        one for one in turning_points(model, result.claim.id, quantity, assumption.name) if most is None or one <= most
    ]

    def is_true(value: pint.Quantity) -> bool:
        """Whether the claim is true with the assumption at a value."""
        return is_true_with(model, result.claim.id, quantity, assumption.name, value)

    # A value at an end already may go the other way only.
    value = assumption.value
    at_end = any(isclose(one.magnitude, value.magnitude, rel_tol=PASSED) for one in turning)
    ends = [one for one in turning if not isclose(one.magnitude, value.magnitude, rel_tol=PASSED)]
    below = [one for one in ends if one < value]
    above = [one for one in ends if one > value]
    if at_end and not is_true(value * (1 - PASSED)):
        below.append(value)
    if at_end and not is_true(value * (1 + PASSED)):
        above.insert(0, value)
    if below and above:
        return words.write_interval(below[-1].magnitude, above[0].magnitude, assumption.unit)
    at_the_end = ("at least", "at most") if any(map(is_true, turning)) else ("more than", "less than")
    one_sided = [(at_the_end[0], one) for one in below[-1:]] + [(at_the_end[1], one) for one in above[:1]]
    return "".join(f"{way} {words.write_quantity(one.magnitude, assumption.unit)}" for way, one in one_sided)


def write_range(assumption: Assumption, words: Wording) -> str:
    """An assumption's range, empty where it has none."""
    if not assumption.is_range:
        return ""
    return words.write_interval(assumption.low.magnitude, assumption.high.magnitude, assumption.unit, digits=6)


def describe_drivers(quantity: str, unit: str, model: Model) -> list[dict[str, str]]:
    """What each assumption does to a quantity, in a claim's unit, what matters most first."""
    from claimbook.model.sensitivity import drivers

    if not quantity or not unit:
        return []
    return [describe_driver(driver, unit, model) for driver in drivers(quantity, model)]


def note_on_shares(quantity: str, model: Model) -> str:
    """What is said beside shares of a quantity's spread that add up to more than 100 %; empty where they do not."""
    from claimbook.model.sensitivity import shares_overlap

    return SHARES_OVERLAP if quantity and shares_overlap(quantity, model) else ""


def write_elasticity(elasticity: float, assumption: Assumption) -> str:
    """Per cent for one per cent of an input; nothing for a date, and a dash where the quantity is zero and has none."""
    if assumption.is_date:
        return ""
    return "–" if isnan(elasticity) else f"{write_number(elasticity)} %"


def describe_driver(driver: "Driver", unit: str, model: Model) -> dict[str, str]:
    """One driver's row: its range, the quantity at both ends, its share of the spread, its elasticity."""
    assumption, words = model.assumptions[driver.assumption], model.project.words
    scale = model.project.units.root_factor(unit)
    return {
        "label": words.spoken(driver.assumption),
        "name": driver.assumption,
        "range": write_range(assumption, words),
        "exact": spread_of(assumption),
        "at_low": words.write_quantity(driver.at_low / scale, unit) if assumption.is_range else "",
        "at_high": words.write_quantity(driver.at_high / scale, unit) if assumption.is_range else "",
        "share": write_percent(driver.share) if assumption.is_range else "",
        "elasticity": write_elasticity(driver.elasticity, assumption),
    }


def would_be_right(result: Result, model: Model) -> list[dict[str, str]]:
    """
    What would make a claim right that is not, nearest first: an input's name in words and the value it would need.

    At most `MOST_WAYS`, of the quantity that decides; what cannot be otherwise and what no value can do is left out, as
    is what leaves another of the claim's tests against it.
    """
    from claimbook.model.algebra import break_even

    claim, words = result.claim, model.project.words
    if claim.printed is None or result.verdict in RIGHT or result.quantity not in derivations(model.project):
        return []
    if result.derived is not None and claim.printed.contains(result.derived):
        return []  # what was found would do: it is the draws that part
    found = []
    for name in upstream(model.project, result.quantity):
        assumption = model.assumptions[name]
        value = break_even(model, claim.id, result.quantity, name)
        if value is None or value == assumption.value or assumption.kind in FIXED:
            continue
        if assumption.maximum is not None and value > assumption.maximum:
            continue
        distance = abs(log(float((value / assumption.value).to_base_units().magnitude)))
        found.append((distance, name, value))
    ways: list[dict[str, str]] = []
    for _, name, value in sorted(found, key=lambda one: one[0]):
        if len(ways) == MOST_WAYS:
            break
        needed = needed_of(value, claim.id, result.quantity, model.assumptions[name], model)
        if is_right_with(name, needed.value, claim.id, model):
            ways.append({"label": words.spoken(name), "needed": needed.said})
    return ways


def is_right_with(name: str, value: float, claim: str, model: Model) -> bool:
    """Whether a claim comes out right where an assumption is set to a value, in its unit, by all its tests."""
    try:
        changed = model.changed_by({name: value})
        quantities = model.project.find_claim(claim).quantities
        return changed.drawing_only(quantities).result(claim).verdict in RIGHT
    except UserError:
        return False  # nothing that can be set
