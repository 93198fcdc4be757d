"""A text is signed by the clinic's own people."""

from pathlib import Path

from checks.planting import found, told
from handouts.checks import unsigned


def test_a_text_that_nobody_has_signed_is_told_at_its_version(tmp_path: Path) -> None:
    assert found(tmp_path, unsigned) == ['version: "1"']
    assert told(tmp_path, unsigned) == [
        "warning: nobody has signed version 1, so that it prints as a draft (have it read and signed)"
    ]
