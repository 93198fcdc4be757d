"""A clinic's own style sheets: what would be ignored without a word, told for all of them."""

import contextlib
import logging
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
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
from handouts.mentions import line_of
from handouts.problems import Place, Problem, near, shown

#: Loaded in this order: ours, which a clinic may replace whole, and what it adds.
SHEETS = ("tokens.css", "base.css", "handout.css", "clinic.css")

#: The hint where nobody can say more.
LAST = "take out what was added last"

_GENERIC = {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math", "emoji"}
_GENERIC |= {"ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded", "fangsong"}
_WIDE = ("inherit", "initial", "unset", "revert", "revert-layer")
_CUSTOM = re.compile(r"(--[\w-]+)\s*:")


class _Proofs(Fetcher):
    """The door to files, behind which a sheet that another imports is empty: it is read itself."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        response = super().fetch(url, headers)
        if response.content_type != "text/css":
            return response
        response.close()
        return URLFetcherResponse(url, b"", {"Content-Type": "text/css"})


def paths(folders: Sequence[Path]) -> Iterator[Path]:
    """The sheets of a page in the order in which they are loaded, the first folder's over ours."""
    for name in SHEETS:
        found = [path for folder in folders if (path := folder / "styles" / name).is_file()]
        yield from found[:1]


def mistakes(
    folders: Sequence[Path],
    pages: Sequence[str],
    families: Collection[str] = (),
    further: Collection[Path] = (),
) -> Iterator[Problem]:
    """What is wrong in all sheets of a clinic, which style those pages.

    `families` are those of the fonts that they can be set in, `further` files that they may show.
    """
    sheets = [path for folder in folders[:-1] for path in sorted(folder.glob("styles/**/*.css"))]
    texts: dict[Path, str] = {}
    for path in filter(Path.is_file, sheets):
        data = path.read_bytes()
        try:
            texts[path] = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            place = Place(shown(path), data[: error.start].count(b"\n") + 1)
            yield Problem(place, "this is not UTF-8 text", "save it as UTF-8")
    custom = {name for text in (*pages, *_texts(folders)) for name in _CUSTOM.findall(text)}
    rules = {path: _rules(text) for path, text in texts.items()}
    own = {name for sheet in rules.values() for name in _faces(sheet)}
    for path, text in texts.items():
        door = _Proofs(folders, further)
        try:
            found = [
                *_ignored(path, text, door),
                # Which names are set only a page can tell.
                *(_unset(path, rules[path], custom) if pages else ()),
                *_strange_fonts(path, rules[path], {*families, *own, *_GENERIC}),
            ]
        except Exception:  # whatever a strange sheet does to WeasyPrint
            found = [Problem(Place(shown(path)), "the style sheet cannot be read", LAST)]
        # A sheet is read from top to bottom, and so are its mistakes.
        yield from sorted(dict.fromkeys(found), key=_by_line)


def _by_line(problem: Problem) -> int:
    return (problem.place.line if problem.place else 0) or 0


def _texts(folders: Sequence[Path]) -> Iterator[str]:
    """All that may set a value under a name of its own, be it only for some pages."""
    for folder in folders:
        for path in (*folder.glob("styles/**/*.css"), *folder.glob("templates/**/*.html")):
            if path.is_file():
                yield path.read_text("utf-8", "replace")


def _rules(text: str) -> list[Any]:
    return list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _ignored(path: Path, text: str, door: Fetcher) -> Iterator[Problem]:
    """What WeasyPrint ignores when it reads the sheet, and the addresses that it may not open."""
    base, fonts = path.as_uri(), FontConfiguration()
    # What the door refuses, such as a colour profile, is told below.
    with complaints.heard(logging.DEBUG) as records, contextlib.suppress(URLFetchingError):
        weasyprint.CSS(string=text, base_url=base, url_fetcher=door, font_config=fonts)
    for record in records:
        if complaint := complaints.told(record):
            line = complaint.line or line_of(complaint.words, text)
            yield Problem(Place(shown(path), line), complaint.message, complaint.hint)
    yield from _refused(path, text, door)


def _refused(path: Path, text: str, door: Fetcher) -> Iterator[Problem]:
    lines = dict(_addresses(_rules(text)))
    for address in lines:
        url = urljoin(path.as_uri(), address)
        if not address.startswith("#") and url not in {refusal.url for refusal in door.refused}:
            try:
                door.fetch(url).close()
            except (OSError, ValueError, URLFetchingError):
                continue
    whole = {urljoin(path.as_uri(), address): line for address, line in lines.items()}
    for refusal in dict.fromkeys(door.refused):
        line = whole.get(refusal.url) or line_of(refusal.url.rsplit("/", 1)[-1], text)
        yield Problem(Place(shown(path), line), refusal.message, refusal.hint)


def _parts(nodes: Sequence[Any]) -> Iterator[Any]:
    """Every piece of these rules, whatever it stands in."""
    todo = list(reversed(nodes))
    while todo:
        node = todo.pop()
        yield node
        for inside in ("content", "arguments", "prelude"):
            todo += reversed(getattr(node, inside, None) or [])


def _addresses(nodes: Sequence[Any]) -> Iterator[tuple[str, int]]:
    for node in _parts(nodes):
        if node.type == "url":
            yield node.value, node.source_line
        elif node.type == "function" and node.lower_name == "url":
            yield from ((a.value, a.source_line) for a in node.arguments if a.type == "string")


def _unset(path: Path, rules: Sequence[Any], custom: Collection[str]) -> Iterator[Problem]:
    """Values of our own names that nobody sets, where no other value stands ready."""
    for node in _parts(rules):
        if node.type == "function" and node.lower_name == "var":
            names = [part for part in node.arguments if part.type == "ident"]
            ready = any(part == "," for part in node.arguments)
            if names and not ready and names[0].value not in custom:
                message = f"nothing sets `{names[0].value}`"
                hint = near(names[0].value, custom)
                yield Problem(Place(shown(path), node.source_line), message, hint)


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


def _faces(rules: Sequence[Any]) -> Iterator[str]:
    """The families that the sheet brings with it."""
    for rule, declaration in _declarations(rules):
        if rule == "font-face" and declaration.lower_name == "font-family":
            yield from _named(declaration)


def _strange_fonts(path: Path, rules: Sequence[Any], known: Collection[str]) -> Iterator[Problem]:
    names = {name.lower() for name in known}
    for rule, declaration in _declarations(rules):
        if rule != "font-face":
            for family in _named(declaration):
                if family.lower() not in names:
                    place = Place(shown(path), declaration.source_line)
                    message = f"there is no font `{family}` here"
                    yield Problem(place, message, near(family, set(known) - _GENERIC))


def _named(declaration: Any) -> Iterator[str]:
    """The families that a declaration names; a value of our own counts where it is called so."""
    name = declaration.lower_name
    if name == "font":
        for long_name, value, _ in preprocess_declarations(None, [declaration]):
            if long_name == "font_family" and isinstance(value, tuple):
                yield from (family for family in value if family.lower() not in _WIDE)
    elif name == "font-family" or name.startswith("--font"):
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
