"""One handout in three brands: both judges pass each, and each page shows its clinic."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import yaml
import zxingcpp
from conftest import written
from helpers import AT, SHORT, clinic
from judges import judge, outloud
from PIL import Image

from handouts.brand import palette
from handouts.clinic import Brand
from handouts.handout import Handout
from handouts.library import open_library
from handouts.press import Document, Press

HERE = Path(__file__).parent.parent
DAY = date(2026, 11, 22)
BRANDS = ("northside", "alder-row", "beacon")


def printed(folder: Path, text_id: str = "ivig") -> Document:
    library = open_library(folder)
    return Press(library).print(Handout(library.text(text_id, "en"), library.clinic, DAY))


@pytest.fixture(scope="module")
def ivigs() -> dict[str, Document]:
    """The IVIG sheet of each clinic."""
    return {name: printed(HERE / "examples" / name) for name in BRANDS}


def drawn(document: Document, page: int = 0, dpi: int = 100) -> Image.Image:
    return pypdfium2.PdfDocument(document.pdf)[page].render(scale=dpi / 72).to_pil().convert("RGB")


def words(document: Document, page: int) -> str:
    text = pypdfium2.PdfDocument(document.pdf)[page].get_textpage().get_text_bounded()
    return " ".join(text.split())


def test_both_judges_pass_every_brand(ivigs: dict[str, Document], tmp_path: Path) -> None:
    files = [written(document, tmp_path, f"{name}.pdf") for name, document in ivigs.items()]
    assert judge(*files) == []
    assert outloud(*files) == []


def test_no_brand_makes_a_page_more(ivigs: dict[str, Document]) -> None:
    assert {document.pages for document in ivigs.values()} == {6}


@pytest.mark.parametrize("name", BRANDS)
def test_the_mark_the_name_and_the_bar_stand_at_the_head(
    name: str, ivigs: dict[str, Document]
) -> None:
    told = yaml.safe_load((HERE / "examples" / name / "clinic.yaml").read_text(encoding="utf-8"))
    assert told["name"] in words(ivigs[name], 0)
    page, colour = drawn(ivigs[name]), told["brand"]["colour"]
    # The corner of the margin column, where the mark is 34 points high: its colour is there.
    mark = page.crop((75, 50, 123, 98)).getcolors(100_000) or []
    assert sum(count for count, seen in mark if is_near(seen, colour)) > 300
    # The bar runs over the whole width, some 4 points high.
    assert len([y for y in range(90, 120) if is_near(page.getpixel((600, y)), colour)]) >= 5


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def is_near(seen: object, colour: str) -> bool:
    """Whether a pixel has the colour, but for what JPEG loses of it."""
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= 4 for a, b in zip(seen, rgb(colour), strict=True))


def test_a_pale_brand_gives_its_colour_to_no_word(ivigs: dict[str, Document]) -> None:
    assert palette(Brand(colour="#ffe600"))["brand-ink"] == "#15191d"
    yellow = rgb("#ffe600")
    page = drawn(ivigs["beacon"])
    below = page.crop((0, 120, page.width, page.height)).getcolors(1_000_000) or []
    assert yellow not in {colour for _, colour in below}


def test_headings_print_in_the_clinics_font_and_text_in_ours(ivigs: dict[str, Document]) -> None:
    fonts = pypdf.PdfReader(BytesIO(ivigs["alder-row"].pdf)).pages[0]["/Resources"]["/Font"]
    names = {re.sub(r"^/\w+\+", "", font.get_object()["/BaseFont"]) for font in fonts.values()}
    assert "Caladea-Bold" in names
    assert "Atkinson-Hyperlegible-Next" in names


def test_the_clinics_page_on_the_web_stands_as_words_a_link_and_a_code(
    ivigs: dict[str, Document],
) -> None:
    last = ivigs["northside"].pages - 1
    assert "Our page on the web: northside.example" in words(ivigs["northside"], last)
    page = pypdf.PdfReader(BytesIO(ivigs["northside"].pdf)).pages[last]
    links = {note.get_object()["/A"]["/URI"] for note in page["/Annots"]}
    assert links == {"https://northside.example"}
    grey = drawn(ivigs["northside"], last, dpi=300).convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(grey)] == ["https://northside.example"]


def test_a_clinic_without_a_mark_or_web_has_no_place_for_them(tmp_path: Path) -> None:
    document = printed(clinic(tmp_path, {AT: SHORT}), "short")
    assert "Our page on the web" not in words(document, document.pages - 1)


def test_a_text_font_of_the_clinic_sets_the_text_and_the_figures(tmp_path: Path) -> None:
    files = {"clinic.yaml": "name: Example Clinic\nbrand:\n  text_font: Caladea\n"}
    fonts = clinic(tmp_path, files) / "styles" / "fonts"
    fonts.mkdir(parents=True)
    caladea = HERE / "examples" / "alder-row" / "styles" / "fonts" / "Caladea-Bold.ttf"
    (fonts / "Caladea-Bold.ttf").write_bytes(caladea.read_bytes())
    pages = pypdf.PdfReader(BytesIO(printed(tmp_path).pdf)).pages
    names = {
        str(font.get_object()["/BaseFont"])
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Caladea" in name for name in names)
    assert not any("Atkinson" in name for name in names)


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("Springfield Regional Medical Center, Department of Rheumatology", "Monday to Friday, 8 to 5"),
        ("Example Clinic", "Monday, Tuesday, Thursday, Friday, 8 a.m. to 5 p.m.; Wednesday 8 a.m. to noon"),
    ],
)  # fmt: skip
def test_a_long_name_or_long_hours_leave_the_personal_boxes_on_page_1(
    name: str, hours: str, tmp_path: Path
) -> None:
    phone = f"\n  number: 312-555-0142\n  hours: {hours}\n"
    text = f"name: {name}\naddress: 240 Harbor Street\nday_phone:{phone}after_hours_phone:{phone}"
    document = printed(clinic(tmp_path, {"clinic.yaml": text}))
    assert "Your visit" in words(document, 0)
    assert "Notes" in words(document, 0)
    # What page 1 has no room for stands in full where the signs stand.
    assert hours in words(document, 3)


def test_the_page_of_the_docs_shows_the_brands_as_they_are() -> None:
    page = (HERE / "docs" / "brands.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    told = (HERE / "examples" / "alder-row" / "clinic.yaml").read_text(encoding="utf-8")
    assert shown in told
    keys = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert keys == set(Brand.model_fields)
