"""Letters under torture: the sender is killed at random, the server drops, refuses, hangs and lies.

python benchmarks/torture.py [RUNS]      of the very commands a nurse types, 300 where none is named

Each day has a list of its own, in one outbox, and five runs: two of `handouts mail` and two of
`handouts outbox send`, each of them killed or met by a failing server, or both; and a last `mail`
of the same list that is left in peace. Then everybody's letter is counted where it arrived.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from os import environ
from pathlib import Path

# The server is that of the tests.
sys.path.append(str(Path(__file__).parents[1] / "tests"))

from helpers import AT, SHORT, clinic
from postoffice import Fault, PostOffice, post_office

from handouts.ledger import STATES, Entry
from handouts.outbox import held

HANDOUTS = Path(sys.executable).with_name("handouts")
PEOPLE, RUNS_A_DAY = 10, 5

SETTINGS = """\
name: Example
texts: [short]
mail: {sender: office@clinic.example, per_minute: 6000, pauses: [0, 0], timeout: 1}
"""
FAULTS: Sequence[Fault] = (
    ("mail", "421 closing"), ("mail", "450 later"), ("mail", "drop"), ("mail", "hang"),
    ("rcpt", "450 later"), ("rcpt", "452 full"), ("rcpt", "550 5.1.1 no"), ("rcpt", "drop"),
    ("data", "421 closing"), ("data", "451 later"), ("data", "554 no"), ("data", "drop"),
    ("body", "421 closing"), ("body", "452 full"), ("body", "552 big"), ("body", "drop"),
    ("body", "hang"),
    ("accepted", "drop"), ("accepted", "hang"), ("accepted", "nonsense"),
)  # fmt: skip


@dataclass
class Torture:
    """One outbox, what is done to it, and how often."""

    home: Path
    office: PostOffice
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    runs: int = 0

    def day(self, number: int) -> None:
        """A day's list, mailed in five runs."""
        lines = [
            f"d{number:03}p{n:02},short,Anna Example {n},2027-01-01T09:{number % 60:02},"
            f"d{number:03}p{n:02}@example.org,{'yes' if n % 5 == 0 else ''}"
            for n in range(PEOPLE)
        ]
        file = self.home / "today.csv"
        file.write_text("\n".join(["ref,treatment,name,appointment,email,consent", *lines]) + "\n")
        mail = ("mail", "today.csv", "--yes", "--jobs", "1", "--as-of", "2026-11-26")
        for command in (mail, mail, ("outbox", "send"), ("outbox", "send")):
            self.run(command)
        self.office.fault = lambda: None
        self.runs += 1
        subprocess.run([HANDOUTS, *mail], cwd=self.home, env=self.environment, **QUIET)

    def run(self, command: Sequence[str]) -> None:
        """One run that is killed, or met by a failing server, or both."""
        self.runs += 1
        how = self.chance.choice(("in time", "while it sends", "not"))
        often = 0.3 if how == "not" or self.chance.random() < 0.5 else 0.0
        self.office.fault = lambda: self.fault(often)
        heard = len(self.office.heard)
        running = subprocess.Popen(
            [HANDOUTS, *command], cwd=self.home, env=self.environment, **QUIET
        )
        if how == "in time":
            self.wait(running, self.chance.uniform(0.5, 8))
        elif how == "while it sends":
            wanted = heard + self.chance.randint(1, 2 * PEOPLE)
            self.wait(running, 30, lambda: len(self.office.heard) >= wanted)
            time.sleep(self.chance.uniform(0, 0.03))
        if how != "not" and running.poll() is None:
            running.kill()
            self.kills["while letters went" if len(self.office.heard) > heard else "before"] += 1
        running.wait()

    def wait(self, running: "subprocess.Popen[bytes]", seconds: float, until=lambda: False) -> None:
        """Wait that long, or until then, or until it has ended by itself."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and running.poll() is None and not until():
            time.sleep(0.002)

    def fault(self, often: float) -> Fault | None:
        """What goes wrong with the next letter."""
        if self.chance.random() >= often:
            return None
        fault = self.chance.choice(FAULTS)
        self.faults[" ".join(fault)] += 1
        return fault

    @property
    def environment(self) -> dict[str, str]:
        return {**environ, "HANDOUTS_SMTP": f"smtp://127.0.0.1:{self.office.port}"}


QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def wrong(entries: Sequence[Entry], office: PostOffice, wanted: int) -> list[str]:
    """What is not as was promised."""
    taken = Counter(one.to for one in office.taken)
    offered = {line[len("RCPT TO:<") : -1] for line in office.heard if line.startswith("RCPT")}
    told = [f"{to} got {count}" for to, count in taken.items() if count > 1]
    if len(entries) != wanted:
        told.append(f"{len(entries)} letters in the ledger, of {wanted} people")
    for entry in entries:
        to, state = entry.to.mailbox, entry.state
        if state not in ("sent", "failed", "unsure"):
            told.append(f"{entry} is {state}")
        if (state == "sent" and taken[to] != 1) or (state == "failed" and taken[to]):
            told.append(f"{entry} is {state}, and {taken[to]} arrived")
        if state == "unsure" and to not in offered:
            told.append(f"{entry} is unsure, and was never offered")
    return told


def main(runs: int) -> None:
    """Torture, count, and tell."""
    with tempfile.TemporaryDirectory() as folder, post_office() as office:
        home = clinic(Path(folder) / "ours", {"clinic.yaml": SETTINGS, AT: SHORT})
        torture = Torture(home, office, random.Random(11))
        days = runs // RUNS_A_DAY
        for number in range(days):
            torture.day(number)
            print(f"day {number + 1} of {days}", file=sys.stderr, flush=True)
        with held(home) as outbox:
            entries = outbox.entries(*STATES)
        left = sorted(path.name for path in (home / "outbox").glob("*.eml"))
        told = wrong(entries, office, days * PEOPLE)
        states = Counter(entry.state for entry in entries)
        arrived = {one.to for one in office.taken}
        unsure = [entry for entry in entries if entry.state == "unsure"]
        known = sum(entry.to.mailbox in arrived for entry in unsure)
    print("| | |\n|---|---:|")
    for what, count in {
        "runs of the commands": torture.runs,
        "killed before the first letter went": torture.kills["before"],
        "killed while letters went": torture.kills["while letters went"],
        "letters that met a fault of the server": torture.faults.total(),
        "people": days * PEOPLE,
        "`sent`, each arrived once": states["sent"],
        "`failed`, none arrived": states["failed"],
        "`unsure`, and it had arrived": known,
        "`unsure`, and it had not": len(unsure) - known,
        "files left for what was refused, or is unsure": len(left),
        "people who got two": sum(line.endswith("got 2") for line in told),
        "people who are nowhere": days * PEOPLE - len(entries),
    }.items():
        print(f"| {what} | {count} |")
    print("\n| What the server did | times |\n|---|---:|")
    for what, count in sorted(torture.faults.items()):
        print(f"| {what} | {count} |")
    print("\n" + ("\n".join(told) or "Nothing is wrong."))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
