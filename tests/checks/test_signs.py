"""Words stand where signs could."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import signs


def test_a_sign_is_found_on_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, signs, {"One thing.": "You are > 65."}) == ["text: You are > 65."]
    assert told(tmp_path, signs, {"One thing.": "You are > 65."}) == [
        "error: `>` is a sign (write more than)"
    ]


def test_each_sign_is_found(tmp_path: Path) -> None:
    signed = (
        "You are < 65.",
        "You are ≥ 65.",
        "One = two.",
        "Come @ noon.",
        "Fever & chills.",
        "Fever and/or chills.",
        "A nurse/doctor helps.",
        "Fever of 100 °F.",
        "Open 24/7.",
    )
    assert found_in(tmp_path, signs, *signed) == list(signed)


def test_addresses_names_dates_and_percents_are_let_be(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        signs,
        "See www.fda.gov/medwatch or https://clinic.example/a?b=c&d.",
        "See [our page](https://clinic.example/a) or fda.gov/medwatch.",
        "Write to nurse@clinic.example.",
        "Made by Johnson & Johnson.",
        "Ask J&J withMe.",
        "Come on 12/1/2026, on 12/1 or 12 / 1 / 2026.",
        "One brand is Octagam 10%.",
        "Fever of 100.4 F (38 C).",
    )


def test_a_sign_in_a_heading_is_found(tmp_path: Path) -> None:
    assert found(tmp_path, signs, {"heading: What it is": "heading: Tests & checks"}) == [
        "heading: Tests & checks"
    ]
