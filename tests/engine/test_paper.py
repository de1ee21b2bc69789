"""The report on paper: one PDF, read by another program."""

import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from claimbook.chapters.contents import title_of
from claimbook.model.model import Model
from claimbook.paper.fonts import runs, width_of
from claimbook.paper.report import About, report
from claimbook.paper.sheets import HEIGHT, Paper, Words, block, lines_of
from claimbook.project import Project
from tests.commands import claimbook
from tests.editing import replace
from tests.engine.book import PROJECT, copy_book


def reader_of(content) -> PdfReader:
    return PdfReader(BytesIO(content))


def words_in(content) -> str:
    """What a reader copies out of a PDF, its lines joined."""
    return " ".join(" ".join(page.extract_text() for page in reader_of(content).pages).split())


@pytest.fixture(scope="module")
def written(model):
    return report(model, About(address="https://example.org/"))


def test_the_first_page_says_what_was_done_and_found_and_how_to_cite_it(written):
    text = " ".join(reader_of(written).pages[0].extract_text().split())
    assert "The Ferries of Lake Lorn" in text
    assert "Ada Lorn, Pilots & Co; version 2.1.0 of 9 March 2025; licence: CC-BY-4.0" in text
    assert (
        "10 claims of 2 sources were examined. 3 hold, 1 is plausible, 1 adds up, 3 fail and 2 are left open." in text
    )
    assert "Of the 3 main claims," in text
    assert "How to cite it Ada Lorn, Pilots & Co (2025). The Ferries of Lake Lorn," in text


def test_every_claim_is_in_it_and_a_main_one_with_its_working(written):
    text = words_in(written)
    for claim in PROJECT.claims.values():
        assert text.count(claim.id.split("-", 2)[2]) >= 1, claim.id
        assert claim.statement.split()[0] in text
    assert "Printed: 384,000 passengers per year. Its own figures give" in text


def test_claims_link_to_their_cards_where_the_sites_address_is_known(model, written):
    def links(content):
        notes = [note.get_object() for page in reader_of(content).pages for note in page.get("/Annots", [])]
        return {note["/A"]["/URI"] for note in notes}

    assert "https://example.org/book/crossings.html#herald-2024-yearly-passengers" in links(written)
    assert links(report(model, About())) == set()


def test_it_has_an_outline_a_title_a_language_and_sheets_of_a4(written):
    reader = reader_of(written)
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles == ["What was done and found", "The main claims", "All other claims", "Works cited"]
    chapters = [entry.title for part in reader.outline if isinstance(part, list) for entry in part]
    assert "Do the ferries carry as many as they say?" in chapters
    assert reader.metadata.title == "The Ferries of Lake Lorn"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}


def test_the_same_results_give_the_same_bytes_and_no_clock_is_in_them(model, written):
    assert report(model, About(address="https://example.org/")) == written
    assert b"Date" not in written


def test_a_scenarios_report_says_what_is_set_and_which_verdicts_turn(model):
    text = words_in(report(model.with_(passengers_per_crossing="200"), About("Fuller boats")))
    assert "Scenario: Fuller boats" in text
    assert "passengers per crossing: 200 passenger/crossing, in the baseline" in text
    assert "verdicts turn:" in text
    assert "with other inputs: passengers_per_crossing = 200 passenger/crossing" in text


@pytest.mark.thorough
def test_a_book_without_citation_says_so(project):
    (project.root / "CITATION.cff").unlink()
    assert "is not said: the book has no CITATION.cff" in words_in(report(Model.of(project), About()))


def test_titles_of_works_stay_as_they_are_written(project):
    replace(project.book / "references.bib", "{{Yearbook of the harbour}}", "{Yearbook of the Harbour (in Norwegian)}")
    text = words_in(report(Model.of(Project(project.root)), About()))
    assert "Yearbook of the Harbour (in Norwegian)" in text


def test_evidence_says_who_asserts_it(written):
    assert "by Anna Pilot" in words_in(written)


@pytest.mark.thorough
def test_a_numeral_stands_without_what_the_copy_of_its_source_put_into_it(project):
    replace(project.data / "sources.csv", ",en,", ",zh-Hant,")
    replace(project.data / "claims" / "herald-2024.yml", "numeral: 384,000", "numeral: 38.4萬人次(cì)")
    text = words_in(report(Model.of(Project(project.root)), About()))
    assert "printed as 38.4萬人次" in text
    assert "(cì)" not in text


