"""What moved between two sets of results."""

import copy
import json
import math

import pytest

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.results.diff import Change, as_page, compare, compare_with_baseline, side_of, side_of_model
from claimbook.results.records import assumption_record, claim_record
from tests.book import PROJECT
from tests.commands import claimbook

SCENARIO = "chatgpt-ten-times-the-visits"


@pytest.fixture(scope="module")
def old_results():
    """A results.json as an older build wrote it: claims and assumptions, without what was added since."""
    model = Model.baseline()
    return {
        "title": "AI Compute Claims, Re-derived",
        "claims": [claim_record(result) for result in model.results],
        "assumptions": [assumption_record(name, model) for name in model.assumptions],
    }


@pytest.fixture
def write(tmp_path, old_results):
    def written(change=lambda results: None, text=None):
        results = copy.deepcopy(old_results)
        change(results)
        path = tmp_path / "results.json"
        path.write_text(json.dumps(results) if text is None else text, encoding="utf-8")
        return str(path)

    return written


def claim(results, claim_id="jiemian-2024-fleet-ratio"):
    return next(record for record in results["claims"] if record["id"] == claim_id)


def test_verdicts_that_turned_come_first_then_values_by_size_of_change_and_the_rest_is_counted():
    difference = compare(side_of("baseline", PROJECT), side_of(SCENARIO, PROJECT), PROJECT)
    assert {change.name: (change.before["verdict"], change.after["verdict"]) for change in difference.turned} == {
        "huatai-2023-chatgpt-monthly-cost": ("holds", "fails"),
        "huatai-2023-chatgpt-monthly-compute": ("holds", "fails"),
        "huatai-2023-visit-is-interaction": ("fails", "holds"),
        "huatai-2023-monthly-compute-precision": ("holds", "fails"),
    }
    assert all(not change.turned for change in difference.moved)
    for changes in (difference.turned, difference.moved, difference.quantities):
        sizes = [change.size for change in changes]
        assert sizes == sorted(sizes, reverse=True)
    assert difference.untouched + len(difference.turned) + len(difference.moved) == len(Model.baseline().results)
    assert difference.assumptions == [("chatgpt_monthly_visits", "616 million visits", "6.16 billion visits")]


CHANGES = [
    {"a100_rent": "1.1..4"},
    {"deep_learning_start": "2011"},
    {"gpt4_a100_count": "20000", "meta_h100_count": "1e5"},
]


def test_the_largest_change_comes_first():
    difference = compare(side_of("baseline", PROJECT), side_of("best-utilisation", PROJECT), PROJECT)
    for changes in (difference.turned, difference.quantities):
        sizes = [change.size for change in changes]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[0] > sizes[-1]


@pytest.mark.parametrize("changes", CHANGES)
def test_what_a_change_cannot_reach_need_not_be_computed_to_know_what_moved(changes):
    model = Model.baseline().with_(**changes)
    whole = compare(side_of("baseline", PROJECT), side_of_model("x", model), PROJECT)
    assert compare_with_baseline("x", model) == whole
    assert whole.moved or whole.turned


def test_the_size_of_a_change_is_the_same_up_and_down():
    def change(before, after):
        return Change("x", "x", {"derived": before}, {"derived": after})

    assert change(1.0, 10.0).size == pytest.approx(change(10.0, 1.0).size)
    assert change(1.0, 2.0).size < change(1.0, 0.4).size
    assert change(1.0, -1.0).size == math.inf
    assert change(3.0, 3.0).size == 0


def test_nothing_moves_between_a_thing_and_itself(write):
    for text in ("baseline", SCENARIO, write()):
        difference = compare(side_of(text, PROJECT), side_of(text, PROJECT), PROJECT)
        assert difference.turned == difference.moved == difference.quantities == difference.assumptions == []
        assert difference.untouched == len(Model.baseline().results)


def test_there_and_back_is_the_reverse():
    there, back = (
        compare(side_of("baseline", PROJECT), side_of(SCENARIO, PROJECT), PROJECT),
        compare(side_of(SCENARIO, PROJECT), side_of("baseline", PROJECT), PROJECT),
    )
    assert {(c.name, c.before["verdict"]) for c in there.turned} == {(c.name, c.after["verdict"]) for c in back.turned}
    assert [c.size for c in there.moved] == pytest.approx([c.size for c in back.moved])


def test_an_older_build_shows_what_moved_since_and_which_claims_came_and_went(write):
    def older(results):
        claim(results).update(derived=21.875, verdict="plausible")
        claim(results, "jiemian-2024-h100-bill").update(id="jiemian-2024-bill-of-old")

    difference = compare(side_of(write(older), PROJECT), side_of("baseline", PROJECT), PROJECT)
    (change,) = difference.turned
    assert change.name == "jiemian-2024-fleet-ratio"
    assert change.factor == pytest.approx(22.4 / 21.875)
    assert difference.gone == ["jiemian-2024-bill-of-old"]
    assert difference.new == ["jiemian-2024-h100-bill"]


