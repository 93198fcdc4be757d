"""How long `handouts print --all` takes on two workers, beside two that know nothing of each other.

    python benchmarks/everything.py [TURNS]

The two print a language each; a turn is all three ways, one after the other, and then once more
where nothing has changed.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HANDOUTS = Path(sys.executable).with_name("handouts")


def timed(*commands: Sequence[str]) -> float:
    """How many seconds these commands take, begun at the same time."""
    start = time.perf_counter()
    running = [
        subprocess.Popen([HANDOUTS, "print", "--all", *words], stdout=subprocess.DEVNULL)
        for words in commands
    ]
    for one in running:
        if one.wait():
            raise SystemExit("It does not print.")
    return time.perf_counter() - start


def turn(folder: Path) -> None:
    """Tell how long each way takes."""
    one = timed(("--out", str(folder / "one"), "--jobs", "1"))
    halves = [
        ("--language", language, "--out", str(folder / language), "--jobs", "1")
        for language in ("en", "es")
    ]
    apart = timed(*halves)
    run = ("--out", str(folder / "run"), "--jobs", "2")
    together, again = timed(run), timed(run)
    print(
        f"one by one {one:.0f} s; two apart {apart:.0f} s; two workers {together:.0f} s, "
        f"{together / apart:.2f} of that; once more {again:.1f} s"
    )


if __name__ == "__main__":
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
        with tempfile.TemporaryDirectory() as made:
            turn(Path(made))
