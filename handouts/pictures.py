"""Pictures of a clinic, SVG, PNG or JPEG: what keeps a file from being printed as one."""

import contextlib
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageFile, UnidentifiedImageError

from handouts.problems import near

_MOST_BYTES = 5_000_000
#: More dots than a page of A4 at 600 to the inch.
_MOST_DOTS = 36_000_000
_ENDINGS = (".svg", ".png", ".jpg", ".jpeg")
_ELSEWHERE = re.compile(
    r"@import|url\(\s*['\"]?\s*(?!#|data:image/(?:png|jpeg))[^)\s]", re.IGNORECASE
)
_WITHIN = ("#", "data:image/png", "data:image/jpeg")

Wrong = tuple[str, str]


def wrong(path: Path, folder: Path) -> Wrong | None:
    """What keeps the file from being printed and what would mend it; None where it is right."""
    if not path.resolve().is_relative_to(folder.resolve()):
        return "the picture lies outside of the clinic's folder", "copy it into the folder"
    try:
        if not path.is_file():
            beside = list(_beside(path))
            hint = near(path.name, beside) if beside else "copy it there"
            return f"there is no picture `{path.name}`", hint
        if path.stat().st_size > _MOST_BYTES:
            return "the picture is huge", f"keep it below {_MOST_BYTES // 1_000_000} megabytes"
        return _drawing(path) if path.suffix.lower() == ".svg" else _photo(path)
    except OSError as error:
        return f"the picture cannot be read: {error.strerror or error}", "look at the file"


def _beside(path: Path) -> Iterator[str]:
    folder = path.parent
    files = folder.iterdir() if folder.is_dir() else ()
    return (file.name for file in files if file.suffix.lower() in _ENDINGS)


def _photo(path: Path) -> Wrong | None:
    try:
        with warnings.catch_warnings(action="error"), _strictly(), Image.open(path) as image:
            if image.format not in ("PNG", "JPEG"):
                return f"a picture of the kind {image.format} is not printed", _SAVE
            if image.width * image.height > _MOST_DOTS:
                size = f"{image.width} by {image.height} dots"
                return f"the picture is huge: {size}", "make it smaller than 6000 by 6000"
            if image.mode == "CMYK":
                return "the picture has the four colours of a press", "save it as RGB"
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "the picture is huge", "make it smaller than 6000 by 6000 dots"
    except UnidentifiedImageError:
        return "this is not a picture", _SAVE
    except (OSError, SyntaxError, ValueError):
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


def _drawing(path: Path) -> Wrong | None:
    try:
        root = ElementTree.fromstring(path.read_bytes())  # noqa: S314  # expat stops bombs
    except (ElementTree.ParseError, ValueError, LookupError):
        return "this is not an SVG picture", _SAVE
    if _name(root.tag) != "svg":
        return "this is not an SVG picture", _SAVE
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
                    yield value.strip()[:60]
            elif found := _ELSEWHERE.search(value):
                yield value[found.start() :][:60]
        if _name(element.tag) == "style" and (found := _ELSEWHERE.search(element.text or "")):
            yield (element.text or "")[found.start() :][:60]


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
