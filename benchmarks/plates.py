"""Personal copies of our `ivig` handout with all its fields: stamped, and printed in other ways.

    python benchmarks/plates.py > docs/speed.md     all of it, some half an hour
    python benchmarks/plates.py quick               the same with few copies, to try it

Each measure is a process of its own, so that none has the memory or the warmth of another; the ways
take turns, so that what is slow for a while is slow for all. What the other ways need stands in
benchmarks/requirements.txt.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from rivals import WAYS, Sheet, person

from handouts.machine import spill
from handouts.plates import Plates
from handouts.press import Press

HANDOUTS = Path(sys.executable).with_name("handouts")
#: How many files there are at most before they are taken away again.
BLOCK = 25
ROUNDS = 3


@dataclass(frozen=True)
class Scale:
    """How many copies each measure makes, in each round."""

    rivals: int = 67
    ours: int = 20_000
    growth: Sequence[int] = (10, 100, 1_000, 10_000, 100_000)
    cores: int = 10_000
    turns: int = 5
    batch: int = 5000


QUICK = Scale(2, 200, (10, 100), 200, 1, 50)


@dataclass(frozen=True)
class Measure:
    """What a process took to make its copies: seconds, the most memory in MB, KB a copy."""

    copies: int
    begun: float
    ended: float
    peak: float
    size: float

    @property
    def each(self) -> float:
        """Milliseconds a copy."""
        return (self.ended - self.begun) / self.copies * 1000


def ours(sheet: Sheet) -> Callable[[Any], tuple[bytes, ...]]:
    """What stamps a copy, when its plate is made and its values are typed."""
    plates = Plates(Press(sheet.library), sheet.library.fields)

    def stamped(job: Any) -> tuple[bytes, ...]:
        document = plates.print(job)
        assert document.route == "plate"
        return document.parts

    stamped(sheet.handout_of(person(0)))
    return stamped


def written(made: Iterator[tuple[bytes, ...]], folder: Path) -> tuple[int, float]:
    """Bytes written and seconds taken: all copies, each beside its name, and then under it."""
    total, begun = 0, time.perf_counter()
    for number, parts in enumerate(list(made)):
        part = f"{folder}/.{number}.part"
        spill(part, *parts)
        os.rename(part, f"{folder}/{number}.pdf")  # noqa: PTH104
        total += sum(map(len, parts))
    seconds = time.perf_counter() - begun
    for path in folder.iterdir():
        path.unlink()
    return total, seconds


def work(way: str, copies: int, first: int) -> None:
    """Make so many copies in this process, and tell on one line what it took."""
    sheet = Sheet()
    people = map(person, range(first, first + copies))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        match way:
            case "ours":
                stamp, jobs = ours(sheet), map(sheet.handout_of, people)
                # Typed before they are counted: a batch does that while it reads its file.
                told = timed(in_blocks(jobs), stamp, folder)
            case "bytes":
                pdf = ours(sheet)(sheet.handout_of(person(0)))
                told = timed([[pdf] * BLOCK] * -(-copies // BLOCK), lambda same: same, folder)
            case _:
                rival = next(one for one in WAYS if one.__name__ == way)(sheet)
                with rival:
                    rival.copy(person(0))
                    told = timed(in_blocks(people), lambda one: (rival.copy(one),), folder)
    print(json.dumps(told))


def in_blocks(things: Iterator[Any]) -> Iterator[list[Any]]:
    """The things, so many at a time."""
    while block := list(islice(things, BLOCK)):
        yield block


def timed(blocks: Any, make: Callable[[Any], tuple[bytes, ...]], folder: Path) -> dict[str, float]:
    """What it takes to make and write all of these; what is between the blocks does not count."""
    copies, size, seconds, begun = 0, 0, 0.0, time.time()
    for block in blocks:
        bytes_, took = written(map(make, block), folder)
        copies, size, seconds = copies + len(block), size + bytes_, seconds + took
    return {
        "copies": copies,
        "begun": begun,
        "ended": begun + seconds,
        "peak": sum(map(peak, family(os.getpid()))),
        "size": size / copies / 1024,
    }


def family(process: int) -> Iterator[int]:
    """The process and all that it has begun."""
    yield process
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        yield from family(int(child))


def peak(process: int) -> float:
    """The most memory that a process had, in MB."""
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    lines = dict(line.split(":", 1) for line in status)
    return float(lines["VmHWM"].split()[0]) / 1024


def begin(way: str, copies: int, first: int = 1) -> "subprocess.Popen[str]":
    """A process that makes so many copies."""
    command = [sys.executable, __file__, "work", way, str(copies), str(first)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def ended(process: "subprocess.Popen[str]") -> Measure:
    """What it has told."""
    told, _ = process.communicate()
    if process.returncode:
        raise SystemExit("A measure has failed.")
    return Measure(**json.loads(told))


def rivals(scale: Scale) -> None:
    """The table of all ways, in turn."""
    found: dict[str, list[Measure]] = {}
    names = {"ours": "**Handouts: a plate, stamped**", "bytes": "(merely writing the bytes)"}
    names |= {way.__name__: way.name for way in WAYS}
    for turn in range(ROUNDS):
        for way in names:
            copies = scale.ours if way in ("ours", "bytes") else scale.rivals
            found.setdefault(way, []).append(ended(begin(way, copies, 1 + turn * copies)))
            print(way, turn, f"{found[way][-1].each:.3f} ms", file=sys.stderr)
    each = {way: median(one.each for one in measures) for way, measures in found.items()}
    print("| Way | Copies | ms a copy | Copies a second | Ours is faster | Peak MB | KB a copy |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for way, name in names.items():
        copies = sum(one.copies for one in found[way])
        turns = zip(found[way], found["ours"], strict=True)
        times = median(one.each / stamped.each for one, stamped in turns)
        memory = max(one.peak for one in found[way])
        size = found[way][0].size
        print(
            f"| {name} | {copies:,} | {each[way]:.3g} | {1000 / each[way]:,.1f} | {times:,.1f} x "
            f"| {memory:.0f} | {size:.0f} |"
        )


def growth(scale: Scale) -> None:
    """Ours from few to many, in one process each."""
    print("| Copies | Seconds | Copies a second | Peak MB |\n|---:|---:|---:|---:|")
    for copies in scale.growth:
        one = ended(begin("ours", copies))
        seconds = one.ended - one.begun
        print(f"| {copies:,} | {seconds:.2f} | {copies / seconds:,.0f} | {one.peak:.0f} |")


def cores(scale: Scale) -> None:
    """Ours on one core and on two, and the bytes alone, the best of some turns."""
    best: dict[tuple[str, int], float] = {}
    for _ in range(scale.turns):
        for way in ("ours", "bytes"):
            for workers in (1, 2):
                running = [
                    begin(way, scale.cores // workers, 1 + part * scale.cores)
                    for part in range(workers)
                ]
                each = [ended(one) for one in running]
                rate = sum(one.copies / (one.ended - one.begun) for one in each)
                best[way, workers] = max(rate, best.get((way, workers), 0.0))
    print("| | One core, copies a second | Two cores | Two to one |\n|---|---:|---:|---:|")
    for way, name in (("ours", "Stamped and written"), ("bytes", "Merely written")):
        one, two = best[way, 1], best[way, 2]
        print(f"| {name} | {one:,.0f} | {two:,.0f} | {two / one:.2f} |")


def batch(scale: Scale) -> None:
    """The whole command, from a file of patients to a folder of copies."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for rows in (1, scale.batch):
            file = folder / f"{rows}.csv"
            file.write_text(csv_of([person(n) for n in range(rows)]))
            out = folder / f"out-{rows}"
            begun = time.perf_counter()
            command = [HANDOUTS, "copies", file, "--jobs", "2", "--out", out]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            seconds = time.perf_counter() - begun
            shutil.rmtree(out)
            if rows == 1:
                start = seconds
                print(
                    "| Rows | Seconds | Copies a second | After the first |\n|---:|---:|---:|---:|"
                )
                continue
            rate = (rows - 1) / max(seconds - start, 0.001)
            print(f"| {rows:,} | {seconds:.1f} | {rows / seconds:,.0f} | {rate:,.0f} |")


