"""Other ways to print personal copies of our `ivig` handout (English, six pages, all fields).

    python benchmarks/rivals.py [--copies N] [--write DIR]

All ways print each person in turn, so that what is slow for a while is slow for all; the first copy
of each is not counted. A word counts as found as often as it stands on our own print and on theirs.
What this needs stands in benchmarks/requirements.txt; the browser is Debian's
`chromium-headless-shell`, or `chromium`.
"""

import argparse
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from statistics import median

import pypdfium2
from pypdf import PdfReader
from ways.browser import Chromium
from ways.platypus import Platypus
from ways.sheet import Sheet, Way, people, person
from ways.typeset import Typst
from ways.weasy import Naive, Tuned

from handouts.press import Press

__all__ = ["WAYS", "Sheet", "Way", "is_tagged", "people", "person", "share", "words"]

#: Every way, from what is written first to what is left when nothing else is.
WAYS: tuple[type[Way], ...] = (Naive, Tuned, Typst, Platypus, Chromium)


def words(pdf: bytes) -> Counter[str]:
    """How often each word stands on the pages, as another engine reads them."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    told = unicodedata.normalize("NFKC", " ".join(pages))
    return Counter(re.findall(r"\w+", told))


def share(pdf: bytes, ours: Counter[str]) -> float:
    """How much of our words the pages hold, from 0 to 1."""
    return (ours & words(pdf)).total() / ours.total()


def is_tagged(pdf: bytes) -> bool:
    """Whether the PDF has a structure that a voice can follow."""
    return "/StructTreeRoot" in PdfReader(BytesIO(pdf)).root_object


def timed(ways: Sequence[Way], copies: int) -> dict[str, list[float]]:
    """The milliseconds of each copy, by way."""
    times: dict[str, list[float]] = {way.name: [] for way in ways}
    for values in people(copies):
        for way in ways:
            start = time.perf_counter()
            way.copy(values)
            times[way.name].append((time.perf_counter() - start) * 1000)
    return times


def told(way: Way, times: Sequence[float], values: Mapping[str, str], ours: Counter[str]) -> str:
    """A row of the table."""
    pdf = way.copy(values)
    pages, tagged = len(PdfReader(BytesIO(pdf)).pages), "yes" if is_tagged(pdf) else "no"
    size = f"{len(pdf) / 1024:.0f}"
    return (
        f"| {way.name} | {median(times):.1f} | {size} | {pages} | {tagged} "
        f"| {share(pdf, ours):.1%} |"
    )


def main(copies: int, folder: Path | None) -> None:
    """Tell how long each way takes, and what comes of it."""
    sheet, values = Sheet(), person(17)
    ours = words(Press(sheet.library).print(sheet.handout_of(values)).pdf)
    with ExitStack() as open_ways:
        ways = [open_ways.enter_context(way(sheet)) for way in WAYS]
        for way in ways:
            pdf = way.copy(values)
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{type(way).__name__.lower()}.pdf").write_bytes(pdf)
        times = timed(ways, copies)
        print(_HEAD)
        for way in ways:
            print(told(way, times[way.name], values, ours))


_HEAD = """\
| Way | ms a copy | KB | Pages | Tagged | Our words |
|---|---:|---:|---:|---|---:|"""


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Other ways to print personal copies.")
    asked.add_argument("--copies", type=int, default=20)
    asked.add_argument("--write", type=Path)
    given = asked.parse_args()
    main(given.copies, given.write)
