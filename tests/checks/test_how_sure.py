"""A treatment says once, at a glance, how sure we are."""

from pathlib import Path

from helpers import SHORT

from checks.planting import found, told
from handouts.checks import how_sure

ROW = (
    "  - {id: sure, label: How sure are we?, text: Not yet., sources: [acr-ivig], confidence: mixed,\n"
    "     proof: weak}\n"
)


def with_rows(*rows: str) -> str:
    return SHORT.replace("sections:\n", f"glance:\n{''.join(rows)}sections:\n")


def test_a_treatment_without_proof_is_found(tmp_path: Path) -> None:
    bare = with_rows(ROW.replace(",\n     proof: weak", ""))
    assert found(tmp_path, how_sure, bare) == ["glance:"]
    assert told(tmp_path, how_sure, SHORT) == [
        "error: no row of `glance` says how sure we are "
        "(give one row `proof: strong`, `mixed`, `weak` or `harm`)"
    ]


def test_one_row_with_proof_is_right(tmp_path: Path) -> None:
    assert found(tmp_path, how_sure, with_rows(ROW)) == []


def test_a_second_row_with_proof_is_found(tmp_path: Path) -> None:
    twice = with_rows(ROW, ROW.replace("id: sure", "id: again").replace("weak", "strong"))
    assert found(tmp_path, how_sure, twice) == ["proof: strong}"]
    assert told(tmp_path, how_sure, twice) == [
        "error: `again` says a second time how sure we are (keep one `proof`)"
    ]


def test_a_topic_has_no_need_of_it(tmp_path: Path) -> None:
    from helpers import TODAY, clinic

    from handouts.checks.sheet import Sheet
    from handouts.library import open_library

    library = open_library(clinic(tmp_path, {"data/topics/short/en.yaml": SHORT}))
    assert not list(how_sure.check(Sheet(library, library.text("short", "en"), TODAY)))
