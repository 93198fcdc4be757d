"""A run of prints: side by side or one by one, and what has not changed is kept."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import AT, SHORT, clinic, workers

from handouts.cli import main
from handouts.runs import NAME

HANDOUTS = Path(sys.executable).with_name("handouts")
CLINIC = """\
name: Example Clinic
languages: [en]
editions: [standard, large-print]
texts: [short, other]
"""
OTHER = AT.replace("short", "other")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"clinic.yaml": CLINIC, AT: SHORT, OTHER: SHORT.replace("id: short", "id: other")}
    return clinic(tmp_path, files)


def run(folder: Path, *words: str) -> Result:
    with chdir(folder):
        return CliRunner().invoke(main, ["print", "--as-of", "2026-12-01", *words])


def printed(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "out").glob("*.pdf")}


ALL = {
    *(
        f"{name}-en{edition}.pdf"
        for name in ("short", "other", "booklet")
        for edition in ("", "-large-print")
    ),
    "booklet-en-saddle.pdf",
}


def test_two_workers_print_the_same_bytes_as_one(folder: Path) -> None:
    assert run(folder, "--all", "--jobs", "1").exit_code == 0
    one = printed(folder)
    assert set(one) == ALL
    (folder / "out" / NAME).unlink()
    assert run(folder, "--all", "--jobs", "2").exit_code == 0
    assert printed(folder) == one


def test_what_has_not_changed_is_kept_and_told(folder: Path) -> None:
    run(folder, "--all", "--jobs", "1")
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").glob("*.pdf")}
    done = run(folder, "--all", "--jobs", "1")
    assert done.output.endswith("out: 7 files are as before, since nothing has changed\n")
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize(
    ("path", "old", "new", "kept"),
    [
        (AT, "One thing.", "Another thing.", {"other-en.pdf", "other-en-large-print.pdf"}),
        ("clinic.yaml", "Example Clinic", "Another Clinic", set()),
    ],
)
def test_what_a_change_touches_is_printed_again(
    path: str, old: str, new: str, kept: set[str], folder: Path
) -> None:
    run(folder, "--all", "--jobs", "1")
    before = printed(folder)
    file = folder / path
    file.write_text(file.read_text().replace(old, new))
    run(folder, "--all", "--jobs", "1")
    after = printed(folder)
    assert {name for name in after if after[name] == before[name]} == kept


def test_a_file_that_somebody_took_away_or_wrote_over_is_printed_again(folder: Path) -> None:
    run(folder, "short", "other")
    before = printed(folder)
    (folder / "out" / "short-en.pdf").unlink()
    (folder / "out" / "other-en.pdf").write_bytes(b"not a PDF")
    done = run(folder, "short", "other")
    assert printed(folder) == before
    assert "as before" not in done.output


@pytest.mark.parametrize("noted", ["", "[]", "{", '{"short-en": 3}', '{"short-en": {"name": "x"}}'])
def test_notes_that_cannot_be_read_are_no_reason_to_stop(noted: str, folder: Path) -> None:
    run(folder, "short")
    before = printed(folder)
    (folder / "out" / NAME).write_text(noted)
    assert run(folder, "short").exit_code == 0
    assert printed(folder) == before


def test_what_there_was_to_tell_is_told_again(folder: Path) -> None:
    file = folder / AT
    file.write_text(
        SHORT.replace("confidence: mixed\nsections", "confidence: mixed\nsections") + EXPIRED
    )
    told = "note: short-en: `old` expired on 2026-11-30 and is left out"
    assert told in run(folder, "short").output
    again = run(folder, "short").output
    assert told in again
    assert "1 file is as before" in again


EXPIRED = """\
      - id: old
        text: An old thing.
        sources: [acr-ivig]
        confidence: mixed
        expires: 2026-11-30
"""


def test_an_edition_that_is_named_is_printed_alone(folder: Path) -> None:
    run(folder, "--all", "--edition", "large-print", "--jobs", "1")
    assert set(printed(folder)) == {name for name in ALL if "large-print" in name}


def test_a_persons_copy_is_noted_nowhere_and_printed_each_time(folder: Path) -> None:
    for _ in range(2):
        done = run(folder, "short", "--set", "name=Anna Example")
        assert done.exit_code == 0
        assert "as before" not in done.output
    assert len(list((folder / "out" / "personal").glob("*.pdf"))) == 2
    assert not (folder / "out" / NAME).exists()


def test_a_patients_own_language_and_edition_are_printed(folder: Path) -> None:
    (folder / "anna.yaml").write_text("ref: A-17\nname: Anna Example\nedition: large-print\n")
    assert run(folder, "short", "--patient", "anna.yaml").exit_code == 0
    (copy,) = (folder / "out" / "personal").glob("*.pdf")
    assert copy.name == "A-17-short-en-large-print.pdf"


def test_what_is_typed_wins_over_a_patients_file(folder: Path) -> None:
    (folder / "anna.yaml").write_text("ref: A-17\nname: Anna Example\nedition: standard\n")
    large = "A-17-short-en-large-print.pdf"
    for words in (("--edition", "large-print"), ("--set", "edition=large-print")):
        assert run(folder, "short", "--patient", "anna.yaml", *words).exit_code == 0
        (copy,) = (folder / "out" / "personal").glob("*.pdf")
        assert copy.name == large
        copy.unlink()


def test_what_an_editor_leaves_beside_a_file_changes_nothing(folder: Path) -> None:
    run(folder, "short")
    (folder / AT).with_name(".en.yaml.swp").write_text("half a line")
    assert "1 file is as before" in run(folder, "short").output


def test_one_text_that_does_not_print_keeps_no_other_from_it(folder: Path) -> None:
    file = folder / AT
    file.write_text(file.read_text().replace("One thing.", "One 字 thing."))
    done = run(folder, "--all", "--jobs", "2")
    assert done.exit_code == 1
    assert done.output.count("no font here has the letter") == 1
    assert {"other-en.pdf", "other-en-large-print.pdf"} == set(printed(folder))


def test_a_worker_that_dies_is_told_and_what_is_missing_can_be_printed(folder: Path) -> None:
    command = [str(HANDOUTS), "print", "--all", "--jobs"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*command, "2"], cwd=folder, **pipes) as process:
        while not (found := workers(process.pid)):
            time.sleep(0.05)
        os.kill(found[0], signal.SIGKILL)
        _, told = process.communicate(timeout=120)
    sentence = "a worker ended while it printed: there may be too little memory"
    assert (process.returncode, told.count(sentence)) == (1, 1), told
    assert "Traceback" not in told
    done = subprocess.run([*command, "1"], cwd=folder, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(printed(folder)) == ALL


def test_no_note_holds_a_path_of_this_machine(folder: Path) -> None:
    run(folder, "--all", "--jobs", "1")
    noted = json.loads((folder / "out" / NAME).read_text())
    assert {f"{name}.pdf" for name in noted} == ALL
    assert str(folder) not in json.dumps(noted)
    assert os.sep not in "".join(noted)