def csv_of(people: Sequence[Mapping[str, str]]) -> str:
    """A file of these people."""
    lines = [",".join(["ref", "treatment", *people[0]])]
    for n, values in enumerate(people):
        lines.append(",".join([f"p{n:06}", "ivig", *(f'"{one}"' for one in values.values())]))
    return "\n".join(lines) + "\n"


INTRODUCTION = """\
# How fast a personal copy is

Made by `python benchmarks/plates.py > docs/speed.md`, in one run on two shared cores: the real
`ivig` handout (English, six pages, Letter) with all of its fields and three dates. Read the ratios:
seconds are this machine's.

The ways take turns; each turn is a process of its own, whose start, warm-up and first copy do not
count. Of three turns the median, one core each; how much faster ours is was worked out turn by
turn, since the machine is not equally fast in all of them. A copy is finished when its file bears
its name: every way writes it beside, and renames. All print the same words in a comparable look.
The plate of ours is made before, and what is compared with full prints is left out here; the whole
command stands below. Chromium is warm and keeps its page; Typst is warm, in process, and makes
PDF/UA-1; ReportLab makes no tags.
"""
_GROWTH = """
## From ten to a hundred thousand

One core; files are taken away in blocks as they are written.
"""
_CORES = """
## On two cores

The best of some turns; the disk is the same for both.
"""
_BATCH = """
## The whole command

`handouts copies --jobs 2`: reading, checking, making a plate on each worker, comparing three copies
with full prints, stamping, hashing, and a line of the manifest for each copy. "After the first"
leaves out what a batch of one copy takes.
"""


def main(scale: Scale) -> None:
    """All tables."""
    for told, table in (
        (INTRODUCTION, rivals),
        (_GROWTH, growth),
        (_CORES, cores),
        (_BATCH, batch),
    ):
        print(told, flush=True)
        table(scale)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["work", way, copies, first]:
            work(way, int(copies), int(first))
        case ["quick"]:
            main(QUICK)
        case _:
            main(Scale())
