"""A text in a language without a word list: what its figures show is found, and no English words."""

from pathlib import Path

import pytest
from helpers import SHORT, TODAY, clinic

from checks.planting import statement
from handouts.checks import CHECKS
from handouts.checks.sheet import Sheet
from handouts.library import open_library


def found(folder: Path, text: str) -> set[str]:
    """The rules that find something in a statement of a Spanish text."""
    spanish = SHORT.replace("language: en", "language: es") + statement(text)
    files = {
        "data/treatments/short/es.yaml": spanish,
        "data/labels/es.yaml": "language_name: Español\n",
    }
    library = open_library(clinic(folder, files))
    sheet = Sheet(library, library.text("short", "es"), TODAY)
    return {
        finding.rule
        for check in CHECKS
        for finding in check.check(sheet)
        if finding.statement == "more"
    }


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Son 5.0 litros.", "trailing-zero"),
        ("Son .5 litros.", "leading-zero"),
        ("Mide 5cm.", "unit-space"),
        ("Son 10 mg.", "dose"),
        ("Venga el 12/1/2026.", "numeric-date"),
        ("Recibe riTUXimab.", "tall-man"),
        ("Por favor NO ESPERE más.", "capitals"),
    ],
)
def test_what_figures_and_letters_show_is_found_in_spanish(
    tmp_path: Path, text: str, rule: str
) -> None:
    assert found(tmp_path, text) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "Mejoró 1 in 5.",
        "En 8 of 19 better.",
        "Venga a las 14:00.",
        "Son 10000 pesos.",
    ],
)
def test_english_rules_are_not_laid_on_spanish(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == set()
