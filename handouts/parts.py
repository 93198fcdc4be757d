"""A printed PDF taken apart into its streams, and bound again.

It knows what the press writes and nothing else, since a library that reads any PDF takes ten times
as long: streams, one of which holds all other objects, and a cross-reference stream; behind them,
in a copy made the fast way, an update with objects that replace some of these.
"""

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import TypeVar

T = TypeVar("T")

#: The dictionary of a stream without its end, `/Length ...>>`, and its bytes.
Stream = tuple[bytes, bytes]

# A line says where an object is: (1, its offset, 0), or (2, the stream that holds it, its turn in
# there). Lines stay bytes: there are a thousand and more, and few of them change.
_LINE = struct.Struct(">BII")
_LINE_LESS_TURN = struct.Struct(">BI4x")
_FREE = _LINE.pack(0, 0, 65535)


@dataclass(frozen=True)
class Parts:
    """A PDF taken apart: its streams, and a line for each object; all others lie in streams."""

    head: bytes
    streams: Mapping[int, Stream]
    lines: bytes
    trailer: bytes

    @property
    def size(self) -> int:
        """How many numbers its objects have, from 0 on."""
        return len(self.lines) // _LINE.size


@dataclass(frozen=True)
class _Index:
    """A cross-reference stream: where it stands, its dictionary, and lines from some numbers on."""

    place: int
    dictionary: bytes
    lines: tuple[tuple[int, bytes], ...]


_HEAD = re.compile(rb"%PDF-1\.7\n%[^\n]*\n")
_TAIL = re.compile(rb"startxref\n(\d+)\n%%EOF\n")
# The press writes the dictionary of a stream on one line, and its length last.
_OBJECT = re.compile(
    rb"(\d+) 0 obj\n(?:(<<[^\n]*)/Length (\d+)>>\nstream\n(.*)\nendstream|(<<.*>>))\nendobj\n",
    re.DOTALL,
)
_TRAILER = re.compile(rb"/Root \d+ 0 R/Info \d+ 0 R/ID \[[^\]]*\]")
_EARLIER = re.compile(rb"/Prev (\d+)")
_WIDTHS = re.compile(rb"/W \[(1) ([1-4]) ([1-4])\]")
_RANGES = re.compile(rb"/Index \[(\d+ \d+(?: \d+ \d+)*)\]")
_STRANGE = "The press did not write this PDF as it is."


def taken_apart(pdf: bytes) -> Parts:
    """The parts of the PDF, of each object the newest: what was replaced is left out.

    ValueError tells that the press did not write it, or that it is locked.
    """
    indexes = _indexes(pdf)
    lines = _newest(indexes)
    objects = _objects(pdf, indexes, lines)
    streams = {number: _stream(found) for number, found in objects.items() if found[2]}
    if loose := {number: found[5] for number, found in objects.items() if not found[2]}:
        pack = len(lines) // _LINE.size
        streams[pack] = _packed(loose)
        _put(lines, pack, _FREE)
        for turn, number in enumerate(loose):
            _put(lines, number, _LINE.pack(2, pack, turn))
    packs = (streams.get(number, (b"", b"")) for number in _packs(lines))
    sure(all(dictionary.startswith(b"<</Type /ObjStm") for dictionary, _ in packs))
    return Parts(sure(_HEAD.match(pdf))[0], streams, bytes(lines), _trailer(indexes[0]))


