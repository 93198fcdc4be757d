"""No medicine is written with capitals inside its name."""

from pathlib import Path

from helpers import SHORT

from checks.planting import found, statement, told
from checks.saying import found_in
from handouts.checks import tall_man


def test_capitals_inside_a_name_are_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, tall_man, {"One thing.": "You get riTUXimab."}) == [
        "text: You get riTUXimab."
    ]
    assert told(tmp_path, tall_man, {"One thing.": "You get riTUXimab."}) == [
        "warning: `riTUXimab` has capitals inside (write rituximab)"
    ]


def test_tall_letters_anywhere_in_a_name_are_found(tmp_path: Path) -> None:
    tall = (
        "You get inFLIXimab.",
        "RiTUXimab is given.",
        "You get predniSONE.",
        "You get DAUNOrubicin.",
    )
    assert found_in(tmp_path, tall_man, *tall) == list(tall)


def test_other_words_with_capitals_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        tall_man,
        "IgA, IVIg, pH, mRNA, mL and dsDNA.",
        "McGraw, MedWatch, ProDERM and J&J withMe.",
        "NSAIDs, MRIs and TNF.",
        "anti-Jo-1 and anti-Mi-2.",
        "See clinic.example/riTUXimab.",
    )


def test_staff_may_read_tall_letters(tmp_path: Path) -> None:
    staff = SHORT + statement("Hang riTUXimab.", "staff", "        staff_only: true\n")
    assert found(tmp_path, tall_man, staff) == []
