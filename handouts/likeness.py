"""Whether two prints are one: what their pages draw, what they look like and what they say."""

import io
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pypdf
import pypdfium2

# Enough to see a letter that stands elsewhere, in points drawn per point.
_SCALE = 1.5
# Of an element: its kind, how it is spelt, what it shows, and what marks its content.
_SAID = ("/S", "/ActualText", "/Alt", "/MCID")


def same(one: bytes, other: bytes) -> bool:
    """Whether two PDFs draw the same operators and pixels, and have the same tags and links."""
    return all(
        there == here
        for look in (_drawn, _elements, _links, _pixels)
        for there, here in zip_longest(look(one), look(other))
    )


def _drawn(pdf: bytes) -> Iterator[bytes]:
    """What each page draws; where its streams are joined is no matter."""
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        contents = page.get_contents()
        # Not its truth: a stream is a dictionary, and this one is empty.
        yield contents.get_data().rstrip() if contents is not None else b""


def _elements(pdf: bytes) -> Iterator[tuple[object, ...]]:
    """The elements of the tag tree, and the numbers of the content that they mark."""
    root: Any = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        match waiting.pop().get_object():
            case list(elements):
                waiting += elements
            case dict(element):
                yield tuple(element.get(key) for key in _SAID)
                waiting += [element["/K"]] if "/K" in element else []
            case content:
                yield (content,)


def _links(pdf: bytes) -> Iterator[object]:
    """Where links lead, which places have a name, and what the bookmarks say."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        for link in page.get("/Annots", ()):
            said = link.get_object()
            yield list(said["/Rect"]), said.get("/Contents"), said.get("/A", {}).get("/URI")
    yield sorted(reader.named_destinations)
    yield [mark.title for mark in _flat(reader.outline)]


def _flat(marks: Any) -> Iterator[Any]:
    for mark in marks:
        yield from _flat(mark) if isinstance(mark, list) else (mark,)


def _pixels(pdf: bytes) -> Iterator[bytes]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield bytes(page.render(scale=_SCALE).buffer)
