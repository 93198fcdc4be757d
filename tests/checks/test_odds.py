"""No chance is told as odds or as a share of another risk."""

from pathlib import Path

from checks.planting import found, told
from checks.saying import found_in
from handouts.checks import odds


def test_odds_are_found_on_their_line(tmp_path: Path) -> None:
    assert found(tmp_path, odds, {"One thing.": "About 1 in 5 people get it."}) == [
        "text: About 1 in 5 people get it."
    ]
    assert told(tmp_path, odds, {"One thing.": "About 1 in 5 people get it."}) == [
        "error: `1 in 5` tells a chance as odds (write about N out of 100)"
    ]


def test_every_form_of_odds_is_found(tmp_path: Path) -> None:
    chances = (
        "One in five people gets it.",
        "It is rare: 1 in 1,000 people.",
        "About 3 in every 10 people get it.",
        "Less than one in a million people get it.",
        "It helps two in three.",
        "One person in ten gets it.",
        "You have a 1-in-5 chance.",
        "The risk is 1:1,000.",
        "It harms 1:5 people.",
        "One of every five gets it.",
    )
    assert found_in(tmp_path, odds, *chances) == list(chances)


def test_a_risk_told_only_by_another_is_found(tmp_path: Path) -> None:
    risks = (
        "A clot is twice as likely.",
        "It is half as likely.",
        "It may double the risk of a clot.",
        "Your risk is 50% lower.",
        "Your risk is 50 percent higher.",
        "It cuts the risk by 20%.",
        "There is a threefold rise.",
        "There is a 3-fold rise.",
        "It is five times more common.",
        "It is 3 times more likely.",
        "The risk has doubled.",
        "The risk of a clot doubles.",
        "It is twice as high.",
        "It is three times as high.",
        "It doubles your chances.",
        "It cuts the risk of flares by half.",
        "A clot is 2x more likely.",
    )
    assert found_in(tmp_path, odds, *risks) == list(risks)
    assert told(tmp_path, odds, {"One thing.": risks[0]}) == [
        "error: `twice as likely` tells no chance (write both chances as about N out of 100)"
    ]


def test_times_years_counts_and_money_are_no_odds(tmp_path: Path) -> None:
    assert not found_in(
        tmp_path,
        odds,
        "You pay a yearly deductible ($283 in 2026).",
        "Come on day 1 in 2 weeks.",
        "It takes 2 to 5 days in a row.",
        "The drip goes into one in the arm.",
        "It is given in a vein in your arm.",
        "That center costs 20% less.",
        "It is more likely in older people.",
        "You get twice the water.",
        "Come at 1:30 p.m.",
        "There is a risk of double vision.",
        "Mix it 1:2 with water.",
    )
