"""A clinic's colour that is too pale for words is told at its line of clinic.yaml."""

from pathlib import Path

import pytest
from helpers import SHORT

from checks.planting import found, told
from handouts.checks import pale_brand

YELLOW = 'name: Example Clinic\nbrand:\n  colour: "#ffe600"\n'


def test_a_yellow_is_told_at_its_line_with_what_is_printed_instead(tmp_path: Path) -> None:
    files = {"clinic.yaml": YELLOW}
    assert found(tmp_path, pale_brand, SHORT, files) == ['colour: "#ffe600"']
    assert told(tmp_path, pale_brand, SHORT, files) == [
        "warning: `#ffe600` is too pale for words on paper (1.3 to 1) "
        "(words print in #15191d; the bar keeps your colour)"
    ]


@pytest.mark.parametrize("colour", ["#e2570d", "#8a9a00"])
def test_a_middling_colour_is_told_with_its_darker_shade(colour: str, tmp_path: Path) -> None:
    (sentence,) = told(
        tmp_path, pale_brand, SHORT, {"clinic.yaml": YELLOW.replace("#ffe600", colour)}
    )
    assert "words print in #" in sentence
    assert "#15191d" not in sentence


@pytest.mark.parametrize("colour", ["#0b6478", "#000000", "#7a1f5c", "#767676"])
def test_a_colour_that_can_be_read_passes(colour: str, tmp_path: Path) -> None:
    files = {"clinic.yaml": YELLOW.replace("#ffe600", colour)}
    assert told(tmp_path, pale_brand, SHORT, files) == []
