"""Whatever colour a clinic picks, its text stays readable."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handouts.brand import INK, contrast, ink_on, pale, palette, typefaces
from handouts.clinic import Brand

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")

# Channel of 0 to 255 -> its light, WCAG 2.2 worked out in whole steps, apart from our own formula.
LIGHT = [n / 3294.6 if n <= 10 else ((n + 14.025) / 269.025) ** 2.4 for n in range(256)]


def on_white(colour: str) -> float:
    """The contrast ratio of the colour on white paper, by the table."""
    red, green, blue = bytes.fromhex(colour[1:])
    light = (2126 * LIGHT[red] + 7152 * LIGHT[green] + 722 * LIGHT[blue]) / 10000
    return 21 / (20 * light + 1)


@pytest.mark.parametrize(
    ("colour", "ratio"),
    # As other people's checkers tell them.
    [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#ff0000", 4.0), ("#0000ff", 8.59)],
)
def test_the_contrast_is_what_other_checkers_tell(colour: str, ratio: float) -> None:
    assert contrast(colour) == pytest.approx(ratio, abs=0.005)
    assert on_white(colour) == pytest.approx(ratio, abs=0.005)


@given(COLOURS)
def test_the_contrast_is_that_of_the_table(colour: str) -> None:
    assert contrast(colour) == pytest.approx(on_white(colour))


@given(COLOURS)
def test_a_colour_dark_enough_for_text_stays_as_it_is(colour: str) -> None:
    if on_white(colour) >= 7:
        assert ink_on(colour) == colour


@pytest.mark.parametrize("pale", ["#ffff00", "#ffd700", "#ffffff", "#f5f5dc", "#98ff98"])
def test_yellow_and_other_pale_colours_give_plain_ink(pale: str) -> None:
    assert ink_on(pale) == INK


def test_a_bright_red_gives_a_dark_red() -> None:
    red, green, blue = bytes.fromhex(ink_on("#ff0000")[1:])
    assert red > 5 * max(green, blue)


def test_capital_letters_in_a_colour_change_nothing() -> None:
    assert ink_on("#0B6478") == ink_on("#0b6478")


@given(COLOURS)
def test_an_edge_in_any_brand_colour_can_be_seen(colour: str) -> None:
    assert on_white(palette(Brand(colour=colour))["brand-edge"]) >= 2.2


def test_a_clinic_with_one_colour_has_its_lines_in_that_colour() -> None:
    roles = palette(Brand(colour="#0b6478"))
    assert roles["brand"] == roles["brand-edge"] == roles["accent-line"] == "#0b6478"


def test_the_brand_colour_itself_is_never_changed() -> None:
    assert palette(Brand(colour="#FFFF00"))["brand"] == "#FFFF00"


@given(COLOURS)
@example("#7246b7")
@example("#885c7a")
def test_text_in_any_brand_colour_has_seven_to_one_on_white(colour: str) -> None:
    assert on_white(ink_on(colour)) >= 7


@given(COLOURS, COLOURS)
@example("#0b6478", "#0ac50e")
@example("#0b6478", "#11ad5e")
def test_a_line_in_any_accent_colour_has_three_to_one_on_white(colour: str, accent: str) -> None:
    assert on_white(palette(Brand(colour=colour, accent=accent))["accent-line"]) >= 3


def test_a_colour_is_told_as_pale_just_where_words_cannot_take_it() -> None:
    assert list(pale(Brand(colour="#767676"))) == []
    ((key, message, hint),) = pale(Brand(colour="#777777"))
    assert (key, message) == ("colour", "`#777777` is too pale for words on paper (4.5 to 1)")
    assert ink_on("#777777") in hint


def test_headings_and_text_take_the_clinics_fonts_and_ours_where_it_has_none() -> None:
    ours = "Atkinson Hyperlegible Next"
    assert typefaces(Brand()) == {"text-face": ours, "head-face": ours}
    assert typefaces(Brand(heading_font="Caladea")) == {"text-face": ours, "head-face": "Caladea"}
    assert set(typefaces(Brand(text_font="Noto Sans")).values()) == {"Noto Sans"}
