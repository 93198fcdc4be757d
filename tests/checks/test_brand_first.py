"""The generic name of a medicine stands before its brand."""

from pathlib import Path

from helpers import SHORT

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import brand_first


def test_a_brand_before_its_generic_name_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, brand_first, {"One thing.": "You get Rituxan (rituximab)."}) == [
        "text: You get Rituxan (rituximab)."
    ]
    assert told(tmp_path, brand_first, {"One thing.": "You get Rituxan."}) == [
        "warning: `Rituxan` stands before rituximab (write rituximab (Rituxan))"
    ]


def test_each_brand_is_found_once(tmp_path: Path) -> None:
    brands = ("Octagam 10% is one.", "Remicade is one.", "Orencia is one.", "Octagam 10% again.")
    assert found_in(tmp_path, brand_first, *brands) == list(brands[:3])


def test_a_generic_name_said_before_is_enough(tmp_path: Path) -> None:
    assert not found_in(tmp_path, brand_first, "You get rituximab (Rituxan).", "Rituxan is given.")
    assert not found_in(tmp_path, brand_first, "You get rituximab-abbs (Truxima).")
    titled = {"title: Short": "title: IVIG", "One thing.": "You get Octagam 10%."}
    assert found(tmp_path, brand_first, titled) == []


def test_a_program_is_called_what_it_is_called(tmp_path: Path) -> None:
    program = (
        "kind: assistance\n    programs:\n      - name: Rituxan Co-pay Program\n"
        "        who: {id: who, text: For some., sources: [acr-ivig], confidence: mixed}\n"
        "        limits: {id: end, text: For rituximab (Rituxan)., sources: [acr-ivig], confidence: mixed}\n"
    )
    start = "kind: prose"
    assert found(tmp_path, brand_first, SHORT[: SHORT.index(start)] + program) == []