def test_a_claim_whose_unit_was_changed_but_not_its_value_did_not_move(write):
    def in_weeks(results):
        record = claim(results, "jiemian-2024-gpt4-training-days")
        record.update(unit="week", **{key: record[key] / 7 for key in ("derived", "low", "high", "claimed")})

    assert not compare(side_of(write(in_weeks), PROJECT), side_of("baseline", PROJECT), PROJECT).moved


def test_a_range_alone_that_moves_is_a_move():
    model = Model.baseline().with_(gpt4_training_time="80..95..100 day")
    difference = compare(side_of("baseline", PROJECT), side_of_model("wider", model), PROJECT)
    assert {change.size for change in difference.moved} == {0}
    assert "jiemian-2024-gpt4-cost" in {change.name for change in [*difference.moved, *difference.turned]}


def test_the_table_shows_both_values_and_both_verdicts():
    lines = claimbook("diff", "baseline", SCENARIO).out.splitlines()
    (line,) = [line for line in lines if line.startswith("huatai-2023-chatgpt-monthly-cost")]
    assert "$6.16 million → $61.6 million" in line
    assert "×10" in line
    assert "holds → fails" in line
    assert "Verdicts turned: 4." in lines[-1]


def test_json_says_the_same(write):
    record = json.loads(claimbook("diff", write(), SCENARIO, "--json").out)
    assert [row["name"] for row in record["turned"]][:1] == ["huatai-2023-chatgpt-monthly-cost"]
    assert record["turned"][0]["factor"] == pytest.approx(10)
    assert record["before"] == "results.json"


def test_the_page_is_whole_needs_nothing_beside_it_and_is_written_in_one_step(tmp_path):
    path = tmp_path / "moved.html"
    assert claimbook("diff", "baseline", SCENARIO, "--html", path).code == 0
    page = path.read_text(encoding="utf-8")
    assert page.index("Verdicts that turned") < page.index("Claims whose numbers moved")
    assert "$61.6 million" in page
    assert "http" not in page
    assert [file.name for file in tmp_path.iterdir()] == ["moved.html"]


def test_text_of_a_results_file_never_becomes_markup(write):
    def hostile(results):
        claim(results).update(derived=1.0, statement="<script>x</script>", verdict="fails")
        claim(results, "jiemian-2024-h100-bill").update(id="<img src=x onerror=y>[/]")

    path = write(hostile)
    difference = compare(side_of("baseline", PROJECT), side_of(path, PROJECT), PROJECT)
    page = as_page(difference, PROJECT)
    assert "<script" not in page
    assert "<img" not in page
    assert "<img src=x onerror=y>[/]" in claimbook("diff", "baseline", path).out


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (None, "{"),
        (None, "[]"),
        (None, "null"),
        (None, "{}"),
        (None, "[" * 100_000),
        (lambda r: claim(r).update(derived=math.nan), None),
        (lambda r: claim(r).update(derived=math.inf), None),
        (lambda r: claim(r).update(derived="1"), None),
        (lambda r: claim(r).update(derived=True), None),
        (lambda r: claim(r).update(verdict="[red]x[/]"), None),
        (lambda r: claim(r).update(unit="__import__('os')"), None),
        (lambda r: claim(r).pop("statement"), None),
        (lambda r: claim(r).update(id=["x"]), None),
        (lambda r: r.update(claims={"a": 1}), None),
        (lambda r: r.update(assumptions=[{"name": "x"}]), None),
        (lambda r: r.update(quantities=[1]), None),
        (lambda r: claim(r).update(claimed="x"), None),
        (lambda r: claim(r).update(relation=[]), None),
        (lambda r: claim(r).update(id="\x1b[31mx"), None),
    ],
)
def test_a_file_that_is_no_results_is_refused_in_one_line(write, change, text):
    path = write(change, text) if change else write(text=text)
    answer = claimbook("diff", "baseline", path)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("claimbook: ")
    assert answer.err.count("\n") == 1
    with pytest.raises(UserError):
        side_of(path, PROJECT)


@pytest.mark.parametrize("name", ["moved.txt", "nowhere/moved.html", "."])
def test_a_page_that_cannot_be_written_is_refused(tmp_path, name):
    answer = claimbook("diff", "baseline", SCENARIO, "--html", tmp_path / name)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_claim_in_words_moves_without_figures_and_what_no_claim_is_about_is_in_a_unit_that_people_use():
    said = claimbook("rerun", "--set", "gpt4_a100_count=40000", "--no-site").out
    (claim,) = [line for line in said.splitlines() if line.startswith("cinic-2024-cluster-size-twice")]
    assert "in words" in claim
    (quantity,) = [line for line in said.splitlines() if line.startswith("gpt4_gpu_time")]
    days = 25_000 * 95, 40_000 * 95
    (ratio,) = [line for line in said.splitlines() if line.startswith("jiemian-2024-fleet-ratio")]
    assert "22.4× → 14×" in ratio
    assert "holds → fails" in ratio
    assert f"{days[0] / 1e6:.2f} million A100·days → {days[1] / 1e6:.1f} million A100·days" in quantity
