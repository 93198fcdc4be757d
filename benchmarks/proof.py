"""Five hundred copies of a short text, each compared with its full print, and judged.

    python benchmarks/proof.py [COPIES]

Names are from every script that we ship; values are as long as they may be, or empty, with marks,
ligatures and apostrophes. The same list in another order, with another number of workers, and one
row alone: the bytes have to be the same. The judges are those of the tests.
"""

import csv
import hashlib
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from copies import HANDOUTS, clinic
from judges import judge, outloud

NAMES = (
    *("Anna Example", "Łukasz Żółć-Example", "Nguyễn Thị Hồng Exampl", "Zoë d’Example, Jr."),
    *("Ελένη Παράδειγμα", "Наталія Їжак-Приклад", "Ọ̀ṣun M\u0302 Example", "Şükrü İğdır Ðorđe"),
    *("آنا مثال", "חנה לדוגמה", "Anna آنا", "Wilhelmina " + "W" * 12, "ffi fl Office"),
)
NOTES = (
    "",
    "Bring your list of medicines. Ask about the flu shot; wear wide sleeves.",
    "Bring your list of medicines and all of your questions. Wear a shirt with wide sleeves. "
    "Ask us for a blanket if you are cold, or for water.",
    "Traiga su lista de medicinas — y sus preguntas. ¿Tiene frío? Pida una manta.",
    "Принесіть список ліків. " * 4,
)


def rows(copies: int) -> list[dict[str, str]]:
    """So many invented people."""
    chance = random.Random(9)
    return [
        {
            "ref": f"p{n:03}",
            "treatment": "welcome",
            "name": f"{chance.choice(NAMES)} {n}",
            "birth_date": chance.choice(("", f"19{20 + n % 80}-03-05")),
            "appointment": chance.choice(
                ("", f"2026-12-{1 + n % 28:02}T12:00", "2027-01-05T00:00")
            ),
            "phone": chance.choice(("", f"(312) 555-01{n % 100:02}", "+1 312 555 0199 x 12")),
            "location": chance.choice(("", "Infusion room 3, second floor", "W" * 26)),
            "clinician": chance.choice(("", "Dr. Example", "Đặng O’Example-Ñandú")),
            "notes": chance.choice(NOTES),
        }
        for n in range(copies)
    ]


def print_all(folder: Path, people: list[dict[str, str]], out: str, *words: str) -> dict[str, str]:
    """The hash of each file that is printed for these people."""
    file = folder / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(people[0]))
        writer.writeheader()
        writer.writerows(people)
    command = [HANDOUTS, "copies", file, "--out", folder / out, "--as-of", "2026-12-01", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    print(done.stdout.strip(), done.stderr.strip())
    files = (folder / out).glob("*.pdf")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def prove(folder: Path, copies: int) -> None:
    """Tell what is the same, and what the judges say of a hundred."""
    clinic(folder)
    people = rows(copies)
    first = print_all(folder, people, "first", "--jobs", "2", "--verify", str(copies))
    routes = Counter(row["route"] for row in csv.DictReader((folder / "first/manifest.csv").open()))
    print(f"{len(first)} files: {dict(routes)}; what differs from its full print is told above")
    shuffled = random.Random(1).sample(people, copies)
    second = print_all(folder, shuffled, "second", "--jobs", "1")
    print("in another order, with one worker:", "same bytes" if first == second else "OTHER BYTES")
    alone = print_all(folder, people[:1], "alone", "--jobs", "1")
    print("alone:", "same bytes" if alone.items() <= first.items() else "OTHER BYTES")
    sample = random.Random(2).sample(sorted((folder / "first").glob("*.pdf")), min(100, copies))
    print(f"veraPDF on {len(sample)}: {judge(*sample) or 'nothing'}")
    print(f"outloud on {len(sample)}: {outloud(*sample) or 'nothing'}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        prove(Path(made), int(sys.argv[1]) if len(sys.argv) > 1 else 500)
