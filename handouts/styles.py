"""A clinic's own style sheets: what would be ignored without a word, told for all of them."""

import contextlib
import logging
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import tinycss2
import weasyprint
from weasyprint.css.validation import preprocess_declarations
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcherResponse, URLFetchingError

from handouts import complaints
from handouts.fetcher import Fetcher
from handouts.fonts import NAME, SHIPPED_FAMILIES
from handouts.library import Library
from handouts.mentions import line_of
from handouts.model import Layout
from handouts.problems import Gathering, Place, Problem, near, shown
from handouts.reading import words_of

# Loaded first and last, the layout in the middle: ours, which a clinic may replace whole, and what
# it adds.
_FIRST, _LAST = ("tokens.css", "base.css", "parts.css"), "clinic.css"
#: The sheets of each layout.
LAYOUTS: Mapping[Layout, tuple[str, ...]] = {
    "handout": ("handout.css",),
    "booklet": ("booklet.css",),
    "large-print": ("large-print.css",),
    "large-print-booklet": ("booklet.css", "large-print.css", "large-print-booklet.css"),
    "report": ("handout.css", "report.css"),
    "review": ("handout.css", "report.css", "review.css"),
}

#: The hint where nobody can say more.
LAST = "take out what was added last"

_LETTERS = "use letters, numbers, blanks and -"
_GENERIC = {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math", "emoji"}
_GENERIC |= {"ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded", "fangsong"}
_WIDE = ("inherit", "initial", "unset", "revert", "revert-layer")
# A name of our own and its value; where a font is chosen; such a name in the place of a family.
_CUSTOM = re.compile(r"(--[\w-]+)\s*:(?=([^;}]*))")
_FONT = re.compile(r"(?<![\w-])font(?:-family)?\s*:([^;}]*)", re.IGNORECASE)
_FAMILY = re.compile(r"""var\(\s*(--[\w-]+)[^()]*\)\s*(?:[,!"']|$)""")

#: What a clinic may set a name in, and ask for it.
WRITTEN = (".css", ".html")


class _Proofs(Fetcher):
    """The door to files, behind which a sheet that another imports is empty: it is read itself."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        response = super().fetch(url, headers)
        if response.content_type != "text/css":
            return response
        response.close()
        return URLFetcherResponse(url, b"", {"Content-Type": "text/css"})


def paths(folders: Sequence[Path], layout: Layout) -> Iterator[Path]:
    """The sheets of a page in the order in which they are loaded, the first folder's over ours."""
    for name in (*_FIRST, *LAYOUTS[layout], _LAST):
        found = [path for folder in folders if (path := folder / "styles" / name).is_file()]
        yield from found[:1]


@dataclass(frozen=True)
class _Sheet:
    """A sheet of the clinic's own: its file, its words and its rules."""

    path: Path
    text: str
    rules: Sequence[Any]

    def problem(self, line: int | None, message: str, hint: str) -> Problem:
        """A mistake on that line of it."""
        return Problem(Place(shown(self.path), line), message, hint)


def mistakes(library: Library, pages: Sequence[str]) -> Iterator[Problem]:
    """What is wrong in all sheets of a clinic, which style those pages."""
    gathering = Gathering()
    written = [path for path in library.files if path.suffix in WRITTEN]
    own = {path: gathering.tried(words_of, path) or "" for path in written}
    yield from gathering.problems
    texts = [*pages, *own.values(), *_ours(library.folders[-1])]
    sheets = [_Sheet(path, own[path], _rules(own[path])) for path in own if path.suffix == ".css"]
    families = {*SHIPPED_FAMILIES, *_GENERIC, *(face.family for face in library.faces)}
    families |= {name for sheet in sheets for name in _faces(sheet)}
    custom, stand_for_fonts = _custom(texts)
    for sheet in sheets:
        try:
            found = [
                *_unprintable_names(sheet),
                *_ignored(sheet, _Proofs(library)),
                # Which names are set only a page can tell.
                *(_unset(sheet, custom) if pages else ()),
                *_strange_fonts(sheet, families, stand_for_fonts),
            ]
        except Exception:  # whatever a strange sheet does to WeasyPrint
            found = [sheet.problem(None, "the style sheet cannot be read", LAST)]
        # A sheet is read from top to bottom, and so are its mistakes.
        yield from sorted(dict.fromkeys(found), key=_by_line)


def _by_line(problem: Problem) -> int:
    return (problem.place.line if problem.place else 0) or 0


def _ours(folder: Path) -> Iterator[str]:
    """All of ours that may set a value under a name of its own, be it only for some pages."""
    for path in (*folder.glob("styles/*.css"), *folder.glob("templates/*.html")):
        yield words_of(path)


def _custom(texts: Sequence[str]) -> tuple[set[str], set[str]]:
    """The names of our own that are set, and those that stand for families of fonts."""
    values = [pair for text in texts for pair in _CUSTOM.findall(text)]
    fonts: set[str] = set()
    more = {
        name for text in texts for font in _FONT.findall(text) for name in _FAMILY.findall(font)
    }
    while more - fonts:
        fonts |= more
        more = {
            inner for name, value in values if name in fonts for inner in _FAMILY.findall(value)
        }
    return {name for name, _ in values}, fonts


def _rules(text: str) -> list[Any]:
    return list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _ignored(sheet: _Sheet, door: Fetcher) -> Iterator[Problem]:
    """What WeasyPrint ignores when it reads the sheet, and the addresses that it may not open."""
    base, fonts = sheet.path.as_uri(), FontConfiguration()
    # What the door refuses, such as a colour profile, is told below.
    with complaints.heard(logging.DEBUG) as records, contextlib.suppress(URLFetchingError):
        weasyprint.CSS(string=sheet.text, base_url=base, url_fetcher=door, font_config=fonts)
    for record in records:
        if complaint := complaints.told(record):
            found = (line_of(words, sheet.text) for words in complaint.words)
            line = complaint.line or next(filter(None, found), None)
            yield sheet.problem(line, complaint.message, complaint.hint)
    yield from _refused(sheet, door)


def _refused(sheet: _Sheet, door: Fetcher) -> Iterator[Problem]:
    lines: dict[str, list[int | None]] = {}
    for address, line in _addresses(sheet.rules):
        url = urljoin(sheet.path.as_uri(), address)
        lines.setdefault(url, []).append(line)
        if not address.startswith("#") and url not in {refusal.url for refusal in door.refused}:
            with contextlib.suppress(OSError, ValueError, URLFetchingError):
                door.fetch(url).close()
    for refusal in dict.fromkeys(door.refused):
        last = line_of(refusal.url.rsplit("/", 1)[-1], sheet.text)
        for number in lines.get(refusal.url, [last]):
            yield sheet.problem(number, refusal.message, refusal.hint)


def _parts(nodes: Sequence[Any]) -> Iterator[Any]:
    """Every piece of these rules, whatever it stands in."""
    todo = list(reversed(nodes))
    while todo:
        node = todo.pop()
        yield node
        # Of all that stands before a brace only what is imported is opened.
        imports = getattr(node, "lower_at_keyword", "") == "import"
        for inside in ("content", "arguments", *(["prelude"] if imports else [])):
            todo += reversed(getattr(node, inside, None) or [])


def _addresses(nodes: Sequence[Any]) -> Iterator[tuple[str, int]]:
    for node in _parts(nodes):
        if node.type == "url":
            yield node.value, node.source_line
        elif node.type == "function" and node.lower_name == "url":
            yield from ((a.value, a.source_line) for a in node.arguments if a.type == "string")


def _unset(sheet: _Sheet, custom: Collection[str]) -> Iterator[Problem]:
    """Values of our own names that nobody sets, where no other value stands ready."""
    for node in _parts(sheet.rules):
        if node.type == "function" and node.lower_name == "var":
            names = [part for part in node.arguments if part.type == "ident"]
            ready = any(part == "," for part in node.arguments)
            if names and not ready and names[0].value not in custom:
                name: str = names[0].value
                yield sheet.problem(node.source_line, f"nothing sets `{name}`", near(name, custom))


def _declarations(nodes: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Every declaration, and the name of the @rule that it stands in."""
    todo = [("", node) for node in nodes]
    while todo:
        rule, node = todo.pop()
        if node.type == "declaration":
            yield rule, node
        elif getattr(node, "content", None) is not None:
            inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True)
            todo += [(getattr(node, "lower_at_keyword", rule), part) for part in inside]


def _faces(sheet: _Sheet) -> Iterator[str]:
    """The families that the sheet brings with it."""
    for rule, declaration in _declarations(sheet.rules):
        if rule == "font-face" and declaration.lower_name == "font-family":
            yield from _families(declaration.value)


def _unprintable_names(sheet: _Sheet) -> Iterator[Problem]:
    """Families that cannot be called so: their names are written into the PDF as they stand."""
    for name in _faces(sheet):
        if not NAME.fullmatch(name):
            yield sheet.problem(
                line_of(name, sheet.text), f"a font cannot be called `{name}`", _LETTERS
            )


def _strange_fonts(
    sheet: _Sheet, known: Collection[str], stand_for_fonts: Collection[str]
) -> Iterator[Problem]:
    names = {name.lower() for name in known}
    for rule, declaration in _declarations(sheet.rules):
        for family in _named(declaration, stand_for_fonts) if rule != "font-face" else ():
            if family.lower() not in names:
                message, hint = (
                    f"there is no font `{family}` here",
                    near(family, set(known) - _GENERIC),
                )
                yield sheet.problem(declaration.source_line, message, hint)


def _named(declaration: Any, stand_for_fonts: Collection[str]) -> Iterator[str]:
    """The families that a declaration names, be it under a name that stands for them."""
    if declaration.lower_name == "font":
        for long_name, value, _ in preprocess_declarations(None, [declaration]):
            if long_name == "font_family" and isinstance(value, tuple):
                yield from (family for family in value if family.lower() not in _WIDE)
    elif declaration.lower_name == "font-family" or declaration.name in stand_for_fonts:
        yield from _families(declaration.value)


def _families(tokens: Sequence[Any]) -> Iterator[str]:
    groups: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            groups.append([])
        elif token.type not in ("whitespace", "comment"):
            groups[-1].append(token)
    for group in groups:
        if group and all(token.type in ("string", "ident") for token in group):
            family = " ".join(token.value for token in group)
            if family.lower() not in _WIDE:
                yield family
