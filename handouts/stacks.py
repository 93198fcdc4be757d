"""All copies of a batch in one file, for a printer that prints on both sides of a sheet.

What they have in common is in there once. Like all that is for a printer alone it has no tags, and
claims neither PDF/A nor PDF/UA.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
)

from handouts.plates import parted

_TITLE = "Copies to print"
# Sheets that stand are turned over their long edge, and printed as large as they are.
_WISHES = {
    NameObject("/Duplex"): NameObject("/DuplexFlipLongEdge"),
    NameObject("/PrintScaling"): NameObject("/None"),
}
# What is shorter does not become shorter by deflating it.
_SHORT = 120


def stacked(copies: Iterable[Path]) -> bytes:
    """One PDF of all these files in their order, each of which begins on a sheet of its own."""
    stack = _Stack()
    for path in copies:
        stack.add(path.read_bytes())
    return stack.written()


class _Stack:
    """The file, as it grows."""

    def __init__(self) -> None:
        self._writer = PdfWriter()
        self._writer.pdf_header = "%PDF-1.7"
        self._writer.add_metadata({"/Title": _TITLE, "/Producer": "Handouts"})
        self._writer.create_viewer_preferences().update(_WISHES)
        self._tree: Any = self._writer.root_object["/Pages"].get_object()
        self._masters: dict[bytes, _Master] = {}

    def add(self, pdf: bytes) -> None:
        """Add the pages of a copy, and a white one where the last would share its sheet."""
        plate, own = parted(pdf)
        master = self._masters.get(plate)
        if master is None:
            master = _Master(self._writer, plate)
            if own:  # a full print is there once
                self._masters[plate] = master
        streams = {number: self._stream(ink) for number, ink in own.items()}
        for box, resources, contents in master.pages:
            self._page(box, resources, [streams.get(one, one) for one in contents])
        if len(master.pages) % 2:
            self._page(master.pages[-1][0], DictionaryObject(), [])

    def _stream(self, ink: bytes) -> IndirectObject:
        stream = DecodedStreamObject()
        stream.set_data(ink)
        return self._writer._add_object(stream if len(ink) < _SHORT else stream.flate_encode())

    def _page(self, box: Any, resources: Any, contents: Sequence[Any]) -> None:
        page = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Page"),
                NameObject("/Parent"): self._tree.indirect_reference,
                NameObject("/MediaBox"): box,
                NameObject("/Resources"): resources,
                NameObject("/Contents"): ArrayObject(contents),
            }
        )
        self._tree["/Kids"].append(self._writer._add_object(page))
        self._tree[NameObject("/Count")] = NumberObject(len(self._tree["/Kids"]))

    def written(self) -> bytes:
        """The whole file."""
        file = BytesIO()
        self._writer.write(file)
        return file.getvalue()


class _Master:
    """The pages that copies share: their size, their resources, and what they draw.

    Where a copy draws something of its own stands the number of the object that does.
    """

    def __init__(self, writer: PdfWriter, plate: bytes) -> None:
        self._writer = writer
        self.pages = [tuple(self._parts(page)) for page in PdfReader(BytesIO(plate)).pages]

    def _parts(self, page: Any) -> Iterator[Any]:
        yield page.mediabox
        yield self._shared(page.raw_get("/Resources"))
        contents = page.raw_get("/Contents")
        drawn = contents.get_object()
        parts = drawn if isinstance(drawn, ArrayObject) else [contents]
        yield [
            self._shared(part) if len(part.get_object().get_data()) else part.idnum
            for part in parts
        ]

    def _shared(self, reference: Any) -> Any:
        return reference.clone(self._writer)
