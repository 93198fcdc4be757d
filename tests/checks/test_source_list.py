"""Each source names its title, its publisher and its year."""

from pathlib import Path

import pytest
from helpers import SHORT, varied

from checks.planting import found, told
from handouts.checks import source_list

SOURCE = """\
own:
  title: "Guide to immune globulin in adults, a long title"
  publisher: "Example Society (journal)"
  year: "2024"
  tier: primary
  cite: "Immune globulin in adults. Example Society, 2024."
other: {title: Other, publisher: Nobody, year: "2020", tier: secondary, cite: Nothing here.}
"""
TEXT = varied({"[acr-ivig]": "[own]"})


def files(text: str) -> dict[str, str]:
    return {"data/sources.yaml": text}


def test_a_short_form_of_the_title_and_the_first_publisher_will_do(tmp_path: Path) -> None:
    assert found(tmp_path, source_list, TEXT, files(SOURCE)) == []


@pytest.mark.parametrize(
    ("old", "new", "told_of"),
    [
        (". Example Society, 2024", ". Example Society", "its year, `2024`"),
        ("adults. Example Society", "adults. Somebody", "its publisher, `Example Society (jour"),
        ("Immune globulin in adults. ", "", "its title, `Guide to immune globulin in adults, a"),
    ],
)
def test_what_the_printed_form_lacks_is_told_at_the_source(
    old: str, new: str, told_of: str, tmp_path: Path
) -> None:
    sources = files(
        varied(
            {
                f'cite: "{SOURCE.split("cite: ")[1].splitlines()[0][1:]}': 'cite: "'
                + varied({old: new}, "Immune globulin in adults. Example Society, 2024.")
                + '"'
            },
            SOURCE,
        )
    )
    assert found(tmp_path, source_list, TEXT, sources) == ["own:"]
    (sentence,) = told(tmp_path, source_list, TEXT, sources)
    assert sentence.startswith(f"error: `cite` of `own` does not name {told_of}")


def test_a_source_that_nobody_cites_is_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, source_list, SHORT, files(SOURCE)) == []
