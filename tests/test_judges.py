"""The judges can fail: each bad PDF is caught by the judge that is there to catch it."""

import subprocess
import sys
from pathlib import Path

import pytest
from judges import available, judge, outloud

PAGE = """<html lang="en"><head><title>Eat well</title>
<style>img {{ width: 1cm }} p {{ break-after: page }} {style}</style></head>
<body><h1>Eat well</h1><p>Drink water.</p><p>Eat fruit.</p><p>Walk.</p>{more}</body></html>"""

PICTURE = """<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'
 width='9' height='9'><rect width='9' height='9'/></svg>">"""

ALONE = """import sys
from weasyprint import HTML
HTML(string=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant=sys.argv[3] or None)"""

FOOTER = "@page { @bottom-center { content: counter(page) } }"


def printed(file: Path, *, style: str = "", more: str = "", variant: str | None) -> Path:
    """Three small pages, as WeasyPrint alone prints them: in a process without our mends."""
    page = PAGE.format(style=style, more=more)
    subprocess.run([sys.executable, "-c", ALONE, page, str(file), variant or ""], check=True)
    return file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One good file and one of each kind of bad."""
    folder = tmp_path_factory.mktemp("judged")
    printed(folder / "good.pdf", variant="pdf/ua-1")
    printed(folder / "ungetaggt für Änne.pdf", variant=None)
    printed(folder / "mute.pdf", more=PICTURE, variant="pdf/ua-1")
    printed(folder / "spoken.pdf", style=FOOTER, variant="pdf/ua-1")
    return folder


@pytest.fixture(scope="module")
def seen(folder: Path) -> list[str]:
    """What veraPDF says of all of them, judged in one call."""
    return judge(*folder.glob("*.pdf"), flavours=("ua1",))


@pytest.fixture(scope="module")
def heard(folder: Path) -> list[str]:
    """What outloud says of all of them."""
    return outloud(*folder.glob("*.pdf"))


@pytest.fixture
def broken(folder: Path, tmp_path: Path) -> Path:
    file = tmp_path / "broken.pdf"
    file.write_bytes((folder / "good.pdf").read_bytes()[:400])
    return file


def about(name: str, faults: list[str]) -> list[str]:
    return [fault.removeprefix(name + " ") for fault in faults if fault.startswith(name + " ")]


def test_both_judges_are_here() -> None:
    assert available() is None


def test_both_judges_pass_a_good_page(seen: list[str], heard: list[str]) -> None:
    assert about("good.pdf", seen) == []
    assert about("good.pdf", heard) == []


def test_both_judges_see_a_page_without_tags(seen: list[str], heard: list[str]) -> None:
    assert any(fault.startswith("ua1 7.1-") for fault in about("ungetaggt für Änne.pdf", seen))
    assert any(fault.startswith("DOC-") for fault in about("ungetaggt für Änne.pdf", heard))


def test_both_judges_see_a_picture_without_words(seen: list[str], heard: list[str]) -> None:
    (wordless,) = about("mute.pdf", seen)
    assert wordless.startswith("ua1 7.3-1 x1: Figure tags shall include an alternative")
    assert any(fault.startswith("FIG-001 x1: ") for fault in about("mute.pdf", heard))


def test_only_outloud_hears_page_numbers_read_aloud(seen: list[str], heard: list[str]) -> None:
    assert about("spoken.pdf", seen) == []
    assert any(fault.startswith("PAG-001 ") for fault in about("spoken.pdf", heard))


def test_verapdf_sees_that_a_ua_page_is_not_archival(folder: Path) -> None:
    faults = judge(folder / "good.pdf")
    assert faults
    assert len(about("good.pdf 2a", faults)) == len(faults)


def test_outloud_reports_a_broken_and_a_missing_file(broken: Path, tmp_path: Path) -> None:
    faults = outloud(broken, tmp_path / "missing.pdf")
    assert about("broken.pdf", faults)
    assert about("missing.pdf", faults)


def test_verapdf_passes_no_broken_file(folder: Path, broken: Path) -> None:
    with pytest.raises(RuntimeError, match=r"cannot judge broken\.pdf"):
        judge(folder / "good.pdf", broken)


def test_verapdf_passes_no_missing_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"cannot judge missing\.pdf"):
        judge(tmp_path / "missing.pdf")


def test_a_flavour_nobody_knows_is_refused(folder: Path) -> None:
    with pytest.raises(RuntimeError, match="no flavour 1z"):
        judge(folder / "good.pdf", flavours=("1z",))
