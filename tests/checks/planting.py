"""Faults planted in a small text, and what a check finds of them.

assert found(tmp_path, trailing_zero, {"One thing.": "Take 5.0 of it."}) == ["text: Take 5.0 of it."]
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from helpers import AT, SHORT, TODAY, clinic, varied

from handouts.checks import Check
from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.library import open_library


def findings_of(
    folder: Path,
    check: Check,
    text: str | Mapping[str, str] = SHORT,
    files: Mapping[str, str] | None = None,
    day: date = TODAY,
) -> list[Finding]:
    """What that check finds in the text, or in `SHORT` with these changes, among these files."""
    whole = text if isinstance(text, str) else varied(text)
    library = open_library(clinic(folder, {AT: whole, **(files or {})}))
    found = list(check.check(Sheet(library, library.text("short", "en"), day)))
    assert {finding.rule for finding in found} <= {check.RULE}
    return found


def found(*planted: Any, **among: Any) -> list[str]:
    """The lines of the files that the check points at, as they are written, in its order."""
    return [_line(finding) for finding in findings_of(*planted, **among)]


def told(*planted: Any, **among: Any) -> list[str]:
    """What the check says about it, with its severity and hint and without path and rule."""
    return [
        f"{finding.severity}: {finding.message} ({finding.hint})"
        for finding in findings_of(*planted, **among)
    ]


def _line(finding: Finding) -> str:
    lines = Path(finding.place.path).read_text(encoding="utf-8").splitlines()
    return lines[(finding.place.line or 1) - 1].strip()


def statement(text: str, name: str = "more", more: str = "") -> str:
    """One more statement for the section at the end of `SHORT`; `more` are further keys of it."""
    return (
        f"      - id: {name}\n        text: {text!r}\n"
        f"        sources: [acr-ivig]\n        confidence: mixed\n{more}"
    )


def section(*statements: str, kind: str = "list", heading: str = "More of it") -> str:
    """A section to stand at the end of `SHORT`, of these statements."""
    head = f"  - id: more-of-it\n    heading: {heading}\n    kind: {kind}\n    statements:\n"
    return head + "".join(statements)
