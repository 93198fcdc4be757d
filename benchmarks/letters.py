"""What a letter costs us beside server and disk: milliseconds of processor time, step by step.

python benchmarks/letters.py [LETTERS]      our `ivig` with all fields, 300 where none are named

Their visits are on five days, as a week's are. The server is a process of its own. Each step is
measured for all letters at once, thrice; the best is told, since what is slow is what else the
machine did.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from rivals import person

from handouts.accounts import account
from handouts.addresses import address
from handouts.batch import Copy
from handouts.clinic import Mail, Patient
from handouts.delivery import Delivery
from handouts.handout import Handout
from handouts.letter import Letter, letters
from handouts.library import Library, open_library
from handouts.machine import spill
from handouts.mail import Ready, Writer, ready
from handouts.orders import Order
from handouts.outbox import Outbox, held
from handouts.patients import from_settings
from handouts.plates import Plates
from handouts.press import Press
from handouts.relay import Relay

SERVER = """
import sys, time
sys.path.append({tests!r})
from postoffice import post_office
with post_office() as office:
    print(office.port, flush=True)
    sys.stdin.read()
"""
STEPS = ("copy: stamped and written", "lock, words and letter", "queue: spool and ledger",
         "hand over: two commits and the line")  # fmt: skip


def clinic_library() -> Library:
    """Our library, for a clinic that mails."""
    library = open_library()
    mail = Mail(sender="office@clinic.example", per_minute=6000)
    clinic = library.clinic.model_copy(update={"name": "Example Clinic", "mail": mail})
    return Library(**{**vars(library), "clinic": clinic})


def people(library: Library, count: int) -> list[Letter]:
    """A letter each, whose row has a password."""
    orders = []
    for n in range(count):
        values = {key: str(value) for key, value in person(n).items()}
        values["appointment"] = f"2026-12-0{n % 5 + 1}T09:{n % 60:02}"
        told = from_settings(values, library.fields)
        mine = {"ref": f"p{n:05}", "email": f"p{n:05}@example.org", "password": f"river-{n}"}
        orders.append(Order(n, "ivig", "en", Patient(told.values, **mine)))
    return letters(orders, library.clinic.mail)[0]


class Round:
    """One round of all letters in a folder of its own, and what each step took."""

    def __init__(self, library: Library, plates: Plates, port: int) -> None:
        self._library, self._plates, self._port = library, plates, port

    def run(self, folder: Path, found: Sequence[Letter]) -> list[float]:
        """The milliseconds of processor time that each step took for one letter."""
        took, count = list[float](), len(found)

        @contextmanager
        def step():
            start = time.process_time()
            yield
            took.append((time.process_time() - start) / count * 1000)

        with held(folder) as outbox:
            with step():
                made = [self._copy(outbox, folder, letter) for letter in found]
            codes = folder / "codes.csv"
            writer = Writer(self._library, codes, datetime.now().astimezone())
            with step():
                postings = list(writer.postings(made))
            with step():
                outbox.queue(postings)
            server = account(f"smtp://127.0.0.1:{self._port}")
            relay = Relay(server, None, address("office@clinic.example"), timeout=60)
            told = {"pauses": (), "wait": lambda _: False, "tell": print}
            with relay, step():
                done = Delivery(outbox, relay, per_minute=6000, **told).deliver(
                    outbox.entries("queued")
                )
            assert done.sent == count
        return took

    def _copy(self, outbox: Outbox, folder: Path, letter: Letter) -> Ready:
        (order,) = letter.orders
        text, clinic = self._library.text("ivig", "en"), self._library.clinic
        document = self._plates.print(Handout(text, clinic, date.today(), letter.person))
        assert document.route == "plate"
        path = folder / f"{order.name}.pdf"
        spill(str(path), *document.parts)
        copy = Copy(order.row, letter.person.ref, path, document.sha256)
        return ready(outbox, letter, [copy])


def main(count: int) -> None:
    """Three rounds, and the best of each step."""
    library = clinic_library()
    plates = Plates(Press(library), library.fields)
    found = people(library, count)
    tests = str(Path(__file__).parents[1] / "tests")
    command = [sys.executable, "-c", SERVER.format(tests=tests)]
    told = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **told) as server:
        port = int(server.stdout.readline())
        rounds = []
        for warm in (True, False, False, False):
            with tempfile.TemporaryDirectory() as folder:
                took = Round(library, plates, port).run(Path(folder), found[:5] if warm else found)
            rounds += [] if warm else [took]
        server.stdin.close()
    best = [min(one) for one in zip(*rounds, strict=True)]
    print(f"{count} letters\n\n| Our own work for a letter | ms of processor time |\n|---|---:|")
    for what, each in zip(STEPS, best, strict=True):
        print(f"| {what} | {each:.2f} |")
    print(f"| **all** | **{sum(best):.2f}** |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
