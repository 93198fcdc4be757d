"""The report of a batch: what it counts, what it tells, whom it never names, and how it looks to a judge."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from helpers import AT, SHORT, TODAY, clinic, varied
from judges import judge, outloud
from test_cli import run
from test_copies import SECRETS, file, people

from handouts.batch_report import BatchReport
from handouts.library import Library, open_library
from handouts.orders import Failure
from handouts.press import Document, Press
from handouts.problems import Place, Problem

COUNTS = {
    ("short", "en"): {"made": 3, "kept": 2, "failed": 1, "pages": 15, "sheets": 10},
    ("booklet", "en"): {"made": 1, "pages": 69, "sheets": 35},
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return open_library(clinic(tmp_path_factory.mktemp("ours"), {AT: SHORT}))


def printed(library: Library, folder: Path, **told: object) -> tuple[Document, Path]:
    report = BatchReport(library.clinic, TODAY, COUNTS, **told)  # type: ignore[arg-type]
    document = Press(library).print(report)
    return document, document.write(folder / "report.pdf")


def words(path: Path) -> str:
    """All that can be read, on one line."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def failures(count: int) -> tuple[Failure, ...]:
    wrong = Problem(None, "`birth_date` is not a date", "write 2026-12-01")
    return tuple(Failure(row, f"p{row:03}", (wrong,)) for row in range(2, count + 2))


def all_well(path: Path) -> Sequence[object]:
    return [*judge(path), *outloud(path)]


def test_a_batch_without_a_mistake_is_counted(library: Library, tmp_path: Path) -> None:
    document, path = printed(library, tmp_path)
    told = words(path)
    assert "All is well: 6 copies are ready." in told
    assert "Short short-en 5 3 2 1 15 10" in told
    assert "Your treatment booklet-en 1 1 0 0 69 35" in told
    assert "All 6 4 2 1 84 45" in told
    assert "Count: 6 copies, on 45 sheets of paper." in told
    assert "Rows that need you" not in told
    assert "draft" not in told.lower()
    assert document.pages == 1
    assert all_well(path) == []


def test_a_report_over_many_pages_passes(library: Library, tmp_path: Path) -> None:
    elsewhere = Problem(Place("templates/handout.html", 3), "'patient' has no field `nmae`")
    more = Failure(70, None, (elsewhere,))
    document, path = printed(
        library,
        tmp_path,
        failures=(*failures(60), more),
        notes=("`old` expired on 2026-01-01 and is left out",),
        aside=("p900-short-en.pdf",),
        resumes=False,
        unread=60,
        drafts=frozenset({("short", "en")}),
    )
    told = words(path)
    assert "6 copies are ready. There are drafts among them. 61 rows need you." in told
    assert "Short short-en, draft 5 3 2 1 15 10" in told
    assert "60 rows are in no line here: what they ask for could not be read." in told
    assert "Keep the drafts back" in told
    assert document.pages == 4
    assert "61 p061 birth_date is not a date. Write 2026-12-01." in told
    assert "70 none templates/handout.html:3: 'patient' has no field nmae. Look at the row." in told
    assert "Print each of these rows with --row and its number." in told
    assert "p900-short-en.pdf" in told
    assert "old expired on 2026-01-01 and is left out." in told
    assert all_well(path) == []


def test_the_command_tells_rows_and_refs_and_nobodys_name(tmp_path: Path) -> None:
    expires = TODAY - timedelta(days=1)
    old = f"      - {{id: old, text: Old., sources: [acr-ivig], confidence: mixed, expires: {expires}}}\n"
    folder = clinic(tmp_path, {AT: varied({"  - id: what": "  - id: what"}) + old})
    lines = [line.replace("second", "short") for line in people(4)]
    lines[2] = lines[2].replace("1962-03-05", "5 March 62")
    path = file(folder, lines)
    day = ("--as-of", TODAY.isoformat())
    done = run("copies", str(path), "--report", "--jobs", "1", *day, cwd=folder)
    assert done.returncode == 1
    assert done.stdout.endswith("out/copies/report.pdf: what became of the batch\n")
    assert "note: short-en: `old` expired on 2026-11-30 and is left out" in done.stderr
    report = folder / "out/copies/report.pdf"
    told = words(report)
    assert "3 copies are ready. There are drafts among them. 1 row needs you." in told
    assert "1 row is in no line here: what they ask for could not be read." in told
    assert "3 p001 birth_date is not a date" in told
    assert "Short-en: old expired on 2026-11-30 and is left out." in told
    assert not any(secret in told for secret in (*SECRETS, "5 March 62"))
    assert report.stat().st_mode & 0o777 == 0o600
    # The next run does not take it for a copy.
    again = run("copies", str(path), "--jobs", "1", *day, cwd=folder)
    assert "set aside" not in again.stderr


def test_a_report_tells_of_a_whole_batch(tmp_path: Path) -> None:
    done = run("copies", "today.csv", "--report", "--row", "3", cwd=tmp_path)
    assert done.returncode == 2
    assert "--report tells of a whole batch, and --row prints one row." in done.stderr
