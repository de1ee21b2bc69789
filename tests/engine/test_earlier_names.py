"""What something was called earlier is still understood, and what it is called now is said once."""

import json
import subprocess
import sys
import warnings

import nbformat
import pandas as pd
import pytest

from claimbook.chapters.execution import parameters_source
from claimbook.chapters.opening import chapter_model
from claimbook.errors import Renamed, UserError
from claimbook.results.diff import compare, read_results, side_of
from claimbook.results.records import all_results
from claimbook.scenarios.scenario import read_scenario
from claimbook.sweep.sweep import evaluate, plan
from tests.commands import claimbook
from tests.editing import append
from tests.engine.book import PROJECT

#: book/names.csv has it as an alias.
EARLIER, NOW = "passengers_a_trip", "passengers_per_crossing"
NOTICE = f"claimbook: {EARLIER} is called {NOW} now\n"

pytestmark = pytest.mark.usefixtures("there")


@pytest.fixture(params=[EARLIER, NOW])
def name(request):
    """The assumption's name: the earlier one is told in one notice, that of now in none."""
    return request.param


def notices(ask):
    """What is asked for, and each notice that came with it, once however often it was given."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        answer = ask()
    return answer, {str(one.message) for one in said if issubclass(one.category, Renamed)}


def expected_of(name):
    return {f"{EARLIER} is called {NOW} now"} if name == EARLIER else set()


def test_a_model_takes_it(model, name):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        changed = model.with_(**{name: 90})
    assert [str(one.message) for one in said] == list(expected_of(name))
    assert list(changed.changes) == [NOW]
    assert changed.quantity("yearly_passengers").m_as("passenger/year") == pytest.approx(24 * 200 * 90)


def test_a_quantity_is_found_by_it(model, name):
    value, said = notices(lambda: model.quantity(name))
    assert value.m_as("passenger/crossing") == 80
    assert said == expected_of(name)


@pytest.mark.thorough
def test_a_notice_is_shown_to_whoever_runs_a_script():
    """Python hides some kinds of warning outside of the module that is run; this is of none of those."""
    code = f"from claimbook import Model; Model.baseline().with_({EARLIER}=90)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT.root, timeout=300)
    assert answer.returncode == 0
    assert f"{EARLIER} is called {NOW} now" in answer.stderr


def test_a_setting_of_the_command_line_takes_it(name):
    answer = claimbook("rerun", "--set", f"{name}=90", "--no-site", "--json")
    assert answer.code == 0
    assert answer.err == (NOTICE if name == EARLIER else "")
    record = json.loads(answer.out)
    assert record["changes"] == {NOW: "90 passenger/crossing"}
    after = {row["name"]: row["after"]["derived"] for row in record["turned"] + record["moved"]}
    assert after["herald-2024-yearly-passengers"] == 24 * 200 * 90


def test_a_setting_under_both_names_is_given_twice():
    answer = claimbook("rerun", "--set", f"{EARLIER}=90", "--set", f"{NOW}=95", "--no-site")
    assert answer.code == 2
    assert f"claimbook: --set gives {NOW} twice\n" in answer.err


@pytest.fixture
def scenario(tmp_path):
    def written(*lines):
        path = tmp_path / "trial.yml"
        path.write_text("title: T\nwhy: W\nassumptions:\n" + "".join(f"  {line}\n" for line in lines), "utf-8")
        return path

    return written


def test_a_scenarios_file_takes_it(scenario, name):
    path = scenario(f"{name}: 90", "fuel_price: 3")
    found, said = notices(lambda: read_scenario(path, PROJECT))
    assert list(found.settings) == [NOW, "fuel_price"]
    assert said == expected_of(name)
    answer = claimbook("rerun", path, "--no-site", "--json")
    assert answer.err == (NOTICE if name == EARLIER else "")
    assert json.loads(answer.out)["changes"] == {NOW: "90 passenger/crossing", "fuel_price": "3 USD/liter"}


def test_a_scenarios_file_that_has_both_names_is_refused_for_one_would_be_lost(scenario):
    path = scenario(f"{EARLIER}: 90", f"{NOW}: 95")
    with (
        pytest.warns(Renamed),
        pytest.raises(UserError, match=rf"trial\.yml: {NOW} stands there twice, once as {EARLIER}"),
    ):
        read_scenario(path, PROJECT)
    answer = claimbook("rerun", path, "--no-site")
    assert answer.code == 2
    assert answer.out == ""


def test_a_setting_on_top_of_a_scenarios_comes_on_top_by_whichever_name(scenario, name):
    answer = claimbook("rerun", scenario(f"{EARLIER}: 90"), "--set", f"{name}=95", "--no-site", "--json")
    assert answer.err == NOTICE
    assert json.loads(answer.out)["changes"] == {NOW: "95 passenger/crossing"}


def test_a_sweep_takes_it(tmp_path, name):
    path = tmp_path / "swept.parquet"
    answer = claimbook("sweep", "yearly_passengers", "--over", f"{name}=60:100:20", "--out", path, "--json")
    assert answer.code == 0
    assert answer.err.lstrip("\n") == (NOTICE if name == EARLIER else "")
    table = pd.read_parquet(path)
    assert list(table) == [NOW, "value"]
    assert table["value"].tolist() == pytest.approx([24 * 200 * passengers for passengers in (60, 80, 100)])


def test_a_sweep_with_a_setting_takes_it(tmp_path, name):
    path = tmp_path / "swept.parquet"
    arguments = ["--over", "season_length=100:200:100", "--set", f"{name}=90", "--out", path]
    answer = claimbook("sweep", "yearly_passengers", *arguments)
    assert answer.err.lstrip("\n") == (NOTICE if name == EARLIER else "")
    assert pd.read_parquet(path)["value"].tolist() == pytest.approx([24 * 100 * 90, 24 * 200 * 90])


def test_a_sweep_over_both_names_is_over_one_assumption_twice():
    with pytest.warns(Renamed), pytest.raises(UserError, match="gives passengers_per_crossing twice"):
        plan(PROJECT, "yearly_passengers", [f"{EARLIER}=60:100:20", f"{NOW}=60:100:20"])


def parameters_of(chapter):
    """A notebook's variables after its cell of parameters."""
    variables = {}
    exec(parameters_source(chapter, PROJECT), variables)
    return variables


