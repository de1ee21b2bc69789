"""Every command prints to any terminal, pipe and file, whatever its encoding lacks."""

import io
import json
import os
import re
import shutil
import subprocess
import sys

import click
import nbformat
import pytest

from claimbook import cli
from claimbook.chapters.execution import read_notebook
from claimbook.chapters.sentences import fill_sentences
from claimbook.model.model import Model
from claimbook.project import PACKAGE, Project
from claimbook.system import terminals
from tests.cases import slow
from tests.editing import replace
from tests.engine.book import copy_book, fuel_shares

pytestmark = pytest.mark.thorough

ENCODINGS = (slow("cp1252"), "gbk", slow("cp437"), "ascii")
NO_LOCALE = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A copy of the book with a claim that no encoding but UTF-8 can write, and one whose figure is so many times."""
    folder = copy_book(tmp_path_factory.mktemp("book") / "ferries")
    claims = folder / "data" / "claims" / "herald-2024.yml"
    replace(claims, "statement: The ferries carry", "statement: The ferries (渡轮, ≈ ⛴ 😀 – Müller’s) carry")
    replace(claims, "printed: less than 20\n    unit: percent\n", "printed: less than 0.2\n    unit: '1'\n")
    chapter, other = folder / "book" / "money.ipynb", Model.of(Project(folder))
    filled = fill_sentences(read_notebook(chapter, chapter.name), "money", other)
    chapter.write_text(nbformat.writes(filled) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def there(book, monkeypatch):
    """Stand in that book."""
    monkeypatch.chdir(book)


@pytest.fixture
def said(monkeypatch):
    """What a command answers on a terminal, pipe or file with an encoding: code, output and errors as bytes read."""

    def answer(encoding, *arguments):
        with monkeypatch.context() as patch:
            out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n") for _ in range(2))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as stop:
                cli.main([str(argument) for argument in arguments])
            out.flush(), err.flush()
        texts = (stream.buffer.getvalue().decode(encoding) for stream in (out, err))
        return stop.value.code or 0, *texts

    return answer


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_command_prints_whatever_an_encoding_lacks(said, encoding, tmp_path):
    sweep = ["sweep", "herald-2024-takings", "--over", "ticket_price=3:4:0.5", "--out", tmp_path / "x.parquet"]
    for arguments in (
        ["claims"],
        ["show", "herald-2024-yearly-passengers"],
        ["scenarios"],
        ["rerun", "fuller-boats", "--no-site"],
        ["diff", "baseline", "fuller-boats"],
        sweep,
        ["check"],
    ):
        code, out, err = said(encoding, *arguments)
        assert (code, err.strip()) == (0, ""), arguments
        assert len(out) > 50


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "arguments",
    [
        ["claims", "--json"],
        ["show", "herald-2024-yearly-passengers", "--json"],
        ["scenarios", "--json"],
        ["scenarios", "--schema"],
        ["rerun", "fuller-boats", "--no-site", "--json"],
        ["diff", "baseline", "fuller-boats", "--json"],
    ],
    ids=" ".join,
)
def test_json_is_the_same_data_in_every_encoding(said, encoding, arguments):
    code, out, err = said(encoding, *arguments)
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(said("utf-8", *arguments)[1])


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["show", "×–万亿"], "no claim, assumption or quantity is called"),
        (["rerun", "--set", "ticket_price=万 亿×"], "is not a quantity"),
        (["rerun", "--set", "occupied_share=150"], "the most it can be"),
        (["sweep", "fuel_share", "--over", "new_pier=万:亿:×"], "new_pier"),
        (["diff", "万亿.json", "baseline"], "there is no file"),
        (["check", "--sources", "万亿"], "no such folder"),
    ],
)
def test_errors_are_one_line_in_every_encoding(said, encoding, arguments, expected):
    code, out, err = said(encoding, *arguments)
    assert (code, out) == (2, "")
    assert expected in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("settings", [NO_LOCALE, slow({"PYTHONIOENCODING": "cp1252"})], ids=["no locale", "cp1252"])
def test_a_process_of_its_own_in_a_folder_with_chinese_characters_prints_and_writes(settings, tmp_path):
    folder = tmp_path / "项目 与 空格"
    folder.mkdir()
    chart = folder / "图.svg"
    answer = subprocess.run(
        [sys.executable, "-m", "claimbook", "sweep", "herald-2024-takings", "--over", "ticket_price=3:4:0.5",
         "--chart", str(chart)],
        env={**without_locale(), **settings}, capture_output=True,
    )  # fmt: skip
    assert (answer.returncode, answer.stderr.strip()) == (0, b"")
    assert chart.exists()
    if settings is NO_LOCALE:
        assert str(chart).encode() in answer.stdout


@pytest.mark.parametrize("arguments", [["claims"], slow(["--help"]), slow(["show", "×–万亿"])], ids=" ".join)
def test_a_process_of_its_own_without_a_locale_prints_no_traceback(arguments):
    answer = subprocess.run(
        [sys.executable, "-m", "claimbook", *arguments],
        env={**without_locale(), **NO_LOCALE}, capture_output=True,
    )  # fmt: skip
    assert answer.returncode == (2 if arguments[0] == "show" else 0)
    assert b"Traceback" not in answer.stderr
    if arguments == ["claims"]:
        assert answer.stdout.isascii()
        (times,) = re.findall(rb"less than 0\.2x +([\d.]+)x ", answer.stdout)
        assert float(times) == pytest.approx(fuel_shares()[1] / 100, rel=0.005)


def without_locale():
    """An environment without a locale; an editable install is not found there if its path is not plain ASCII."""
    kept = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "LC_CTYPE")}
    return {**kept, "PYTHONPATH": str(PACKAGE.parent)}


def every_command(command=cli.app, path=()):
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from every_command(below, (*path, name))


@pytest.mark.parametrize("path", [*every_command()], ids=" ".join)
def test_help_holds_nothing_that_a_terminal_could_lack(path):
    command = cli.app
    context = click.Context(command, info_name="claimbook")
    for name in path:
        command = command.commands[name]
        context = click.Context(command, info_name=name, parent=context)
    assert command.get_help(context).isascii()


on_terminals = pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals on this system")


def shown_on_a_terminal(arguments, columns, encoding="utf-8"):
    """What a process of its own shows on a terminal of so many columns, without colours."""
    ours, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), "PYTHONIOENCODING": encoding}
    running = subprocess.Popen(
        [sys.executable, "-m", "claimbook", *arguments], env=environment,
        stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 10_000)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert running.wait() == 0
    text = shown.decode(encoding)
    assert "Traceback" not in text
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).replace("\r\n", "\n")


@on_terminals
@pytest.mark.parametrize("encoding", ["ascii", slow("gbk")])
def test_progress_is_shown_on_a_terminal_of_any_encoding(encoding, tmp_path):
    arguments = ["sweep", "fuel_share", "--over", "ticket_price=3:4:0.5", "--out", str(tmp_path / "x.parquet")]
    assert "Points" in shown_on_a_terminal(arguments, 100, encoding)


@on_terminals
@pytest.mark.parametrize("columns", [40, slow(60)])
def test_on_a_narrow_terminal_a_tables_rows_are_lines_of_which_nothing_is_cut(columns):
    said = shown_on_a_terminal(["claims", "--source", "herald-2024"], columns)
    assert max(map(len, said.splitlines())) <= columns
    whole = " ".join(said.split())
    for part in ("herald-2024-fuel-share Claimed: less than 0.2×", "Verdict: plausible", "Statement: Fuel takes less"):
        assert part in whole
    assert "herald-2024-fuel-per-passenger\n" in said


@on_terminals
def test_on_a_narrow_terminal_what_is_a_claim_and_what_another_quantity_is_told():
    said = shown_on_a_terminal(["rerun", "fuller-boats", "--no-site"], 40)
    claims, quantities = said.split("\nOther quantity:\n")
    assert "\nClaim:\nherald-2024-fuel-share\n" in claims
    assert quantities.startswith("payback_time\n")


@on_terminals
def test_a_table_that_fits_a_narrow_terminal_stays_one():
    said = shown_on_a_terminal(["show", "ticket_price"], 79)
    assert re.search(r"Claims that hang on it: \d +Verdict +Statement", said)


@on_terminals
def test_bars_on_a_narrow_terminal_of_plain_characters_are_whole():
    said = shown_on_a_terminal(["drivers", "fuel_per_passenger"], 40, "ascii")
    bars = [line for line in said.splitlines() if re.fullmatch(r" *-+\+-+ *", line)]
    assert len(bars) == 2


@pytest.fixture
def written(monkeypatch):
    """What is written on an output with an encoding, as its bytes read."""

    def write(text, encoding):
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", stream)
        terminals.prepare_output()
        terminals.say(text)
        stream.flush()
        return stream.buffer.getvalue().decode(encoding).removesuffix(os.linesep)

    return write


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("22.4× → 14×", "ascii", "22.4x -> 14x"),
        ("22.4× → 14×", "cp1252", "22.4× -> 14×"),
        ("22.4× → 14×", "gbk", "22.4× → 14×"),
        ("18–24 months…", "ascii", "18-24 months..."),
        ("≥ 20, ≈ 3, ≤ 4, −1", "cp1252", ">= 20, ~ 3, <= 4, -1"),
        ("PFLOP/s·day", "ascii", "PFLOP/s*day"),
        ("¥63 million", "ascii", "CNY 63 million"),
        ("Alizée Müller", "ascii", "Alizee Muller"),
        ("6.16亿次", "ascii", r"6.16\u4ebf\u6b21"),
        ("6.16亿次", "gbk", "6.16亿次"),
        ("m²", "gbk", "m^2"),
        ("2.11×10²⁵ FLOP, 10⁻³", "ascii", "2.11x10^25 FLOP, 10^-3"),
        ("2.11×10²⁵ FLOP, 10²⁰, 10⁻³, 10³, m²", "cp1252", "2.11×10^25 FLOP, 10^20, 10^-3, 10³, m²"),
        ("10²⁵ FLOP", "cp437", "10^25 FLOP"),
        ("▁▄█ ━━╋━ ▔▔┃", "ascii", ".:# --+- --|"),
        ("😀", "cp1252", r"\U0001f600"),
        ("22.4× → 14×, 万亿", "utf-8", "22.4× → 14×, 万亿"),
    ],
)
def test_what_an_encoding_lacks_has_a_stand_in_or_is_escaped(written, text, encoding, shown):
    assert written(text, encoding) == shown


def test_bytes_of_a_name_that_the_system_cannot_read_are_written_as_they_are(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    terminals.prepare_output()
    terminals.say(os.fsdecode("项".encode()) if sys.getfilesystemencoding() == "ascii" else "\udce9\udca1\udcb9")
    stream.flush()
    assert stream.buffer.getvalue().rstrip() == "项".encode()


def test_commit_messages_are_read_whatever_the_terminal_takes(tmp_path):
    if not shutil.which("git"):
        pytest.skip("no git on this machine")
    asked = (
        "from pathlib import Path\nfrom claimbook.system.git import git\n"
        "print(ascii(git(Path('.'), 'log', '--format=%s')))"
    )
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "22.4× 万亿"], cwd=tmp_path, check=True)
    environment = {**os.environ, **NO_LOCALE, "PYTHONPATH": str(PACKAGE.parent)}
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert answer.stdout.strip() == ascii("22.4× 万亿"), answer.stderr
