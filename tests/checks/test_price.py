"""A price says when it expires."""

from pathlib import Path

import pytest
from helpers import SHORT

from checks.planting import found, statement, told
from checks.test_tiers import calling
from handouts.checks import price


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("You pay $283 first.", "$283"),
        ("You pay $2,100.50 at most.", "$2,100.50"),
        ("A visit costs 40 dollars.", "40 dollars"),
        ("Your share is € 5.", "€ 5"),
        ("You pay at most 2,100 in 2026.", "2,100 2026"),
        ("It is 1,500 US dollars.", "1,500 US dollars"),
        ("It is USD 1,500.", "USD 1,500"),
        ("It is fifty dollars.", "fifty dollars"),
        ("It is 40 euros.", "40 euros"),
        ("It is 50$ a month.", "50$"),
        ("For 2027 the yearly deductible is 300.", "300 2027"),
    ],
)
def test_a_price_without_its_last_day_is_found(words: str, amount: str, tmp_path: Path) -> None:
    text = SHORT + statement(words)
    assert found(tmp_path, price, text) == [f"text: '{words}'"]
    assert told(tmp_path, price, text) == [
        f"error: `{amount}` does not expire (add `expires`, its last sure day)"
    ]


def test_a_price_with_its_last_day_passes(tmp_path: Path) -> None:
    text = SHORT + statement("You pay $283 in 2026.", more="        expires: 2026-12-31\n")
    assert found(tmp_path, price, text) == []


@pytest.mark.parametrize(
    "words",
    [
        "One brand has been FDA approved since July 2021.",
        "After that you pay 20% of the cost.",
        "In a study of 2019, 95 adults took part.",
        "Most plans have paid for it since 2021.",
        "Fill out form 1095 before you pay.",
        "You may lose 20 pounds.",
    ],
)
def test_other_figures_need_none(words: str, tmp_path: Path) -> None:
    assert found(tmp_path, price, SHORT + statement(words)) == []


def test_a_price_where_nothing_can_expire_is_sent_to_a_section_of_its_own(tmp_path: Path) -> None:
    hint = "put the price into a section of its own (prose or list), with `expires`"
    warning = calling({"office": "It costs $5."})
    assert told(tmp_path, price, warning) == [f"error: `$5` does not expire ({hint})"]
    main = {"Drink water.": "It costs $5."}
    assert told(tmp_path, price, main) == [f"error: `$5` does not expire ({hint})"]


def test_a_heading_cannot_expire_and_holds_no_price(tmp_path: Path) -> None:
    text = {"heading: What it is": "heading: It costs $5"}
    assert told(tmp_path, price, text) == [
        "error: `$5` does not expire (put it into a statement that `expires`)"
    ]
