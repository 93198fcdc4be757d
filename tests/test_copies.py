"""A batch as it runs: kept, gone on with, told apart, and nobody's words where they do not belong."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from helpers import AT, SHORT, TODAY, clinic, varied, workers
from judges import judge, outloud
from test_cli import run, run_apart

from handouts.batch import Batch, Bench, Copy
from handouts.handout import Handout
from handouts.library import open_library
from handouts.likeness import same
from handouts.manifest import Entry, Manifest, verified
from handouts.orders import COLUMNS, Failure, Orders
from handouts.patients import from_settings
from handouts.press import Press
from handouts.rows import Rows

HANDOUTS = Path(sys.executable).with_name("handouts")
SECOND = "data/topics/second/en.yaml"

#: Invented people, in every script that we ship.
NAMES = (
    "Anna Example",
    "Łukasz Żółć-Example",
    "Nguyễn Thị Hồng Exampl",
    "Ελένη Παραδειγμα",
    "Анна Примерова",
    "آنا مثال",
    "חנה לדוגמה",
    "Björk Exämple",
)
SECRETS = (*NAMES, "1962-03-05", "March 5, 1962", "312-555-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clinic with two short texts."""
    texts = {AT: SHORT, SECOND: varied({"id: short": "id: second"})}
    return clinic(
        tmp_path / "ours", {"clinic.yaml": "name: Example\ntexts: [short, second]\n", **texts}
    )


def people(count: int, *, ref: bool = True, names: Sequence[str] = NAMES) -> list[str]:
    """The lines of a file, heads first: a name in another script each, and a field left out now and then."""
    heads = f"{'ref,' * ref}treatment,name,birth_date,phone"
    lines = [
        f"{f'p{n:03},' * ref}{('short', 'second')[n % 2]},{names[n % len(names)]} {n},1962-03-05,{'' if n % 5 == 0 else f'312-555-01{n % 100:02}'}"
        for n in range(count)
    ]
    return [heads, *lines]


def file(folder: Path, lines: list[str], name: str = "patients.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.pdf")
    }


def batch(
    folder: Path, lines: list[str], out: Path, pool: type[Executor] | None = None
) -> list[Copy | Failure]:
    """What a batch gives, in this process."""
    library = open_library(folder)
    rows = Rows(file(folder, lines), library.clinic.columns, (*COLUMNS, *library.fields))
    out.mkdir(exist_ok=True)
    found = [one for told in Orders(rows, library) if isinstance(told, list) for one in told]
    run = Batch(Bench(folder, TODAY), out, lambda: (pool or ThreadPoolExecutor)(1), 1)
    for order in found:
        run.expect(order)
    made = list(run.copies(found))
    run.manifest.finish()
    return made


def test_the_right_person_is_in_the_right_file_and_every_file_passes(folder: Path) -> None:
    lines = people(10)
    done = run("copies", str(file(folder, lines)), "--as-of", "2026-12-01", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "out/copies: 10 of 10 copies\n"), done.stderr
    out = folder / "out" / "copies"
    files = sorted(out.glob("*.pdf"))
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600] * 10
    for number, path in enumerate(files):
        page = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_bounded()
        assert str(number) in page.split("Name")[1].split("Date of birth")[0]
    assert judge(*files) == []
    assert outloud(*files) == []
    # As alone, and printed in full.
    library = open_library(folder)
    anna = from_settings({"name": "Anna Example 0", "birth_date": "1962-03-05"}, library.fields)
    alone = Press(library).print(Handout(library.text("short", "en"), library.clinic, TODAY, anna))
    assert same(files[0].read_bytes(), alone.pdf)
    whole = [done.stdout, done.stderr, (out / "manifest.csv").read_text(), *hashes(out)]
    assert not any(secret in "".join(whole) for secret in SECRETS)
    assert not any("Anna" in str(pypdf.PdfReader(path).metadata) for path in files)


