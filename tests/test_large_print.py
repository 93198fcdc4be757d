"""Large print: nothing below 18 points, in one column, and all that the standard edition says."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from conftest import ANNA, DAY, english
from helpers import AT, SHORT, clinic, without_furniture
from judges import judge, outloud
from test_facts import read_aloud, squeezed

from handouts.booklet import Booklet, booklet
from handouts.checks.pages import page_findings
from handouts.checks.proof import HEADING, Leaf, Proof
from handouts.clinic import Clinic
from handouts.figures import ladder
from handouts.handout import Handout
from handouts.library import Library, open_library
from handouts.patients import from_settings
from handouts.press import Document, Press
from handouts.sections import Timeline

LARGE = "large-print"
_INCH = 72


@pytest.fixture(scope="module")
def large(library: Library, press: Press) -> dict[str, Document]:
    """Every English text in large print, by its id."""
    return {
        text.id: press.print(Handout(text, library.clinic, DAY, edition=LARGE))
        for text in english(library)
    }


@pytest.fixture(scope="module")
def spanish(library: Library, press: Press) -> Document:
    text = library.text("ivig", "es")
    return press.print(Handout(text, library.clinic, DAY, edition=LARGE))


@pytest.fixture(scope="module")
def book(library: Library, press: Press) -> tuple[Booklet, Document]:
    job = booklet(library, "en", DAY, ids=("costs", "abatacept"), edition=LARGE)
    return job, press.print(job)


def leaves(library: Library, job: Handout | Booklet, document: Document) -> Iterator[Leaf]:
    yield from Proof(library, job, document.pdf).leaves


def job_of(library: Library, text: str) -> Handout:
    return Handout(library.text(text, "en"), library.clinic, DAY, edition=LARGE)


def test_it_is_called_after_its_edition(
    large: dict[str, Document], book: tuple[Booklet, Document]
) -> None:
    assert large["ivig"].name == "ivig-en-large-print"
    assert book[1].name == "booklet-costs-abatacept-en-large-print"


def test_no_letter_is_below_18_points_on_any_page(
    library: Library,
    large: dict[str, Document],
    spanish: Document,
    book: tuple[Booklet, Document],
) -> None:
    pages = [
        leaf for text, one in large.items() for leaf in leaves(library, job_of(library, text), one)
    ]
    pages += [*leaves(library, job_of(library, "ivig"), spanish), *leaves(library, *book)]
    assert min(run.size for leaf in pages for run in leaf.runs) == pytest.approx(18, abs=0.01)
    assert [leaf.inner_words for leaf in pages if leaf.inner_words] == []


def test_no_check_of_pages_finds_a_fault(
    library: Library, large: dict[str, Document], book: tuple[Booklet, Document]
) -> None:
    for text, document in large.items():
        assert page_findings(Proof(library, job_of(library, text), document.pdf)) == []
    assert page_findings(Proof(library, book[0], book[1].pdf)) == []


def test_both_judges_pass_it(
    large: dict[str, Document], spanish: Document, book: tuple[Booklet, Document], tmp_path: Path
) -> None:
    files = [
        one.write(tmp_path / f"{i}.pdf")
        for i, one in enumerate([*large.values(), spanish, book[1]])
    ]
    assert judge(*files) == []
    assert outloud(*files) == []


def test_every_statement_of_the_standard_edition_stands_in_it(
    library: Library, large: dict[str, Document], book: tuple[Booklet, Document]
) -> None:
    for text, document in large.items():
        said = library.text(text, "en").on(DAY).statements()
        words = squeezed(without_furniture(document.pdf))
        assert [one.id for one in said if squeezed(one.text) not in words] == []
    words = squeezed(without_furniture(book[1].pdf))
    said = [one for text in book[0].texts for one in text.on(DAY).statements()]
    assert [one.id for one in said if squeezed(one.text) not in words] == []


def test_sides_are_an_inch_and_no_line_stands_beside_another_column(
    library: Library, large: dict[str, Document]
) -> None:
    for leaf in leaves(library, job_of(library, "options"), large["options"]):
        assert min(run.box.left for run in leaf.runs) > _INCH - 1
        assert max(run.box.right for run in leaf.runs) < leaf.width - _INCH + 1


def test_lines_of_running_text_stand_one_and_a_half_apart(
    library: Library, large: dict[str, Document]
) -> None:
    leaf = list(leaves(library, job_of(library, "ivig"), large["ivig"]))[3]
    body = sorted(
        {round(run.box.bottom) for run in leaf.runs if run.mark is not None and run.size == 18}
    )
    gaps = [b - a for a, b in pairwise(body) if b - a > 12]
    assert max(set(gaps), key=gaps.count) == 27


def test_no_letter_of_it_leans(large: dict[str, Document]) -> None:
    for document in large.values():
        pages = pypdf.PdfReader(BytesIO(document.pdf)).pages
        faces = {
            font["/BaseFont"] for page in pages for font in page["/Resources"]["/Font"].values()
        }
        assert len(faces) > 1
        assert [face for face in faces if "Italic" in face or "Oblique" in face] == []


def test_heads_are_of_20_to_22_points(library: Library, large: dict[str, Document]) -> None:
    for text, document in large.items():
        for leaf in leaves(library, job_of(library, text), document):
            heads = [one for one in leaf.tree.within() if HEADING.fullmatch(one.kind)]
            runs = [
                run for one in heads for mark in one.all_marks for run in leaf.said.get(mark, ())
            ]
            assert {run.size for run in runs} <= {20, 22}, (text, leaf.number)
            assert all(run.box.right < leaf.width - _INCH + 1 for run in runs)


def test_a_comparison_is_a_card_for_each_treatment(large: dict[str, Document]) -> None:
    words = read_aloud(large["options"].pdf)
    for name in ("IVIG", "Rituximab", "Abatacept", "Infliximab"):
        assert f"Treatment {name}" in words


def test_all_that_a_sheet_holds_of_a_person_has_room(library: Library, press: Press) -> None:
    patient = from_settings(ANNA, library.fields)
    job = Handout(library.text("costs", "en"), library.clinic, DAY, patient, LARGE)
    words = squeezed(without_furniture(press.print(job).pdf))
    for name in ("name", "location", "clinician", "phone", "notes"):
        assert squeezed(ANNA[name]) in words


def test_a_copy_has_as_many_pages_as_the_blank(
    library: Library, press: Press, large: dict[str, Document]
) -> None:
    values = {"name": "Anna Example", "notes": "Bring your list."}
    patient = from_settings(values, library.fields)
    job = Handout(library.text("abatacept", "en"), library.clinic, DAY, patient, LARGE)
    assert press.print(job).pages == large["abatacept"].pages


def test_a_foot_of_many_words_has_room(tmp_path: Path) -> None:
    long = "long-" * 5 + "name"
    at = AT.replace("short", long)
    text = SHORT.replace("id: short", f"id: {long}", 1).replace('"1"', '"2026-11 second draft"')
    library = open_library(clinic(tmp_path, {at: text}))
    job = Handout(library.text(long, "en"), library.clinic, DAY, edition=LARGE)
    document = Press(library).print(job)
    assert page_findings(Proof(library, job, document.pdf)) == []


def test_on_a4_its_column_is_as_wide_as_the_sheet_allows(library: Library, press: Press) -> None:
    a4 = Clinic(**{**library.clinic.model_dump(), "paper": "A4"})
    job = Handout(library.text("ivig", "en"), a4, DAY, edition=LARGE)
    proof = Proof(library, job, press.print(job).pdf)
    assert page_findings(proof) == []
    for leaf in proof.leaves:
        assert (round(leaf.width), round(leaf.height)) == (595, 842)
        assert max(run.box.right for run in leaf.runs) < leaf.width - _INCH + 1


def test_a_schedule_stands_from_top_to_bottom() -> None:
    plan = Timeline(
        id="plan", heading="Plan", kind="timeline", caption="A plan", weeks=(0, 4), then_every=4
    )
    drawn = ladder(
        plan, [("Start", "2 days"), ("Week 4", "")], ("Then", "every 4 weeks"), width=468
    )
    assert [step.label for step in drawn.steps] == ["Start", "Week 4", "Then"]
    assert [step.y for step in drawn.steps] == sorted(step.y for step in drawn.steps)
    assert drawn.steps[1].y - drawn.steps[0].y > drawn.steps[2].y - drawn.steps[1].y
    assert drawn.solid_to < drawn.broken_to == drawn.height
