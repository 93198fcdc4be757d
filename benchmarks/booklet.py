"""How a booklet grows: seconds, memory, pages and bytes of 4, 50 and 200 chapters, as a table.

    python benchmarks/booklet.py [CHAPTERS ...]

The chapters are our four treatments in turn, each under an id of its own. Every size is printed in
a process of its own, so that its peak of memory is its own too; what opening and starting cost is
left out of the seconds, and told.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from handouts import SHIPPED

TREATMENTS = ("ivig", "rituximab", "abatacept", "infliximab")
SIZES = (4, 50, 200)


def clinic(folder: Path, chapters: int) -> Path:
    """The folder of a clinic with so many treatments, and nothing else in its booklet."""
    ids = [f"{TREATMENTS[i % len(TREATMENTS)]}-{i:03}" for i in range(chapters)]
    for text_id in ids:
        ours = SHIPPED / "data" / "treatments" / text_id[:-4] / "en.yaml"
        words = ours.read_text(encoding="utf-8").replace(
            f"id: {text_id[:-4]}\n", f"id: {text_id}\n", 1
        )
        file = folder / "data" / "treatments" / text_id / "en.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(words, encoding="utf-8")
    (folder / "clinic.yaml").write_text(f"texts: [{', '.join(ids)}]\n", encoding="utf-8")
    return folder


def measured(folder: Path) -> dict[str, float]:
    """What printing the booklet of that folder took, in this process."""
    from datetime import date

    from handouts.booklet import booklet
    from handouts.library import open_library
    from handouts.press import Press

    start = time.perf_counter()
    library = open_library(folder)
    press = Press(library)
    opened = time.perf_counter()
    document = press.print(booklet(library, "en", date(2026, 11, 22)))
    return {
        "opening": opened - start,
        "seconds": time.perf_counter() - opened,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "pages": document.pages,
        "kilobytes": len(document.pdf) / 1024,
    }


def alone(chapters: int) -> dict[str, float]:
    """The same, in a process of its own."""
    folder = Path(tempfile.mkdtemp())
    try:
        command = [sys.executable, __file__, "--in", str(clinic(folder, chapters))]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return {"chapters": chapters, **json.loads(told)}
    finally:
        shutil.rmtree(folder)


def table(rows: Sequence[dict[str, float]]) -> str:
    """The rows in Markdown, and what each further chapter costs between one size and the next."""
    lines = [
        "| Chapters | Pages | Seconds | ms a page | Peak MB | KB | Opening, s |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        each = 1000 * row["seconds"] / row["pages"]
        lines.append(
            f"| {row['chapters']} | {row['pages']} | {row['seconds']:.1f} | {each:.0f} "
            f"| {row['megabytes']:.0f} | {row['kilobytes']:.0f} | {row['opening']:.1f} |"
        )
    lines += ["", "| From, to | s a chapter | MB a chapter | KB a chapter |", "|---|---|---|---|"]
    for few, many in pairwise(rows):
        more = many["chapters"] - few["chapters"]
        seconds, memory, size = (
            (many[key] - few[key]) / more for key in ("seconds", "megabytes", "kilobytes")
        )
        ends = f"{few['chapters']:.0f} to {many['chapters']:.0f}"
        lines.append(f"| {ends} | {seconds:.3f} | {memory:.2f} | {size:.1f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in"]:
        print(json.dumps(measured(Path(sys.argv[2]))))
    else:
        print(table([alone(size) for size in map(int, sys.argv[1:] or SIZES)]))
