"""A batch: its rate beside that of independent processes, its memory, and what kills leave.

python benchmarks/copies.py rate [ROWS]      our four treatments on two workers, and in two loops
python benchmarks/copies.py memory           peak at 200 and at 2,000 rows of a short text
python benchmarks/copies.py kills [TIMES]    killed at random moments of 300 rows, then ended
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

HANDOUTS = Path(sys.executable).with_name("handouts")
TREATMENTS = ("ivig", "rituximab", "infliximab", "abatacept")
NAMES = ("Anna Example", "Łukasz Żółć-Example", "Ελένη Παραδειγμα", "Анна Примерова", "آنا مثال")


def people(rows: int, texts: Sequence[str]) -> str:
    """A file of invented people, a text each in turn; every seventh has no date of birth."""
    lines = ["ref,treatment,name,birth_date"]
    for n in range(rows):
        born = "" if n % 7 == 0 else f"19{20 + n % 80:02}-03-05"
        lines.append(f"p{n:05},{texts[n % len(texts)]},{NAMES[n % len(NAMES)]},{born}")
    return "\n".join(lines) + "\n"


def clinic(folder: Path) -> None:
    """A clinic's folder with the one short text that it begins with."""
    subprocess.run([HANDOUTS, "init", folder], check=True, stdout=subprocess.DEVNULL)
    (folder / "clinic.yaml").write_text("name: Example\ntexts: [welcome]\n")


LOOP = """
import csv, sys
from datetime import date
from pathlib import Path
from handouts.handout import Handout
from handouts.library import open_library
from handouts.patients import from_settings
from handouts.press import Press
library = open_library()
press = Press(library)
for row in list(csv.DictReader(open(sys.argv[1])))[int(sys.argv[2])::2]:
    fields = {key: row[key] for key in ("name", "birth_date") if row[key]}
    person = from_settings(fields, library.fields)
    text = library.text(row["treatment"], "en")
    document = press.print(Handout(text, library.clinic, date.today(), person))
    document.write(Path(sys.argv[3]) / f"{row['ref']}.pdf")
"""


def rate(folder: Path, rows: int) -> None:
    """Both ways in turn, twice: what is slow for a while is slow for both."""
    file = folder / "today.csv"
    file.write_text(people(rows, TREATMENTS))
    loops, batches = list[float](), list[float]()
    for turn in range(2):
        start = time.perf_counter()
        command = [sys.executable, "-c", LOOP, str(file)]
        out = folder / f"loop-{turn}"
        running = [subprocess.Popen([*command, str(part), str(out)]) for part in (0, 1)]
        for one in running:
            one.wait()
        loops.append(time.perf_counter() - start)
        start = time.perf_counter()
        out = folder / f"batch-{turn}"
        subprocess.run([HANDOUTS, "copies", file, "--jobs", "2", "--out", out], check=True)
        batches.append(time.perf_counter() - start)
    print("| way | copies a minute |\n|---|---:|")
    for way, times in (("two independent processes", loops), ("`copies --jobs 2`", batches)):
        print(f"| {way} | {60 * rows * len(times) / sum(times):.0f} |")
    print(f"\n{sum(loops) / sum(batches):.2f} of the rate")


def memory(folder: Path) -> None:
    """The greatest sum of what the command and its workers hold, looked at 20 times a second."""
    clinic(folder)
    print("| rows | MB |\n|---:|---:|")
    for rows in (200, 2000):
        file = folder / f"{rows}.csv"
        file.write_text(people(rows, ["welcome"]))
        out = folder / f"out-{rows}"
        command = [HANDOUTS, "copies", file, "--jobs", "2", "--out", out]
        running = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
        peak, ended = 0.0, threading.Event()
        threading.Thread(target=lambda run=running, end=ended: (run.wait(), end.set())).start()
        while not ended.wait(0.05):
            peak = max(peak, sum(map(_resident, _family(running.pid))))
        print(f"| {rows} | {peak:.0f} |")


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(process: int) -> float:
    """Megabytes of memory that is this process's own or shared, each part counted once."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return float(told.split("Pss:")[1].split()[0]) / 1024


def kills(folder: Path, times: int) -> None:
    """What is whole after each kill is looked at, and after the last one the batch is ended."""
    clinic(folder)
    file, out = folder / "today.csv", folder / "out"
    file.write_text(people(300, ["welcome"]))
    command = [HANDOUTS, "copies", file, "--jobs", "2", "--out", out, "--as-of", "2026-12-01"]
    whole: dict[str, tuple[int, str]] = {}
    chance = random.Random(20)
    for _ in range(times):
        running = subprocess.Popen(command, cwd=folder, start_new_session=True, **_QUIET)
        time.sleep(chance.uniform(3, 15))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        now = _files(out)
        anew = [name for name, told in whole.items() if now.get(name) != told]
        half = [path.name for path in out.glob("*.pdf") if not _ends(path)]
        print(f"killed: {len(now)} whole, {len(anew)} made anew or lost, {len(half)} half")
        whole = now
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    now = _files(out)
    anew = [name for name, told in whole.items() if now.get(name) != told]
    print(f"{done.stdout.strip()}; {len(now)} files, {len(anew)} made anew or lost")
    print("beside them:", sorted(path.name for path in out.iterdir() if path.suffix != ".pdf"))


_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _files(out: Path) -> dict[str, tuple[int, str]]:
    return {
        path.name: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in out.glob("*.pdf")
    }


def _ends(path: Path) -> bool:
    return path.read_bytes().rstrip().endswith(b"%%EOF")


if __name__ == "__main__":
    asked, *more = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        match asked:
            case "rate":
                rate(Path(place), int(more[0]) if more else 60)
            case "memory":
                memory(Path(place))
            case "kills":
                kills(Path(place), int(more[0]) if more else 20)
