"""Whatever lies in a clinic's folder: a print ends with a whole PDF or a sentence, and no crash.

Each folder comes from its seed alone. `HANDOUTS_WILD_SECONDS=60` looks for longer than a normal run,
and `HANDOUTS_WILD_SEED=7` begins there: with the seed of a failure, that folder is the first.
"""

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from helpers import AT, SHORT, clinic, mistakes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from handouts import SHIPPED
from handouts.cli import main
from handouts.library import open_library

SECONDS = float(os.environ.get("HANDOUTS_WILD_SECONDS", "20"))
FIRST_SEED = int(os.environ.get("HANDOUTS_WILD_SEED", "1"))

# No folder takes so long: whoever waits for it thinks that the program hangs.
LONGEST = 120

CLINIC = """\
name: Example Clinic
address: 240 Harbor Street, Suite 3, Springfield
day_phone: {number: 312-555-0142, hours: "Monday to Friday, 8 a.m. to 5 p.m."}
web: https://clinic.example
brand: {colour: "#7a1f5c", accent: "#c2571a"}
paper: A4
languages: [en]
"""

# What may be spoilt: files of ours, to lie in the clinic's folder in place of ours.
OURS = (
    "data/treatments/ivig/en.yaml",
    "data/topics/options/en.yaml",
    "data/labels/en.yaml",
    "data/fields.yaml",
    "data/sources.yaml",
    "data/common/en.yaml",
    "data/glossary/en.yaml",
    "data/wording/en.yaml",
    "styles/tokens.css",
    "styles/base.css",
    "styles/handout.css",
    "templates/base.html",
    "templates/handout.html",
    "templates/_sections.html",
    "templates/_panel.html",
)
CLINICS_CSS = ".sheet { color: #123456; }\n@page { margin: 20mm }\n"

JARGON = (
    *("{{ ", "}}", "{% for x in ", "{% endfor %}", "{% include 'x.html' %}", "{{ 1/0 }}"),
    *("{% extends 'handout.html' %}", "{% include 'handout.html' %}", "{{ ''.__class__ }}"),
    *("{{ text }}", "{{ say('nothing') }}", "{{ nothing.at.all }}", "{% set x = 'a' * 9 %}", "{#"),
    *("&a [*a]", "*a", "!!python/object/apply:os.system [echo]", "\t", "\0", "---", "<<: {a: b}"),
    *(": ", "- ", "# ", "'", '"', "|", "> ", "[", "]", "{", "}", ",", "use: sun", "id: first"),
    *("@import url(http://clinic.example/x.css);", "url(file:///etc/passwd)", "/*", "*/", ";"),
    *(
        "calc(1px / 0)",
        "99999999999px",
        "display: grid;",
        "position: absolute;",
        "-1",
        "0",
        "1e309",
    ),
    *("<script>", "</div>", "<div>", "<img src=nothing.png>", "<svg>", "<table><td>", "</body>"),
    *(
        "<a href='#nowhere'>x</a>",
        "<a href='javascript:x'>x</a>",
        "[x](javascript:x)",
        "**",
        "<!--",
    ),
    *("\u202e", "\ufeff", "\u2028", "é", "😀", "漢", "ا", "\x07", "2026-02-30", "NO", "~"),
)

Spoil = Callable[[random.Random, bytes], bytes]


def flipped(chance: random.Random, data: bytes) -> bytes:
    """Some bytes are others, mostly ones that a keyboard has."""
    spoilt = bytearray(data)
    most = chance.choice([128, 128, 128, 256])
    for _ in range(chance.randint(1, 8) if data else 0):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(most)
    return bytes(spoilt)


def shuffled(chance: random.Random, data: bytes) -> bytes:
    """Some lines are gone, stand twice, are swapped or begin elsewhere."""
    lines = data.splitlines(keepends=True)
    for _ in range(chance.randint(1, 3) if len(lines) > 1 else 0):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(4):
            case 0 if len(lines) > 2:
                del lines[one]
            case 1:
                lines.insert(one, lines[other])
            case 2:
                lines[one], lines[other] = lines[other], lines[one]
            case _:
                lines[one] = b" " * chance.randint(1, 3) + lines[one].lstrip(b" ")
    return b"".join(lines)