@pytest.mark.thorough
def test_chapters_come_in_the_order_of_the_contents_however_these_are_written(project):
    replace(project.root / "_toc.yml", "      - file: book/crossings\n", "")
    replace(
        project.root / "_toc.yml",
        "- file: book/money\n",
        '- file: "book/money" # first\n      - {file: book/crossings}\n',
    )
    outline = reader_of(report(Model.of(Project(project.root)), About())).outline
    chapters = next([entry.title for entry in part] for part in outline if isinstance(part, list))
    crossings, money = (title_of(project.book / f"{name}.ipynb") for name in ("crossings", "money"))
    assert chapters.index(money) < chapters.index(crossings)


# Letters and lines


def test_chinese_signs_and_raised_figures_are_copied_as_they_were_written():
    paper = Paper("T", "A", "")
    paper.new_sheet()
    paper.put(block("约为140万美元 ≈ 3 × 10²³ – ‘è’ ≤ 7"))
    text = words_in(paper.written())
    for sign in ("约为", "140", "万美元", "≈", "≤", "è"):
        assert sign in text


def test_a_letters_width_is_that_of_adobes_metrics():
    # Helvetica.afm: H 722, i 222; Helvetica-Bold.afm: H 722, i 278. A Chinese letter is a square.
    assert width_of("Hi", "regular", 10) == pytest.approx(9.44)
    assert width_of("Hi", "bold", 10) == pytest.approx(10.0)
    assert width_of("万", "regular", 10) == pytest.approx(10)
    assert [run.font for run in runs("a≤万b", "regular")] == ["regular", "symbol", "wide", "regular"]


def test_no_line_is_wider_than_its_place_whatever_stands_in_it():
    text = "A word, a-name-that-is-much-longer-than-any-place-for-it-could-be, 一二三四五六七八九十 and the end"
    lines = list(lines_of([Words(text)], 60, 8))
    shown = ["".join(words.text for words in line) for line in lines]
    assert "".join(shown).replace(" ", "") == text.replace(" ", "")
    assert max(width_of(line, "regular", 8) for line in shown) <= 60


def test_a_block_that_does_not_fit_goes_on_the_next_sheet_under_the_heads_of_its_table():
    paper = Paper("T", "A", "")
    paper.new_sheet()
    head = block("Head")
    for number in range(100):
        paper.put(block(f"Row {number}", size=12), heads=[head])
    pages = [page.extract_text() for page in reader_of(paper.written()).pages]
    assert len(pages) == 3
    assert [page.startswith("Head") for page in pages] == [False, True, True]
    assert paper.y < HEIGHT


# The command


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.chdir(copy_book(tmp_path / "ferries"))
    return tmp_path / "ferries"


@pytest.mark.thorough
def test_the_command_writes_a_scenarios_report_where_it_is_asked_to(own):
    answer = claimbook("pdf", "out.pdf", "--scenario", "fuller-boats")
    said, written = answer.out.splitlines()
    assert said.startswith("passengers_per_crossing: 80 passengers per crossing")
    assert said.endswith("→ 110 passengers per crossing"), "what is set is repeated"
    assert (answer.code, written) == (0, "Written to out.pdf")
    assert "Scenario:" in words_in((own / "out.pdf").read_bytes())


@pytest.mark.thorough
def test_without_a_file_it_goes_to_the_folder_of_what_is_built(own):
    assert claimbook("pdf").code == 0
    assert claimbook("pdf", "--set", "ticket_price=9").code == 0
    assert sorted(path.name for path in (own / "_build").glob("*.pdf")) == [
        "ferry-claims-ticket_price=9-USD-passenger.pdf", "ferry-claims.pdf",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere/out.pdf"], "give a file in a folder that exists"),
        (["out.txt"], "does not end in .pdf"),
        (["out.pdf", "--scenario", "fuler-boats"], "did you mean fuller-boats"),
        (["out.pdf", "--set", "ticket_prise=9"], "did you mean ticket_price"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(own, arguments, said):
    before = sorted(own.iterdir())
    answer = claimbook("pdf", *arguments)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert said in answer.err
    assert sorted(own.iterdir()) == before


@pytest.mark.thorough
@pytest.mark.parametrize("there", [True, False])
def test_jupyter_books_own_way_to_a_pdf_is_refused_before_anything_is_touched(own, there):
    site = own / "_build" / "html"
    if there:
        site.mkdir(parents=True)
        (site / "index.html").write_text("as it was", encoding="utf-8")
    before = sorted(own.rglob("*"))
    program = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", program, "build", "--builder", "pdfhtml", str(own)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode != 0
    assert "`claimbook pdf` writes the report as a PDF" in done.stderr
    assert sorted(own.rglob("*")) == before
    assert not there or (site / "index.html").read_text(encoding="utf-8") == "as it was"
