"""The review packet: every statement beside its sources, what has changed, and lines to sign."""

from pathlib import Path

import pypdf
import pytest
from helpers import TODAY
from judges import judge, outloud
from test_reports import words
from test_signoff import AT, WHOLE, all_sign, run, written

from handouts.checks import findings
from handouts.checks.precheck import precheck
from handouts.checks.sheet import Sheet
from handouts.library import Library, open_library

TEXTS = ("costs", "options")


@pytest.fixture(scope="module")
def packet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packet of a treatment and a topic."""
    folder = tmp_path_factory.mktemp("review")
    done = run("review", *TEXTS, "--as-of", TODAY.isoformat(), cwd=folder)
    assert done.exit_code == 0, done.stderr
    path = folder / "out/review-costs-options-en.pdf"
    pages = len(pypdf.PdfReader(path).pages)
    assert done.stdout == f"{path.relative_to(folder)}: {pages} pages\n"
    return path


def test_a_packet_passes_both_judges(packet: Path) -> None:
    assert judge(packet) == []
    assert outloud(packet) == []


def test_every_statement_stands_beside_its_sources(packet: Path, library: Library) -> None:
    told = "".join(words(packet).split())
    texts = [library.text(one, "en") for one in TEXTS]
    for text in texts:
        for statement in text.statements():
            assert statement.id.replace(" ", "") in told
        for source in {one for statement in text.statements() for one in statement.sources}:
            found = library.sources[source]
            line = f"{found.title}. {found.publisher}, {found.year}."
            assert "".join(line.split()) in told, source
        assert "".join(f"I have read every statement of “{text.title}”".split()) in told
    links = {
        note.get_object()["/A"]["/URI"]
        for page in pypdf.PdfReader(packet).pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    cited = {source for text in texts for one in text.statements() for source in one.sources}
    assert {library.sources[one].url for one in cited if library.sources[one].url} <= links


def test_what_has_changed_stands_old_beside_new(tmp_path: Path) -> None:
    folder = written(tmp_path)
    all_sign(folder)
    written(folder, {AT: WHOLE.replace("One thing.", "One, thing.")})
    done = run("review", "short", "--as-of", TODAY.isoformat(), cwd=folder)
    assert done.exit_code == 0, done.stderr
    told = words(folder / "out/review-short-en.pdf")
    assert "What has changed since the last signature (Cara Sample, December 1, 2026)" in told
    assert "first One thing. One, thing." in told
    assert "Draft. Still to sign: prescriber, nurse, and pharmacist." in told
    # Signed as it is now.
    all_sign(folder)
    run("review", "short", "--as-of", TODAY.isoformat(), cwd=folder)
    told = words(folder / "out/review-short-en.pdf")
    assert "Signed, December 1, 2026." in told
    assert "One thing." not in told


def test_what_stands_beside_the_statements_is_in_the_packet_too(tmp_path: Path) -> None:
    folder = written(tmp_path)
    run("review", "short", "--as-of", TODAY.isoformat(), cwd=folder)
    told = words(folder / "out/review-short-en.pdf")
    for beside in ("Short title", "A short sheet about", "When log/columns/0", "c, d log/rows/1"):
        assert beside in told
    assert told.count("No statements: these words and numbers stand on the page, too.") == 2


def test_there_is_a_packet_for_each_text_where_that_is_asked(tmp_path: Path) -> None:
    folder = written(tmp_path, {"clinic.yaml": "texts: [short, costs]\n"})
    done = run("review", "--each", cwd=folder)
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "out/review-short-en.pdf",
        "out/review-costs-en.pdf",
    ]
    assert run("review", "shrot", cwd=folder).exit_code == 1
    assert run("review", "--language", "fr", cwd=folder).exit_code == 1


def test_the_pre_check_sees_what_a_text_has_and_lacks(tmp_path: Path, library: Library) -> None:
    rich = library.text("ivig", "en")
    seen = precheck(Sheet(library, rich, TODAY), findings(library, [rich], TODAY))
    assert [item.code for item in seen if item.met][:3] == ["CCI 1", "CCI 4", "CCI 5, P20"]
    assert len(seen) == 20
    own = open_library(written(tmp_path))
    bare = own.text("short", "en")
    items = {
        one.code: one for one in precheck(Sheet(own, bare, TODAY), findings(own, [bare], TODAY))
    }
    assert not items["CCI 4"].met
    assert items["CCI 4"].seen == "no picture and no figure"
    assert not items["CCI 10, P11"].met
    assert items["CCI 5, P20"].met
    assert items["CCI 1"].seen == "one, of 1 sentence"
