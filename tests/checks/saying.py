"""Statements planted side by side in the small text, and those of them that a check points at.

assert found_in(tmp_path, dose, "Take 2 tablets.", "It may take 2 weeks.") == ["Take 2 tablets."]
"""

from collections.abc import Mapping
from pathlib import Path

from helpers import FIRST, SHORT

from checks.planting import findings_of, statement
from handouts.checks import Check


def saying(*texts: str) -> str:
    """`SHORT` with these statements in its one section, in place of its own."""
    planted = (statement(text, f"said-{i}") for i, text in enumerate(texts))
    return SHORT.replace(FIRST, "".join(planted))


def found_in(
    folder: Path, check: Check, *texts: str, files: Mapping[str, str] | None = None
) -> list[str]:
    """Those of these statements that the check points at, each on its own line, in its order."""
    found = findings_of(folder, check, saying(*texts), files)
    lines = saying(*texts).splitlines()
    pointed = [texts[int((finding.statement or "").removeprefix("said-"))] for finding in found]
    for finding, text in zip(found, pointed, strict=True):
        assert repr(text) in lines[(finding.place.line or 0) - 1]
    return list(dict.fromkeys(pointed))
