"""A clinic's own fonts: what the files in its folder `styles/fonts` hold, and what is wrong."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.problems import Place, Problem, shown

#: The families that we ship, in styles/fonts; the first sets the text.
SHIPPED_FAMILIES = (
    "Atkinson Hyperlegible Next",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
)

#: What a family may be called: its name is written into the PDF as it stands.
NAME = re.compile(r"[\w .'-]+")

_OURS = (".ttf", ".otf")
_PACKED = (".woff", ".woff2", ".ttc", ".otc", ".dfont", ".pfb", ".eot")
# OpenType, table OS/2, fsType: the maker lets nobody put it into a document.
_RESTRICTED = 0x0002


@dataclass(frozen=True)
class Face:
    """One font file: its family, its weight (100 to 900), whether it slants, and where it lies."""

    family: str
    weight: int
    italic: bool
    path: Path

    @property
    def rule(self) -> str:
        """The CSS that lends the file to a page under its own name."""
        style = "italic" if self.italic else "normal"
        return (
            f"@font-face {{ font-family: {quoted(self.family)}; font-weight: {self.weight}; "
            f"font-style: {style}; src: url({quoted(self.path.as_uri())}) }}"
        )


def quoted(words: str) -> str:
    """The words as a CSS string, whatever they hold (CSS Syntax 3, 4.3.5)."""
    safe = "".join(c if c.isalnum() or c in " -_./:%" else f"\\{ord(c):x} " for c in words)
    return f'"{safe}"'


def faces(files: Iterable[Path]) -> tuple[list[Face], list[Problem]]:
    """The fonts among the files, in their order, and the mistakes among them."""
    found: list[Face] = []
    problems: list[Problem] = []
    for path in files:
        face = _face(path)
        if isinstance(face, Face):
            found.append(face)
        elif face:
            problems.append(Problem(Place(shown(path)), *face))
    return found, [*problems, *_doubled(found)]


def _face(path: Path) -> Face | tuple[str, str] | None:
    """The face of a font file, or what is wrong with it and a hint; None of another file."""
    if path.suffix.lower() in _PACKED:
        return "a font of this kind is not printed", "take its .ttf or .otf files"
    return _read(path) if path.suffix.lower() in _OURS else None


def _read(path: Path) -> Face | tuple[str, str]:
    # Only a clinic with fonts of its own waits for it.
    from fontTools.ttLib import TTFont

    try:
        with TTFont(path, lazy=True) as font:
            if "fvar" in font:
                hint = "take a file for each weight; downloads often have them in a folder `static`"
                return "a font with changing weights is not printed", hint
            if font["OS/2"].fsType & 0x000F == _RESTRICTED:
                hint = "ask its maker for a licence, or take another font"
                return "the maker of this font forbids to put it into a PDF", hint
            family = font["name"].getBestFamilyName()
            weight, italic = font["OS/2"].usWeightClass, bool(font["OS/2"].fsSelection & 1)
    except Exception:  # whatever a strange font does to fontTools
        return "this is not a font, or a broken one", "copy it here again"
    if not family:
        return "this font does not say its name", "take another font"
    if not NAME.fullmatch(family):
        return "the font's name has signs that a PDF cannot hold", "take another font"
    if family in SHIPPED_FAMILIES:
        return f"`{family}` is a font that we ship", "delete the file: ours is used"
    return Face(family, min(max(round(weight, -2), 100), 900), italic, path.resolve())


def _doubled(found: Sequence[Face]) -> Iterator[Problem]:
    """Parts of one font under one name make a page print wrong letters."""
    first: dict[tuple[str, int, bool], Face] = {}
    for face in found:
        same = first.setdefault((face.family, face.weight, face.italic), face)
        if same is not face:
            message = f"this is `{face.family}` of weight {face.weight}, as is `{same.path.name}`"
            hint = "keep the one that has all letters"
            yield Problem(Place(shown(face.path)), message, hint)