def test_in_another_order_and_with_one_worker_nobodys_file_changes(folder: Path) -> None:
    lines = people(8)
    batch(folder, lines, folder / "one")
    shuffled = [lines[0], *random.Random(7).sample(lines[1:], 8)]
    batch(folder, shuffled, folder / "two")
    assert hashes(folder / "one") == hashes(folder / "two")
    assert len(hashes(folder / "one")) == 8


def test_what_is_there_and_unchanged_is_kept(folder: Path) -> None:
    out = folder / "out"
    batch(folder, people(4), out)
    before = {path: path.stat().st_mtime_ns for path in out.glob("*.pdf")}
    changed = people(4)
    changed[2] = changed[2].replace("1962-03-05", "1963-03-05")
    batch(folder, [changed[0], *changed[:0:-1]], out)
    after = {path: path.stat().st_mtime_ns for path in out.glob("*.pdf")}
    assert [path.name for path in before if before[path] != after[path]] == ["p001-second-en.pdf"]
    states = {one.file: one.state for one in Manifest(out).before.values()}
    assert sorted(states.values()) == ["kept", "kept", "kept", "made"]


def test_a_changed_text_a_damaged_file_and_another_day_are_printed_anew(folder: Path) -> None:
    out, lines = folder / "out", people(2)
    batch(folder, lines, out)
    (out / "p000-short-en.pdf").write_bytes(b"damaged")
    made = states(batch(folder, lines, out), out)
    assert made == {"p000-short-en.pdf": "made", "p001-second-en.pdf": "kept"}
    (folder / AT).write_text(SHORT.replace("One thing.", "Another thing."), encoding="utf-8")
    assert set(states(batch(folder, lines, out), out).values()) == {"made"}


def states(made: list[Copy | Failure], out: Path) -> dict[str, str]:
    return {one.file: one.state for one in Manifest(out).before.values()}


def test_who_is_not_asked_for_any_more_is_set_aside_and_named(folder: Path) -> None:
    path = file(folder, people(3))
    run("copies", str(path), "--jobs", "1", cwd=folder)
    file(folder, people(2))
    done = run("copies", str(path), "--jobs", "1", cwd=folder)
    assert done.returncode == 0
    aside = "out/copies/set-aside/p002-short-en.pdf"
    assert f"note: {aside}: set aside, since nobody asks for it now" in done.stderr
    assert (folder / aside).is_file()
    assert sorted(hashes(folder / "out" / "copies")) == ["p000-short-en.pdf", "p001-second-en.pdf"]


def test_a_bad_row_stops_no_other_and_its_old_copy_is_handed_out_no_more(folder: Path) -> None:
    lines = people(3)
    path = file(folder, lines)
    run("copies", str(path), "--jobs", "1", cwd=folder)
    lines[2] = lines[2].replace("1962-03-05", "5 March 62")
    lines[3] = lines[3].replace(NAMES[2], "W" * 58)
    file(folder, lines)
    done = run("copies", str(path), "--jobs", "1", cwd=folder)
    assert done.returncode == 1
    assert done.stdout == "out/copies: 1 of 2 copies\n"
    assert "patients.csv:3: `birth_date` is not a date (write 2026-12-01)" in done.stderr
    assert (
        "patients.csv:4: `name` does not fit its box: 60 letters (shorten it: the box has 1 line)"
        in done.stderr
    )
    assert list(hashes(folder / "out" / "copies")) == ["p000-short-en.pdf"]
    manifest = (folder / "out" / "copies" / "manifest.csv").read_text()
    assert manifest.count(",failed,") == 2
    assert "March" not in manifest + done.stderr
    assert "WWW" not in manifest + done.stderr


def test_a_list_without_rows_moves_nothing(folder: Path) -> None:
    path = file(folder, people(2))
    run("copies", str(path), "--jobs", "1", cwd=folder)
    file(folder, people(0))
    done = run("copies", str(path), "--jobs", "1", cwd=folder)
    assert (done.returncode, done.stderr) == (
        1,
        "patients.csv:1: there are heads of columns, and no rows "
        "(save the day's list again; what was printed before is left as it is)\n",
    )
    assert len(hashes(folder / "out" / "copies")) == 2


