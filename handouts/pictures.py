"""Pictures of a clinic, SVG, PNG or JPEG: what keeps a file from being printed as one."""

import contextlib
import os
import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageFile, UnidentifiedImageError

from handouts.problems import near, refused, shortened

_MOST_BYTES = 5_000_000
#: More dots than a page of A4 at 600 to the inch.
_MOST_DOTS = 36_000_000
# What Pillow calls them; a phone's JPEG is a MPO, with another picture behind the first.
_KINDS = ("PNG", "JPEG", "MPO")
_ENDINGS = (".svg", ".png", ".jpg", ".jpeg")
_ELSEWHERE = re.compile(
    r"@import|url\(\s*+['\"]?+\s*+(?!#|data:image/(?:png|jpeg))[^)\s]", re.IGNORECASE
)
_BOX = re.compile(r"\s*+(?:[-+]?+[\d.]++(?:[eE][-+]?\d++)?+[\s,]*+){4}")
_WITHIN = ("#", "data:image/png", "data:image/jpeg")

Wrong = tuple[str, str]


def wrong(path: Path, folder: Path) -> Wrong | None:
    """What keeps the file from being printed and what would mend it; None where it is right."""
    try:
        # Unlike `resolve`, which raises where a link leads to itself.
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
            return "the picture lies outside of the clinic's folder", "copy it into the folder"
        if not path.is_file():
            beside = list(_beside(path))
            hint = near(path.name, beside) if beside else "copy it there"
            return f"there is no picture `{path.name}`", hint
        if path.stat().st_size > _MOST_BYTES:
            hint = f"keep it below {_MOST_BYTES // 1_000_000} megabytes; 1600 dots wide will do"
            return "the picture is huge", hint
        data = path.read_bytes()
        return _drawing(data) if path.suffix.lower() == ".svg" else _photo(data)
    except OSError as error:
        message, hint = refused(error)
        return f"`{path.name}`: {message}", hint
    except ValueError:  # no file can have such a name
        return f"there is no picture `{shortened(path.name)}`", "check the spelling"


def _beside(path: Path) -> Iterator[str]:
    folder = path.parent
    files = folder.iterdir() if folder.is_dir() else ()
    return (file.name for file in files if file.suffix.lower() in _ENDINGS and file.is_file())


def _photo(data: bytes) -> Wrong | None:
    try:
        warned = warnings.catch_warnings(action="ignore")
        with warned, _strictly(), Image.open(BytesIO(data)) as image:
            if image.format not in _KINDS:
                return f"a picture of the kind {image.format} is not printed", _SAVE
            if image.width * image.height > _MOST_DOTS:
                size = f"{image.width} by {image.height} dots"
                return f"the picture is huge: {size}", "make it smaller than 6000 by 6000"
            if image.mode == "CMYK":
                return "the picture has the four colours of a press", "save it as RGB"
            image.load()
    except Image.DecompressionBombError:
        return "the picture is huge", "make it smaller than 6000 by 6000 dots"
    except UnidentifiedImageError:
        return "this is not a picture", _SAVE
    except Exception:  # whatever a strange picture does to Pillow
        return "the picture is broken", "save it again"
    return None


@contextlib.contextmanager
def _strictly() -> Iterator[None]:
    # WeasyPrint has Pillow fill what is missing of a picture with grey, for the whole process.
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


_SAVE = "save it as SVG, PNG or JPEG"


def _drawing(data: bytes) -> Wrong | None:
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  # expat stops bombs
    except (ElementTree.ParseError, ValueError, LookupError):
        return "this is not an SVG picture", _SAVE
    if _name(root.tag) != "svg":
        return "this is not an SVG picture", _SAVE
    if not _BOX.fullmatch(root.get("viewBox", "0 0 1 1")):
        return "the picture's `viewBox` is not four numbers", "save it again"
    if address := next(_fetched(root), None):
        return f"the picture fetches `{address}`", "put all that it shows into the one file"
    if _copies(root) > _MOST_COPIES:
        return "the picture repeats its parts without end", "save it without `use`"
    return None


def _name(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()


def _fetched(root: ElementTree.Element) -> Iterator[str]:
    """The addresses that the drawing would fetch: none is, since a print asks nobody."""
    for element in root.iter():
        for key, value in element.attrib.items():
            if _name(key) in ("href", "src") and _name(element.tag) != "a":
                if not value.strip().startswith(_WITHIN):
                    yield shortened(value)
            elif found := _ELSEWHERE.search(value):
                yield shortened(value[found.start() :])
        text = element.text or ""
        if _name(element.tag) == "style" and (found := _ELSEWHERE.search(text)):
            yield shortened(text[found.start() :])


_MOST_COPIES = 100_000


def _copies(root: ElementTree.Element) -> float:
    """How many elements are drawn once every `use` has been followed; infinite for a circle."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    counted: dict[ElementTree.Element, float] = {}

    def count(element: ElementTree.Element, above: tuple[ElementTree.Element, ...]) -> float:
        if element in above or len(above) > 200:
            return float("inf")
        if element not in counted:
            parts = list(element)
            if _name(element.tag) == "use":
                hrefs = (value for key, value in element.attrib.items() if _name(key) == "href")
                parts += [named[href[1:]] for href in hrefs if href[1:] in named]
            counted[element] = 1 + sum(count(part, (*above, element)) for part in parts)
        return counted[element]

    return count(root, ())