def jargoned(chance: random.Random, data: bytes) -> bytes:
    """Signs of a language stand where nobody wants them."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randint(0, len(data))
        data = data[:at] + chance.choice(JARGON).encode() + data[at:]
    return data


def cut(chance: random.Random, data: bytes) -> bytes:
    """The end is gone."""
    return data[: chance.randint(0, len(data))]


def lettered(chance: random.Random, data: bytes) -> bytes:
    """Letters of any script stand in the middle of a word."""
    at = chance.randint(0, len(data))
    letters = (
        chr(chance.choice([chance.randrange(0x300), chance.randrange(0xD800)])) for _ in "123"
    )
    return data[:at] + "".join(letters).encode() + data[at:]


SPOILS: tuple[Spoil, ...] = (flipped, shuffled, jargoned, cut, lettered)


def unspoilt() -> Mapping[str, bytes]:
    """All files that may be spoilt, as they should be."""
    ours = {path: (SHIPPED / path).read_bytes() for path in OURS}
    clinics = {"clinic.yaml": CLINIC, AT: SHORT, "styles/clinic.css": CLINICS_CSS}
    return {**ours, **{path: text.encode() for path, text in clinics.items()}}


def spoilt(seed: int) -> Mapping[str, bytes]:
    """What one folder holds: one to three files that somebody has spoilt, and the short text."""
    chance = random.Random(seed)
    whole = unspoilt()
    files = {path: whole[path] for path in ("clinic.yaml", AT)}
    for path in chance.sample(sorted(whole), chance.choice([1, 1, 1, 2, 3])):
        files[path] = chance.choice(SPOILS)(chance, whole[path])
    return files


def lying(folder: Path) -> Mapping[str, bytes]:
    """All files of the folder and what they hold, but for what was printed."""
    return {
        str(path): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "out" not in path.relative_to(folder).parts
    }


def lay(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write these files into the folder."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def complaint(folder: Path, seed: int) -> str:
    """What is wrong with how the program takes the folder of that seed; nothing where all is well."""
    lay(folder, spoilt(seed))
    before = lying(folder)
    out = folder / "out"
    printing = ["print", "short", "--clinic", str(folder), "--out", str(out)]
    for words in (printing, ["check", "short", "--words", "--clinic", str(folder)]):
        with at_most(LONGEST):
            done = CliRunner().invoke(main, words)
        if done.exception and not isinstance(done.exception, SystemExit):
            return f"{words[0]} ended with {done.exception!r}"
        if done.exit_code not in (0, 1):
            return f"{words[0]} ended with {done.exit_code}: {done.output}"
        if words is printing and (done.exit_code == 0) != (out / "short-en.pdf").is_file():
            return f"print ended with {done.exit_code}, and there is {list(out.glob('*'))}"
        if done.exit_code == 1 and not done.output.strip():
            return f"{words[0]} failed without a word"
    if lying(folder) != before:
        return "a file that is no PDF was made or changed"
    return "; ".join(filter(None, map(_broken, out.glob("**/*.pdf"))))


def _broken(path: Path) -> str:
    data = path.read_bytes()
    whole = data.startswith(b"%PDF-1.7") and data.rstrip().endswith(b"%%EOF")
    return "" if whole and len(PdfReader(BytesIO(data)).pages) else f"{path.name} is no whole PDF"


@contextlib.contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """An error where it takes longer than that."""

    def late(*_: object) -> None:
        raise TimeoutError(f"longer than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_spoilt_folder_prints_or_is_told_and_nothing_else_happens(tmp_path: Path) -> None:
    end = time.monotonic() + SECONDS
    seed = FIRST_SEED
    while time.monotonic() < end or seed == FIRST_SEED:
        wrong = complaint(tmp_path / str(seed), seed)
        assert not wrong, f"HANDOUTS_WILD_SEED={seed}: {wrong}"
        seed += 1


def test_the_folder_prints_and_is_checked_before_anybody_spoils_it(tmp_path: Path) -> None:
    lay(tmp_path, unspoilt())
    words = ["short", "--clinic", str(tmp_path)]
    done = CliRunner().invoke(main, ["print", *words, "--out", str(tmp_path / "out")])
    assert (done.exit_code, done.stderr) == (0, "")
    assert not _broken(tmp_path / "out" / "short-en.pdf")
    assert CliRunner().invoke(main, ["check", *words]).stdout


def test_the_folders_differ_and_come_back_by_their_seed() -> None:
    seen = [spoilt(seed) for seed in range(50)]
    assert seen == [spoilt(seed) for seed in range(50)]
    assert len({tuple(sorted(files.items())) for files in seen}) == 50
    assert {path for files in seen for path in files} >= {*OURS, "styles/clinic.css"}


def places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place where a value stands."""
    if at:
        yield at
    steps = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for step, inner in steps:
        yield from places(inner, (*at, step))


PLACES = list(places(yaml.load(SHORT, yaml.BaseLoader)))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(PLACES), ANYTHING, min_size=1, max_size=3))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_value_at_any_place_of_a_text_is_taken_or_told_by_its_file(
    tmp_path: Path, changes: dict[tuple[Any, ...], Any]
) -> None:
    data = yaml.load(SHORT, yaml.BaseLoader)
    # The innermost first, so that no change takes the place of another away.
    for at in sorted(changes, key=len, reverse=True):
        inner = data
        for step in at[:-1]:
            inner = inner[step]
        inner[at[-1]] = changes[at]
    clinic(tmp_path, {AT: yaml.safe_dump(data)})
    for sentence in mistakes(open_library, tmp_path):
        assert sentence.startswith(f"{tmp_path}/{AT}:")
        assert "Traceback" not in sentence


@pytest.mark.parametrize("spoil", SPOILS, ids=[spoil.__name__ for spoil in SPOILS])
def test_every_way_of_spoiling_spoils(spoil: Spoil) -> None:
    changed = [spoil(random.Random(seed), SHORT.encode()) != SHORT.encode() for seed in range(20)]
    assert sum(changed) > 15