def test_one_row_is_printed_anew_and_the_others_are_let_be(folder: Path) -> None:
    path = file(folder, people(3))
    run("copies", str(path), "--jobs", "1", cwd=folder)
    out = folder / "out" / "copies"
    before = {one: one.stat().st_mtime_ns for one in out.glob("*.pdf")}
    done = run("copies", str(path), "--row", "3", cwd=folder)
    assert done.stdout == "out/copies: 1 of 1 copies\n"
    changed = [one.name for one in before if one.stat().st_mtime_ns != before[one]]
    assert changed == ["p001-second-en.pdf"]
    assert len(Manifest(out).before) == 3


def test_without_refs_a_batch_begins_in_an_empty_folder(folder: Path) -> None:
    path = file(folder, people(2, ref=False))
    assert run("copies", str(path), "--jobs", "1", cwd=folder).returncode == 0
    assert sorted(hashes(folder / "out" / "copies")) == ["0002-short-en.pdf", "0003-second-en.pdf"]
    done = run("copies", str(path), cwd=folder)
    assert done.returncode == 1
    assert done.stderr == (
        "out/copies: the folder holds an earlier batch, and no column `ref` says who is who "
        "(name an empty folder with --out)\n"
    )


def test_killed_at_any_moment_a_batch_goes_on_where_it_was(folder: Path) -> None:
    path, out = file(folder, people(24)), folder / "out" / "copies"
    made: dict[str, int] = {}
    for seconds in (2.5, 3.5, 4.5):
        process = subprocess.Popen(
            [str(HANDOUTS), "copies", str(path), "--jobs", "2"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(seconds)
        left = [Path(f"/proc/{one}") for one in workers(process.pid)]
        process.kill()
        process.wait()
        # Its workers end with it, and write nothing any more.
        end = time.monotonic() + 20
        while any(one.exists() for one in left):
            assert time.monotonic() < end
            time.sleep(0.01)
        now = (
            {one.name: one.stat().st_mtime_ns for one in out.glob("*.pdf")} if out.exists() else {}
        )
        for name in now:
            pypdf.PdfReader(out / name)
        # Whatever was whole is not made again.
        assert {name: now.get(name) for name in made} == made
        made = now
    done = run("copies", str(path), "--jobs", "2", cwd=folder)
    assert done.stdout == "out/copies: 24 of 24 copies\n", done.stderr
    assert {name: (out / name).stat().st_mtime_ns for name in made} == made
    assert len(hashes(out)) == 24
    assert sorted(path.name for path in out.iterdir() if path.suffix != ".pdf") == [
        ".key",
        "manifest.csv",
    ]
    entries = Manifest(out).before.values()
    assert {one.file: one.sha256 for one in entries} == hashes(out)


@pytest.mark.parametrize(("rows", "copies"), [(16, 0), (1500, 3)])
def test_when_a_worker_is_killed_others_print_its_rows(
    folder: Path, rows: int, copies: int
) -> None:
    path = file(folder, people(rows, names=NAMES[:5]))
    process = subprocess.Popen(
        [str(HANDOUTS), "copies", str(path), "--jobs", "2"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    out = folder / "out" / "copies"
    while not workers(process.pid) or len(list(out.glob("*.pdf"))) < copies:
        time.sleep(0.01)
    os.kill(workers(process.pid)[0], signal.SIGKILL)
    told, notes = process.communicate(timeout=120)
    assert told == f"out/copies: {rows} of {rows} copies\n", notes
    assert "note: a worker ended, and others printed its rows" in notes
    assert len(hashes(out)) == rows
    assert {one.route for one in Manifest(out).before.values()} == {"plate"}


def test_an_order_that_kills_its_workers_is_told_and_the_others_are_printed(folder: Path) -> None:
    class Fragile(ThreadPoolExecutor):
        """An executor that breaks whenever it is given p001."""

        def submit(self, step, bench, orders, *more):  # type: ignore[no-untyped-def]
            if isinstance(orders, list) and orders[0].patient.ref == "p001":
                from concurrent.futures.process import BrokenProcessPool

                broken: Future[object] = Future()
                broken.set_exception(BrokenProcessPool())
                return broken
            return super().submit(step, bench, orders, *more)

    made = batch(folder, people(4), folder / "out", Fragile)
    failed = [one for one in made if isinstance(one, Failure)]
    told = [(one.ref, [str(problem) for problem in one.problems]) for one in failed]
    assert told == [("p001", ["the worker that printed it ended"])]
    assert len(hashes(folder / "out")) == 3


def test_a_full_disk_is_told_and_the_batch_goes_on_when_there_is_room(folder: Path) -> None:
    path = file(folder, people(12))
    small = f"cd {folder}; mkdir -p out/copies; mount -t tmpfs -o size=150k tmpfs out/copies"
    first = f"handouts copies {path} --jobs 1 && echo never; mount -o remount,size=10m out/copies"
    again = f"handouts copies {path} --jobs 1; ls out/copies/*.pdf | wc -l"
    done = run_apart(f"{small}; {first}; {again}", cwd=folder)
    assert "out/copies: cannot be written: the disk is full" in done.stderr
    assert done.stdout == "out/copies: 12 of 12 copies\n12\n"


def test_what_begins_like_a_formula_is_tame_in_the_manifest_and_wild_again(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path)
    entry = Entry(2, "-A", "-A-short-en.pdf", 1, 9, "ab", "cd", "full", "made", "=1+1")
    manifest.add(entry)
    assert (
        "2,'-A,'-A-short-en.pdf,1,9,ab,cd,full,made,'=1+1\n"
        in (tmp_path / "manifest.csv").read_text()
    )
    assert list(Manifest(tmp_path).before.values()) == [entry]


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe",
        "²,A,x.pdf,1,1,a,b,full,made,".encode(),
        b"9,A,x.pdf,one,1,a,b,full,made,",
        b"9,A,x.pdf,,,a,b,full,made,",
        b"9,A,../../victim.pdf,1,1,a,b,full,made,",
        b"9,A," + b"x" * 300 + b".pdf,1,1,a,b,full,made,",
        b"9" * 5000 + b",A,x.pdf,1,1,a,b,full,made,",
        b'9,"' + b"x" * 200_000,
    ],
)
def test_a_spoiled_line_of_a_manifest_is_passed_over(folder: Path, line: bytes) -> None:
    out = folder / "out"
    batch(folder, people(1), out)
    victim = folder.parent / "victim.pdf"
    victim.write_bytes(b"%PDF")
    with (out / "manifest.csv").open("ab") as manifest:
        manifest.write(line + b"\n")
    assert list(Manifest(out).before) == ["p000-short-en.pdf"]
    assert verified(out) == (1, [])
    assert [one.state for one in Manifest(out).before.values()] == ["made"]
    assert victim.is_file()


def test_half_a_line_of_a_manifest_is_passed_over(tmp_path: Path) -> None:
    entry = Entry(2, "a", "a-short-en.pdf", 1, 9, "ab", "cd", "full", "made")
    Manifest(tmp_path).add(entry)
    path = tmp_path / "manifest.csv"
    path.write_bytes(path.read_bytes() + b"3,b,b-short-en.pdf,1,9,a")
    other = Entry(4, "c", "c-short-en.pdf", 1, 9, "ab", "cd", "full", "made")
    Manifest(tmp_path).add(other)
    assert list(Manifest(tmp_path).before.values()) == [entry, other]


def test_a_key_tells_nothing_without_the_folders_secret(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = Manifest(tmp_path / "one"), Manifest(tmp_path / "two")
    assert one.key("Anna Example", "1962-03-05") != two.key("Anna Example", "1962-03-05")
    assert one.key("ab", "c") != one.key("a", "bc")
    assert (tmp_path / "one" / ".key").stat().st_mode & 0o777 == 0o600


def test_a_stamped_file_holds_nobody_elses_words(folder: Path) -> None:
    out = folder / "out"
    batch(folder, people(12), out)
    for number in range(12):
        name = f"p{number:03}-{('short', 'second')[number % 2]}-en.pdf"
        told = everything(out / name)
        there = [one for one, letters in enumerate(NAMES) if letters in told]
        assert there == [number % len(NAMES)], name


def everything(path: Path) -> str:
    """All strings of a PDF, all that its streams say, and the letters that its pages draw."""
    reader = pypdf.PdfReader(path)
    told = [path.read_bytes().decode("latin-1")]
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm)):
        said = reader.get_object(number)
        told.append(repr(said))
        if isinstance(said, pypdf.generic.StreamObject):
            told.append(said.get_data().decode("latin-1"))
    pages = pypdfium2.PdfDocument(path)
    return " ".join([*told, *(page.get_textpage().get_text_bounded() for page in pages)])


ASKS = """\
{% extends "shipped/handout.html" %}
{% block heading %}{% set who %}{{ panel[0].value }}{% endset %}
{{ super() }}{% if "Anna" in who %}<p>Dear Anna</p>{% endif %}{% endblock %}
"""


def test_what_differs_from_its_full_print_is_printed_in_full_and_told(folder: Path) -> None:
    (folder / "templates").mkdir()
    (folder / "templates" / "handout.html").write_text(ASKS)
    path = file(folder, people(5, names=NAMES[:1]))
    done = run("copies", str(path), "--jobs", "1", cwd=folder)
    assert done.returncode == 0
    note = "a stamped copy was not as its full print, so that all are printed in full"
    assert f"note: short-en: {note}\n" in done.stderr
    entries = Manifest(folder / "out" / "copies").before.values()
    assert [one.route for one in entries] == ["full"] * 5


def test_what_cannot_be_stamped_is_printed_in_full_and_told(folder: Path) -> None:
    (folder / "styles").mkdir()
    (folder / "styles" / "clinic.css").write_text(".box .value { text-align: center }")
    done = run("copies", str(file(folder, people(2))), "--jobs", "1", cwd=folder)
    note = "its copies cannot be stamped, so that all are printed in full, which takes longer"
    assert done.stderr == f"note: short-en: {note}\nnote: second-en: {note}\n"


def test_locked_copies_open_with_the_password_of_their_row_alone(folder: Path) -> None:
    lines = [f"{line},{'password' if not n else f'Geheim {n}'}" for n, line in enumerate(people(6))]
    lines[3] = lines[3].rpartition(",")[0] + ","
    path = file(folder, lines)
    done = run("copies", str(path), "--protect", "--jobs", "1", cwd=folder)
    assert done.returncode == 1
    assert done.stdout == "out/copies: 5 of 5 copies\n"
    assert done.stderr == (
        "patients.csv:4: `password` is empty "
        "(give each person a password, or print without --protect)\n"
    )
    out = folder / "out" / "copies"
    for number in (1, 2, 4, 5, 6):
        name = f"p{number - 1:03}-{('second', 'short')[number % 2]}-en.pdf"
        with pikepdf.open(out / name, password=f"Geheim {number}") as opened:
            assert opened.encryption.R == 6
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(out / name, password="Geheim 9")
        assert b"Geheim" not in (out / name).read_bytes()
    assert "Geheim" not in (out / "manifest.csv").read_text() + done.stdout + done.stderr
    # What is locked and unchanged is kept: a new lock would be another file.
    again = run("copies", str(path), "--protect", "--jobs", "1", cwd=folder)
    assert again.stdout == "out/copies: 5 of 5 copies\n"
    assert {one.state for one in Manifest(out).before.values()} == {"kept", "failed"}
    file(folder, [line.replace("Geheim 1", "Neu") for line in lines])
    run("copies", str(path), "--protect", "--jobs", "1", cwd=folder)
    pikepdf.open(out / "p000-short-en.pdf", password="Neu")


def test_copies_for_the_printer_stand_in_one_file_in_their_order(folder: Path) -> None:
    lines = people(9)
    lines[4] = lines[4].replace("second", "second+short")
    path = file(folder, lines)
    done = run("copies", str(path), "--merge", "print.pdf", "--jobs", "1", cwd=folder)
    assert done.stdout == (
        "out/copies: 10 of 10 copies\nprint.pdf: 10 copies, each on sheets of its own\n"
    )
    merged = folder / "print.pdf"
    assert merged.stat().st_mode & 0o777 == 0o600
    assert pypdf.PdfReader(merged).root_object["/ViewerPreferences"]["/Duplex"] == (
        "/DuplexFlipLongEdge"
    )
    stack = pypdfium2.PdfDocument(merged)
    copies = [f"p{n:03}-{('short', 'second')[n % 2]}-en.pdf" for n in range(9)]
    copies.insert(4, "p003-short-en.pdf")
    at = 0
    for name in copies:
        for page in pypdfium2.PdfDocument(folder / "out" / "copies" / name):
            assert drawn(stack[at]) == drawn(page)
            at += 1
        at += at % 2  # each begins on a sheet of its own
    assert at == len(stack)
    mupdf = subprocess.run(["mutool", "info", merged], capture_output=True, text=True)
    poppler = subprocess.run(["pdftotext", merged, "-"], capture_output=True, text=True)
    assert (f"Pages: {at}\n" in mupdf.stdout, mupdf.stderr, poppler.stderr) == (True, "", "")
    assert poppler.stdout.index("Łukasz") < poppler.stdout.index("Nguyễn")


def drawn(page: pypdfium2.PdfPage) -> bytes:
    return bytes(page.render(scale=1).buffer)


@pytest.mark.parametrize(
    ("merge", "told"),
    [
        ("patients.csv", "patients.csv: `--merge` names no PDF (write such as print.pdf)"),
        ("", ".: `--merge` names no PDF (write such as print.pdf)"),
        (
            "out/copies/p000-short-en.pdf",
            "out/copies/p000-short-en.pdf: `--merge` would stand among the copies "
            "(name it outside of the folder of copies)",
        ),
        ("notes.pdf", "notes.pdf: what stands there is no PDF (name another file)"),
    ],
)
def test_the_printers_file_overwrites_nothing_else(folder: Path, merge: str, told: str) -> None:
    path = file(folder, people(1))
    (folder / "notes.pdf").write_text("These are notes.")
    done = run("copies", str(path), "--merge", merge, cwd=folder)
    assert (done.returncode, done.stderr) == (1, f"{told}\n")
    assert path.read_text().startswith("ref,")
    assert not (folder / "out").exists()


def test_what_is_for_the_printer_is_never_locked(folder: Path) -> None:
    path = file(folder, people(1))
    done = run("copies", str(path), "--merge", "print.pdf", "--protect", cwd=folder)
    assert done.returncode == 2
    assert "--merge is for a printer, which no copy of --protect opens for." in done.stderr


def test_a_folder_is_checked_against_its_manifest(folder: Path) -> None:
    path = file(folder, people(4))
    run("copies", str(path), "--report", "--jobs", "1", cwd=folder)
    done = run("verify", "out/copies", cwd=folder)
    assert (done.returncode, done.stdout) == (
        0,
        "out/copies: 4 copies are as they were printed\n",
    )
    out = folder / "out" / "copies"
    (out / "p000-short-en.pdf").write_bytes((out / "p002-short-en.pdf").read_bytes())
    (out / "p001-second-en.pdf").unlink()
    (out / "strange.pdf").write_bytes(b"%PDF")
    done = run("verify", "out/copies", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "out/copies/p000-short-en.pdf: this is not as it was printed (print it again)\n"
        "out/copies/p001-second-en.pdf: this copy is not there (print it again)\n"
        "out/copies/strange.pdf: the manifest knows nothing of this file "
        "(print the list again, which puts it aside)\n"
    )
    done = run("verify", ".", cwd=folder)
    assert (done.returncode, done.stderr) == (
        1,
        ".: there is no manifest.csv here (name the folder that copies were printed into)\n",
    )