def bound(parts: Parts, objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    """The file of these objects, its streams among them, and of a list of where all are."""
    *starts, end = accumulate(map(len, objects.values()), initial=len(parts.head))
    lines = bytearray(parts.lines)
    for number, start in zip(objects, starts, strict=True):
        _put(lines, number, _LINE.pack(1, start, 0))
    last = len(lines) // _LINE.size
    _put(lines, last, _LINE.pack(1, end, 0))
    told = b"<</Type /XRef/W [1 4 4]/Size %d%b%b/Filter /FlateDecode"
    told %= (last + 1, parts.trailer, trailer)
    index = written(last, (told, zlib.compress(lines, 1)))
    return b"".join([parts.head, *objects.values(), index, b"startxref\n%d\n%%%%EOF\n" % end])


def written(number: int, stream: Stream) -> bytes:
    """The object of that number."""
    dictionary, body = stream
    begun = b"%d 0 obj\n%b/Length %d>>\nstream\n" % (number, dictionary, len(body))
    return b"%b%b\nendstream\nendobj\n" % (begun, body)


def inflated(body: bytes) -> bytes:
    """What a stream says whose bytes were deflated."""
    try:
        return zlib.decompress(body)
    except zlib.error:
        raise ValueError(_STRANGE) from None


def sure(found: T | None) -> T:
    """What was found, or what is true; ValueError where it is not so."""
    if not found:
        raise ValueError(_STRANGE)
    return found


def _indexes(pdf: bytes) -> list[_Index]:
    """The cross-reference streams of the PDF, the newest first."""
    tail = pdf.rindex(b"startxref\n")
    place = int(sure(_TAIL.fullmatch(pdf, tail))[1])
    own = _index(place, _parted(sure(_OBJECT.fullmatch(pdf, place, tail))))
    earlier = _EARLIER.search(own.dictionary)
    if not earlier:
        return [own]
    before = _indexes(pdf[: pdf.index(b"%%EOF\n", int(earlier[1]), place) + 6])
    sure(before[0].place == int(earlier[1]))
    return [own, *before]


def _index(place: int, stream: Stream) -> _Index:
    """The cross-reference stream that stands there; its lines are made as wide as ours."""
    dictionary, body = stream
    sure(dictionary.startswith(b"<</Type /XRef"))
    rows = inflated(body) if b"/Filter" in dictionary else body
    lines = _widened(rows, [int(width) for width in sure(_WIDTHS.search(dictionary)).groups()])
    bounds = [int(bound) for bound in sure(_RANGES.search(dictionary))[1].split()]
    ends = [end * _LINE.size for end in accumulate(bounds[1::2], initial=0)]
    sure(ends[-1] == len(lines))
    ranges = zip(bounds[::2], pairwise(ends), strict=True)
    return _Index(place, dictionary, tuple((n, lines[start:end]) for n, (start, end) in ranges))


def _widened(rows: bytes, widths: Sequence[int]) -> bytes:
    """The lines whose three columns have these widths: a byte of all at once, as there are many."""
    lines = bytearray(len(rows) // sum(widths) * _LINE.size)
    ends = zip(widths, (1, 5, 9), strict=True)
    columns = chain.from_iterable(range(end - width, end) for width, end in ends)
    for source, column in enumerate(columns):
        lines[column :: _LINE.size] = rows[source :: sum(widths)]
    return bytes(lines)


def _newest(indexes: Sequence[_Index]) -> bytearray:
    """The newest line for each object; the lists themselves are objects no more."""
    lines = bytearray()
    for index in reversed(indexes):
        for first, new in index.lines:
            _put(lines, first, new)
    places = {index.place for index in indexes}
    for number, start in _offsets(lines).items():
        if start in places:
            _put(lines, number, _FREE)
    return lines


def _put(lines: bytearray, first: int, new: bytes) -> None:
    """Put new lines where that of the first number is, or behind all of them."""
    start = first * _LINE.size
    sure(start <= len(lines))
    lines[start : start + len(new)] = new


def _offsets(lines: bytes | bytearray) -> dict[int, int]:
    """The offsets of all objects that have one, by the turn of their lines."""
    turns = (found.start() for found in re.finditer(b"\x01", lines[:: _LINE.size]))
    return {turn: _LINE.unpack_from(lines, turn * _LINE.size)[1] for turn in turns}


def _packs(lines: bytearray) -> set[int]:
    """The numbers of the streams in which other objects lie."""
    return {pack for kind, pack in set(_LINE_LESS_TURN.iter_unpack(lines)) if kind == 2}


def _objects(
    pdf: bytes, indexes: Sequence[_Index], lines: bytes | bytearray
) -> dict[int, re.Match[bytes]]:
    """Those of the objects that stand by themselves."""
    known = chain.from_iterable(index.lines for index in indexes)
    starts = {start for _, some in known for start in _offsets(some).values()}
    # One ends where the next begins; behind the last there is a cross-reference stream.
    ends = dict(pairwise(sorted(starts | {index.place for index in indexes})))
    return {n: _object(pdf, n, start, ends.get(start, 0)) for n, start in _offsets(lines).items()}


def _object(pdf: bytes, number: int, start: int, end: int) -> re.Match[bytes]:
    """The object of that number, which fills all the space up to that end."""
    found = sure(_OBJECT.fullmatch(pdf, start, end))
    sure(int(found[1]) == number)
    return found


def _stream(found: re.Match[bytes]) -> Stream:
    """A stream whose dictionary holds no string, which whoever encrypts would have to look for."""
    dictionary, body = _parted(found)
    bare = dictionary.replace(b"<<", b"")
    sure(b"<" not in bare and b"(" not in bare)
    return dictionary, body


def _parted(found: re.Match[bytes]) -> Stream:
    dictionary, length, body = found[2], int(found[3] or 0), found[4] or b""
    sure(len(body) == length)
    return dictionary, body


def _packed(loose: Mapping[int, bytes]) -> Stream:
    """A stream that holds these dictionaries (7.5.7), so that all strings lie in streams."""
    sure(not any(b"\nendobj" in said for said in loose.values()))
    starts = accumulate((len(said) + 1 for said in loose.values()), initial=0)
    listed = b" ".join(b"%d %d" % pair for pair in zip(loose, starts, strict=False)) + b"\n"
    told = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode" % (len(loose), len(listed))
    return told, zlib.compress(listed + b"\n".join(loose.values()))


def _trailer(index: _Index) -> bytes:
    """What it says of the whole file: its root, its title and the like, and its marks."""
    sure(b"/Encrypt" not in index.dictionary)
    return sure(_TRAILER.search(index.dictionary))[0]
