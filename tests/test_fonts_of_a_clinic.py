"""A clinic's own fonts: found by their family's name, or told what is wrong with the file."""

import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from helpers import clinic, told

from handouts.fonts import faces, quoted
from handouts.library import open_library

HERE = Path(__file__).parent.parent
CALADEA = HERE / "examples" / "alder-row" / "styles" / "fonts" / "Caladea-Bold.ttf"
# One byte of the length of its table OS/2 is another.
HALF_A_TABLE = CALADEA.read_bytes()[:91] + b"\0" + CALADEA.read_bytes()[92:]


def fonts(folder: Path, *names: str) -> Path:
    """The folder, with Caladea in its styles/fonts under each of these names."""
    (folder / "styles" / "fonts").mkdir(parents=True)
    for name in names:
        shutil.copy(CALADEA, folder / "styles" / "fonts" / name)
    return folder


def sentences(folder: Path) -> list[str]:
    return [str(problem).replace(f"{folder}/", "") for problem in faces(laid(folder))[1]]


def laid(folder: Path) -> list[Path]:
    return sorted((folder / "styles" / "fonts").iterdir())


def test_a_font_is_known_by_its_family_and_weight(tmp_path: Path) -> None:
    found, problems = faces(laid(fonts(tmp_path, "any-name.ttf")))
    assert [(face.family, face.weight, face.italic) for face in found] == [("Caladea", 700, False)]
    assert problems == []
    assert found[0].rule.startswith('@font-face { font-family: "Caladea"; font-weight: 700; ')


def test_a_licence_beside_a_font_is_left_alone(tmp_path: Path) -> None:
    folder = fonts(tmp_path, "a.ttf")
    (folder / "styles" / "fonts" / "OFL.txt").write_text("licence")
    assert sentences(folder) == []


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.woff2", b"wOF2", "a font of this kind is not printed (take its .ttf or .otf files)"),
        ("a.ttf", b"hello", "this is not a font, or a broken one (copy it here again)"),
        ("a.otf", b"", "this is not a font, or a broken one (copy it here again)"),
        ("a.ttf", HALF_A_TABLE, "this is not a font, or a broken one (copy it here again)"),
        ("a.ttf", CALADEA.read_bytes()[:900], "this is not a font, or a broken one (copy it here again)"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_font_is_told(
    name: str, data: bytes, sentence: str, tmp_path: Path
) -> None:
    (fonts(tmp_path) / "styles" / "fonts" / name).write_bytes(data)
    assert sentences(tmp_path) == [f"styles/fonts/{name}: {sentence}"]


def test_two_files_of_one_font_are_told(tmp_path: Path) -> None:
    assert sentences(fonts(tmp_path, "a.ttf", "b.ttf")) == [
        "styles/fonts/b.ttf: this is `Caladea` of weight 700, as is `a.ttf` "
        "(keep the one that has all letters)"
    ]


def test_a_font_whose_maker_forbids_it_is_told(tmp_path: Path) -> None:
    path = fonts(tmp_path, "a.ttf") / "styles" / "fonts" / "a.ttf"
    font = TTFont(path)
    font["OS/2"].fsType = 2
    font.save(path)
    assert sentences(tmp_path) == [
        "styles/fonts/a.ttf: the maker of this font forbids to put it into a PDF "
        "(ask its maker for a licence, or take another font)"
    ]


def test_a_font_that_we_ship_is_told(tmp_path: Path) -> None:
    ours = HERE / "styles" / "fonts" / "NotoSans-Regular.ttf"
    shutil.copy(ours, fonts(tmp_path) / "styles" / "fonts" / "a.ttf")
    assert sentences(tmp_path) == [
        "styles/fonts/a.ttf: `Noto Sans` is a font that we ship (delete the file: ours is used)"
    ]


def test_a_family_that_no_file_holds_is_told_at_its_line_with_the_nearest(tmp_path: Path) -> None:
    files = {"clinic.yaml": "name: Example Clinic\nbrand:\n  heading_font: Caladeia\n"}
    assert told(fonts(tmp_path, "a.ttf"), files) == [
        "clinic.yaml:3: there is no font `Caladeia` in styles/fonts (did you mean `Caladea`?)"
    ]


def test_a_broken_font_and_a_missing_logo_are_told_together(tmp_path: Path) -> None:
    files = {"clinic.yaml": "name: Example Clinic\nbrand:\n  logo: logo.svg\n"}
    (fonts(tmp_path) / "styles" / "fonts" / "a.ttf").write_bytes(b"no")
    assert told(tmp_path, files) == [
        "clinic.yaml:3: there is no picture `logo.svg` (copy it there)",
        "styles/fonts/a.ttf: this is not a font, or a broken one (copy it here again)",
    ]


def test_what_a_mac_leaves_beside_a_font_is_left_alone(tmp_path: Path) -> None:
    folder = clinic(fonts(tmp_path, "Caladea.ttf"))
    for name in ("styles/fonts/._Caladea.ttf", "styles/._clinic.css", "templates/.kept/a.html"):
        clinic(folder, {name: "no"})
    library = open_library(folder)
    assert [face.family for face in library.faces] == ["Caladea"]
    assert library.files == (folder.resolve() / "styles" / "fonts" / "Caladea.ttf",)


def test_a_name_that_could_end_a_string_cannot() -> None:
    assert quoted('a"b\\</style>') == '"a\\22 b\\5c \\3c /style\\3e "'
