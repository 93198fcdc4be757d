"""`handouts booklet`, and the sheets it prints on, as a person types them."""

import subprocess
import sys
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from helpers import AT, SHORT, clinic, varied

HANDOUTS = Path(sys.executable).with_name("handouts")
SECOND = "data/topics/second/en.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clinic with two short texts."""
    texts = {
        AT: SHORT,
        SECOND: varied({"id: short": "id: second", "title: Short": "title: Second"}),
    }
    return clinic(
        tmp_path / "ours", {"clinic.yaml": "name: Example\ntexts: [short, second]\n", **texts}
    )


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """What the command says and how it ends."""
    command = [str(HANDOUTS), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.pdf"))


def test_all_is_every_text_and_the_booklet_to_read_and_to_fold(folder: Path) -> None:
    done = run("print", "--all", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert sorted(line.split(":")[0] for line in done.stdout.splitlines()) == [
        "out/booklet-en-saddle.pdf",
        "out/booklet-en.pdf",
        "out/second-en.pdf",
        "out/short-en.pdf",
    ]


def test_one_text_alone_makes_no_booklet_unless_it_is_asked_for(folder: Path) -> None:
    (folder / "clinic.yaml").write_text("texts: [short]\n")
    assert run("print", "--all", cwd=folder).stdout.count(".pdf:") == 1
    assert run("booklet", cwd=folder).stdout.startswith("out/booklet-en.pdf: ")


def test_a_patients_booklet_is_private_folded_or_not(folder: Path) -> None:
    for options in ((), ("--sheets", "saddle")):
        anna = ("--set", "ref=A-17", "--set", "name=Anna Example")
        done = run("booklet", "short", *options, *anna, cwd=folder)
        assert done.returncode == 0, done.stderr
        assert "Anna" not in done.stdout + done.stderr
    made = ["A-17-booklet-short-en-saddle.pdf", "A-17-booklet-short-en.pdf"]
    assert files(folder / "out") == [f"personal/{name}" for name in made]
    for name in made:
        path = folder / "out" / "personal" / name
        assert path.stat().st_mode & 0o777 == 0o600
        assert "Anna" not in str(pypdf.PdfReader(path).metadata)
        whole = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path)]
        assert "Anna Example" in " ".join(whole)


def test_a_booklet_to_fold_is_as_wide_as_the_paper_and_has_marks_where_asked(folder: Path) -> None:
    plain = run("booklet", "--sheets", "saddle", "--out", "plain", cwd=folder)
    marked = run(
        "booklet",
        "--sheets",
        "saddle",
        "--marks",
        "--thickness",
        "0.2",
        "--out",
        "marked",
        cwd=folder,
    )
    assert (plain.returncode, marked.returncode) == (0, 0), plain.stderr + marked.stderr
    names = [folder / out / "booklet-en-saddle.pdf" for out in ("plain", "marked")]
    one, other = (pypdf.PdfReader(name) for name in names)
    assert [float(side) for side in one.pages[0].mediabox[2:]] == [792, 612]
    assert len(one.pages) % 2 == 0
    assert one.pages[0].get_contents().get_data() != other.pages[0].get_contents().get_data()


def test_two_pages_a_side_tell_how_small_they_are(folder: Path) -> None:
    done = run("print", "short", "--sheets", "two-up", cwd=folder)
    assert done.stdout.startswith("out/short-en-two-up.pdf: ")
    assert done.stderr.endswith("note: short-en: two pages a side print at 65% of their size\n")
    whole = run("booklet", "--sheets", "two-up", cwd=folder)
    assert whole.stdout.startswith("out/booklet-en-two-up.pdf: ")
    assert "of their size" not in whole.stderr


def test_the_test_sheet_is_one_sheet_whose_pages_all_point_up(folder: Path) -> None:
    done = run("booklet", "--sheets", "test", cwd=folder)
    assert done.stdout.startswith("out/duplex-test-en.pdf: 2 pages, ")
    sheets = pypdfium2.PdfDocument(folder / "out" / "duplex-test-en.pdf")
    halves = [
        " ".join(page.get_textpage().get_text_bounded(left, 0, left + 396, 612).split())
        for page in sheets
        for left in (0, 396)
    ]
    wanted = (
        "The setting that worked",
        "Fold the sheet in half",
        "your setting is right",
        "Measure this line",
    )
    for words, half in zip(wanted, halves, strict=True):
        assert words in half


@pytest.mark.parametrize(
    ("typed", "told", "code"),
    [
        (["nothing"], "There is no text `nothing`", 1),
        (["--language", "es"], "There is no language switched on `es` (there is `en`).", 1),
        (["short", "--set", "nmae=x"], "`nmae` is not a field of this clinic", 1),
        (["--sheets", "four-up"], "'four-up' is not one of", 2),
        (["--sheets", "saddle", "--thickness", "-1"], "-1.0 is not in the range 0<=x<=0.5", 2),
        (["--marks"], "--marks and --thickness go with --sheets saddle.", 2),
        (["--sheets", "two-up", "--thickness", "0.2"], "go with --sheets saddle.", 2),
    ],
)
def test_a_slip_is_told_and_nothing_is_printed(
    typed: list[str], told: str, code: int, folder: Path
) -> None:
    done = run("booklet", *typed, cwd=folder)
    assert done.returncode == code
    assert told in done.stderr
    assert not (folder / "out").exists()