def test_a_chapters_parameters_take_it(name):
    """Papermill puts a value in beside the notebook's own, which has the name of now."""
    model, said = notices(lambda: chapter_model("money", {**parameters_of("money"), name: "90 passenger/crossing"}))
    assert list(model.changes) == [NOW]
    assert model.assumptions[NOW].value.magnitude == 90
    assert said == expected_of(name)


def test_a_chapter_without_settings_gives_no_notice():
    model, said = notices(lambda: chapter_model("money", parameters_of("money")))
    assert not model.changes
    assert not said


@pytest.mark.kernel
@pytest.mark.thorough
def test_papermill_alone_takes_it_and_the_notebook_says_so_once(tmp_path):
    out = tmp_path / "out.ipynb"
    subprocess.run(
        [sys.executable, "-m", "papermill", "book/money.ipynb", str(out), "-p", EARLIER, "90", "--no-progress-bar"],
        check=True, capture_output=True, cwd=PROJECT.root, timeout=300,
    )  # fmt: skip
    outputs = [output for cell in nbformat.read(out, as_version=4).cells for output in cell.get("outputs", [])]
    shown = json.dumps([output.get("data") for output in outputs], ensure_ascii=False)
    assert ">$1.51 million per year</b>" in shown  # 24 × 200 × 90 × 3.50, in the row of the estimate
    said = "".join(output["text"] for output in outputs if output["output_type"] == "stream")
    assert said.count(f"{EARLIER} is called {NOW} now") == 1


@pytest.fixture
def older(model, tmp_path, name):
    """A results.json of an older build, in which the assumption had this name."""
    text = json.dumps(all_results(model)).replace(f'"{NOW}"', f'"{name}"')
    path = tmp_path / "results.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_old_results_take_it(older, name):
    side, said = notices(lambda: read_results(older, PROJECT))
    assert said == expected_of(name)
    difference = compare(side, side_of("baseline", PROJECT), PROJECT)
    assert difference.turned == difference.moved == difference.quantities == difference.assumptions == []
    answer = claimbook("diff", older, "baseline")
    assert answer.code == 0
    assert answer.err == (NOTICE if name == EARLIER else "")


def test_what_moved_since_old_results_is_told_by_the_name_of_now(older):
    record = json.loads(claimbook("diff", older, "fuller-boats", "--json").out)
    assert [row["name"] for row in record["assumptions"]] == [NOW]
    assert record["assumptions"][0]["before"].startswith("80 passengers per crossing (60")
    assert record["assumptions"][0]["after"] == "110 passengers per crossing"


# Claims and quantities are renamed too


@pytest.fixture
def renamed(project):
    """A book with a claim and a quantity that were called otherwise."""
    append(project.book / "names.csv", "alias,herald-2024-income,herald-2024-takings\nalias,income,yearly_takings\n")
    return project


@pytest.mark.parametrize("name", ["herald-2024-income", "herald-2024-takings"])
def test_a_claim_is_shown_by_it(renamed, name):
    answer = claimbook("--book", renamed.root, "show", name, "--json")
    assert json.loads(answer.out)["id"] == "herald-2024-takings"
    told = "claimbook: herald-2024-income is called herald-2024-takings now\n"
    assert answer.err == (told if name == "herald-2024-income" else "")


@pytest.mark.parametrize(("name", "now"), [("herald-2024-income", "herald-2024-takings"), ("income", "yearly_takings")])
def test_a_claim_or_quantity_is_swept_by_it(renamed, name, now):
    sweep, said = notices(lambda: plan(renamed, name, ["ticket_price=3:6:3"]))
    assert said == {f"{name} is called {now} now"}
    (block,) = evaluate(sweep)
    assert block.columns["value"].tolist() == pytest.approx([24 * 200 * 80 * 3, 24 * 200 * 80 * 6])


def test_old_results_may_have_claims_and_quantities_by_their_earlier_names(renamed, model, tmp_path):
    path = tmp_path / "results.json"
    text = json.dumps(all_results(model))
    for now, earlier in (("herald-2024-takings", "herald-2024-income"), ("yearly_takings", "income")):
        assert f'"{now}"' in text
        text = text.replace(f'"{now}"', f'"{earlier}"')
    path.write_text(text, encoding="utf-8")
    side, said = notices(lambda: read_results(path, renamed))
    assert said == {
        "herald-2024-income is called herald-2024-takings now",
        "income is called yearly_takings now",
    }
    difference = compare(side, side_of("baseline", renamed), renamed)
    assert difference.gone == difference.new == difference.turned == difference.moved == difference.quantities == []


def test_a_name_that_nothing_ever_had_is_refused_with_the_nearest_one_of_now(model):
    with pytest.raises(UserError, match=f"no assumption is called 'passenger_per_crosing'; did you mean {NOW}"):
        model.with_(passenger_per_crosing=90)


def test_an_input_that_is_set_by_both_its_names_is_refused(model):
    with pytest.raises(UserError, match="passengers_per_crossing is set twice, once as passengers_a_trip"):
        model.with_(passengers_a_trip="90", passengers_per_crossing="95")
