"""What keeps a file from being printed as a picture, in a sentence with a hint."""

import zlib
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from helpers import AT, SHORT, TODAY, clinic, nobody, told
from PIL import Image

from handouts.handout import Handout
from handouts.library import open_library
from handouts.pictures import wrong
from handouts.press import Press

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">{}</svg>'
NOISE = Path(__file__).parent.parent.joinpath("docs", "ivig-page-1.png").read_bytes()
SAVE = "save it as SVG, PNG or JPEG"
ONE_FILE = "put all that it shows into the one file"


def dots(kind: str, mode: str = "RGB", size: tuple[int, int] = (8, 8), *more: Image.Image) -> bytes:
    """A picture of that kind, mode and size in dots, with more pictures behind it."""
    file = BytesIO()
    behind = {"save_all": True, "append_images": more} if more else {}
    Image.new(mode, size, 1).save(file, kind, **behind)
    return file.getvalue()


#: What many phones save as .jpg.
PHONE = dots("MPO", "RGB", (8, 8), Image.new("RGB", (4, 4)))


def with_chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG with that chunk behind its head."""
    png = dots("PNG")
    size, check = (n.to_bytes(4, "big") for n in (len(data), zlib.crc32(kind + data)))
    return png[:33] + size + kind + data + check + png[33:]


def said(folder: Path, name: str, data: bytes | str) -> tuple[str, str] | None:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return wrong(path, folder)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", SVG.format('<path d="M0 0h4v4z"/>')),
        ("a.svg", SVG.format('<g fill="url(#a)"/><use href="#b"/><path id="b" d="M0 0"/>')),
        ("a.svg", SVG.format('<a href="https://clinic.example"><path d="M0 0"/></a>')),
        ("a.svg", SVG.format('<image href="data:image/png;base64,AAAA"/>')),
        ("a.svg", SVG.format("<g fill=\"url('#a')\"/><style>g { fill: url( '#b' ) }</style>")),
        ("a.svg", SVG.format("<g style='fill: url(\"#a\")'/>")),
        ("a.svg", SVG.format("<style>g { fill: url('data:image/png;base64,AAAA') }</style>")),
        ("a.svg", SVG.format("").replace("0 0 4 4", "-1.5-2e1,4,+4 ")),
        ("A.SVG", '<?xml version="1.0"?><!DOCTYPE svg>' + SVG.format("")),
        ("a.png", dots("PNG")),
        ("a.png", dots("PNG", "RGBA")),
        ("a.png", dots("PNG", "1")),
        ("a.png", dots("PNG", "P")),
        ("a.jpg", dots("JPEG")),
        ("a.jpeg", dots("JPEG", "L")),
        ("a.jpg", PHONE),
        ("film-of-no-pictures.png", with_chunk(b"acTL", bytes(8))),
        ("wrong-ending.png", dots("JPEG")),
    ],
)
def test_a_picture_passes(name: str, data: bytes | str, tmp_path: Path) -> None:
    assert said(tmp_path, name, data) is None


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"),
    [
        ("a.png", "hello", "this is not a picture", SAVE),
        ("a.png", "", "this is not a picture", SAVE),
        ("a.png", NOISE[:2000], "the picture is broken", "save it again"),
        ("a.png", dots("GIF"), "a picture of the kind GIF is not printed", SAVE),
        ("a.pdf", "%PDF-1.7", "this is not a picture", SAVE),
        ("a.jpg", dots("JPEG", "CMYK"), "the picture has the four colours of a press", "save it as RGB"),
        ("a.png", dots("PNG", "1", (9000, 9000)), "the picture is huge: 9000 by 9000 dots", "make it smaller than 6000 by 6000"),
        ("a.png", dots("PNG", "1", (10_000, 10_000)), "the picture is huge: 10000 by 10000 dots", "make it smaller than 6000 by 6000"),
        ("a.png", with_chunk(b"acTL", b""), "the picture is broken", "save it again"),
        ("a.png", b"\0" * 6_000_000, "the picture is huge", "keep it below 5 megabytes; 1600 dots wide will do"),
        ("a.svg", "hello", "this is not an SVG picture", SAVE),
        ("a.svg", SVG.format("").replace("0 0 4 4", "a b"), "the picture's `viewBox` is not four numbers", "save it again"),
        ("a.svg", SVG.format("").replace("0 0 4 4", "1" * 9_000 + "x"), "the picture's `viewBox` is not four numbers", "save it again"),
        ("a.svg", "<html/>", "this is not an SVG picture", SAVE),
        ("a.svg", b"\xff\xfe", "this is not an SVG picture", SAVE),
        ("a.svg", SVG.format('<image href="file:///etc/passwd"/>'), "the picture fetches `file:///etc/passwd`", ONE_FILE),
        ("a.svg", SVG.format('<image xmlns:x="http://www.w3.org/1999/xlink" x:href="http://127.0.0.1/x"/>'), "the picture fetches `http://127.0.0.1/x`", ONE_FILE),
        ("a.svg", SVG.format('<image href="data:image/svg+xml,x"/>'), "the picture fetches `data:image/svg+xml,x`", ONE_FILE),
        ("a.svg", SVG.format('<use href="other.svg#a"/>'), "the picture fetches `other.svg#a`", ONE_FILE),
        ("a.svg", SVG.format("<style>@import 'x.css';</style>"), "the picture fetches `@import 'x.css';`", ONE_FILE),
        ("a.svg", SVG.format('<g style="fill: url(x.svg)"/>'), "the picture fetches `url(x.svg)`", ONE_FILE),
        ("a.svg", SVG.format("<g style=\"fill: url( 'x.svg')\"/>"), "the picture fetches `url( 'x.svg')`", ONE_FILE),
        ("a.svg", SVG.format(f'<image href="{"x" * 99}"/>'), f"the picture fetches `{'x' * 57}...`", ONE_FILE),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(
    name: str, data: bytes | str, message: str, hint: str, tmp_path: Path
) -> None:
    assert said(tmp_path, name, data) == (message, hint)


def test_a_picture_that_is_not_there_is_told_with_one_that_is(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG.format(""))
    assert wrong(tmp_path / "lgo.svg", tmp_path) == (
        "there is no picture `lgo.svg`",
        "did you mean `logo.svg`?",
    )
    assert wrong(tmp_path / "none" / "x.svg", tmp_path) == (
        "there is no picture `x.svg`",
        "copy it there",
    )


def test_a_picture_outside_of_the_folder_is_refused_by_whatever_way(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic"
    clinic.mkdir()
    outside = tmp_path / "secret.png"
    outside.write_bytes(dots("PNG"))
    (clinic / "link.png").symlink_to(outside)
    refused = ("the picture lies outside of the clinic's folder", "copy it into the folder")
    assert wrong(clinic / "link.png", clinic) == refused
    assert wrong(clinic / ".." / "secret.png", clinic) == refused
    assert wrong(outside, clinic) == refused


def test_a_drawing_that_repeats_itself_without_end_is_refused_at_once(tmp_path: Path) -> None:
    doubling = "".join(
        f'<g id="g{i}"><use href="#g{i + 1}"/><use href="#g{i + 1}"/></g>' for i in range(60)
    )
    refused = ("the picture repeats its parts without end", "save it without `use`")
    assert said(tmp_path, "a.svg", SVG.format(doubling + '<g id="g60"/>')) == refused
    circle = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'
    assert said(tmp_path, "a.svg", SVG.format(circle)) == refused


def test_entities_that_multiply_are_no_picture(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    bomb = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>' + SVG.format("<text>&l9;</text>")
    assert said(tmp_path, "a.svg", bomb) == ("this is not an SVG picture", SAVE)


def test_a_logo_that_is_a_link_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").symlink_to("logo.svg")
    assert told(tmp_path, {"clinic.yaml": "brand: {logo: logo.svg}\n"}) == [
        "clinic.yaml:1: there is no picture `logo.svg` (copy it there)"
    ]


def test_a_picture_that_belongs_to_somebody_else_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(dots("PNG"))
    (tmp_path / "a.png").chmod(0)
    with nobody():
        assert wrong(tmp_path / "a.png", tmp_path) == (
            "`a.png`: this may not be read by you",
            "ask whoever it belongs to",
        )


def test_a_picture_from_a_phone_prints(tmp_path: Path) -> None:
    (tmp_path / "logo.jpg").write_bytes(PHONE)
    files = {AT: SHORT, "clinic.yaml": "brand: {logo: logo.jpg}\n"}
    library = open_library(clinic(tmp_path, files))
    printed = Press(library).print(Handout(library.text("short", "en"), library.clinic, TODAY))
    (logo,) = pypdf.PdfReader(BytesIO(printed.pdf)).pages[0].images
    assert logo.image is not None
    assert logo.image.size == (8, 8)
