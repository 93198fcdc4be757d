"""The CSV files that we write: in none of their cells does a spreadsheet find a formula."""

import csv
import io
from collections.abc import Iterable


def line(cells: Iterable[object]) -> bytes:
    """A line of CSV, with its end."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(_tame(str(cell)) for cell in cells)
    return text.getvalue().encode()


def as_meant(cell: str) -> str:
    """A cell of such a file as it was before it was tamed."""
    return cell[1:] if cell[:1] == "'" and _tame(cell[1:]) == cell else cell


def _tame(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
