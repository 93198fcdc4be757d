"""What WeasyPrint's tags still lack for PDF/UA-1, and the claim of two standards in one file.

This room leans on private parts of WeasyPrint 70 (hence the pin): it wraps the builder of the tag
tree, and works on pydyf's objects before they are written.
"""

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

import pydyf
import weasyprint.pdf
from fontTools.ttLib import TTFont
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

_build_box_tree = tags._build_box_tree
_build_fonts = weasyprint.pdf.build_fonts_dictionary

_SCOPES = {"row": "/Row", "rowgroup": "/Row", "both": "/Both"}
_NUMBERING = {"ol": "/Decimal", "ul": "/Disc"}
# What stands in the parent tree for content that has no element: page furniture.
_NOBODY = "null"
# What is neither seen nor said, where every glyph must say something (PDF/A-2a, 6.2.11.7.2).
_NOTHING = "\u200c"


def _mended(
    box: Any, parent: Any, pdf: Any, page: int, nums: Any, annotations: Any, marks: Any
) -> Iterator[Any]:
    """WeasyPrint's own elements for a box, with what they lack."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.MarginBox):
        _forget(box, nums, marks)
        return
    spelt = [(text, marks[text]["mcid"]) for text in _texts(box) if needs_spelling(text.text)]
    for element in _build_box_tree(box, parent, pdf, page, nums, annotations, marks):
        if box.element is not None:
            _mend(element, box, pdf, page)
        yield element
    for text, mcid in spelt:
        object_of(pdf, nums[mcid])["ActualText"] = pydyf.String(text.text)


tags._build_box_tree = _mended


def _with_true_letters(pdf: Any, fonts: Any, *options: Any) -> Any:
    """WeasyPrint's fonts, whose glyphs say the letter that they draw.

    It names a glyph after the whole letter it was first a part of: the dot of an "ị" then turns
    every "ọ" into an "oị" where text is searched, copied or read aloud.
    """
    for font in fonts.values():
        face = TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        glyphs = {letter: face.getGlyphID(name) for letter, name in face.getBestCmap().items()}
        letters = {glyph: chr(letter) for letter, glyph in sorted(glyphs.items(), reverse=True)}
        for glyph, text in font.to_unicode.items():
            if len(text) != 1 or glyphs.get(ord(text)) != glyph:
                # A part that no letter is drawn with alone says nothing: its whole says the letter.
                font.to_unicode[glyph] = letters.get(glyph, text or _NOTHING)
        font.widths = dict(font.widths)
    return _build_fonts(pdf, fonts, *options)


weasyprint.pdf.build_fonts_dictionary = _with_true_letters


_add_font = Stream.add_font


def _with_true_widths(stream: Any, pango_font: Any) -> Any:
    """WeasyPrint's font of that letter, whose widths are those of the font's file.

    It measures a glyph at the size at which it first meets it, and rounds: the same words would
    be set in other steps after other words.
    """
    font, size = _add_font(stream, pango_font)
    if not isinstance(font.widths, _Widths):
        font.widths = _Widths(font)
    return font, size


Stream.add_font = _with_true_widths


class _Widths(dict[int, int]):
    """How far each glyph that is used goes, in thousandths of its size (OpenType, hmtx)."""

    def __init__(self, font: Any) -> None:
        face = TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        self._table, self._last = face.reader["hmtx"], face["hhea"].numberOfHMetrics - 1
        self._units, self._count = font.upem, font.glyph_count

    def __contains__(self, glyph: object) -> bool:
        return super().__contains__(glyph) or (isinstance(glyph, int) and glyph < self._count)

    def __missing__(self, glyph: int) -> int:
        at = 4 * min(glyph, self._last)
        advance = int.from_bytes(self._table[at : at + 2], "big")
        self[glyph] = round(advance * 1000 / self._units)
        return self[glyph]


_page_references = pydyf.PDF.page_references


def _references_kept(pdf: Any) -> Any:
    """The references of all pages, which pydyf makes anew for each tag: a book has thousands."""
    known: tuple[int, Any] = vars(pdf).get("_kept_references", (0, ()))
    if known[0] != (pages := len(pdf.pages["Kids"])):
        known = pdf._kept_references = (pages, _page_references.fget(pdf))
    return known[1]


pydyf.PDF.page_references = property(_references_kept)


_add_image = Stream.add_image


def _named_by_content(stream: Any, image: Any, *options: Any) -> str:
    """WeasyPrint's name of a picture, made of what it shows and not of where its file lies."""
    image.id = sha256(image.image_data.data).hexdigest()
    return str(_add_image(stream, image, *options))


Stream.add_image = _named_by_content


def _forget(margin: Any, nums: Any, marks: Any) -> None:
    """Take a margin box's content out of the tag tree: headers and footers are not read aloud."""
    for box in margin.descendants():
        if mark := marks.pop(box, None):
            nums[mark["mcid"]] = _NOBODY


def _texts(box: Any) -> Iterator[Any]:
    """The text boxes whose marks WeasyPrint hangs directly below the element of this box."""
    for child in getattr(box, "children", ()):
        for inner in child.children if isinstance(child, boxes.LineBox) else (child,):
            if isinstance(inner, boxes.TextBox):
                yield inner


def needs_spelling(text: str) -> bool:
    """Whether glyphs alone may be read wrong: shaping joins, reorders or builds some letters.

    Those are the letters of scripts without capitals (Unicode's Lo), marks, and the letters beyond
    Latin Extended-A that Unicode itself takes apart.
    """
    return not _PLAIN.fullmatch(text) and any(
        unicodedata.category(letter) in ("Lo", "Mn")
        or (letter > "\u017f" and unicodedata.normalize("NFD", letter) != letter)
        for letter in text
    )


# All up to Latin Extended-A but its two letters without capitals.
_PLAIN = re.compile("[\0-\u00a9\u00ab-\u00b9\u00bb-\u017f]*")


def _mend(element: Any, box: Any, pdf: Any, page: int) -> None:
    source = box.element
    if box.link_annotation:
        box.link_annotation["Contents"] = pydyf.String(" ".join("".join(source.itertext()).split()))
    if said := source.get("data-said"):
        element["ActualText"] = pydyf.String(said)
    match element["S"]:
        case "/TH":
            element["A"]["Scope"] = _SCOPES.get(source.get("scope"), "/Column")
        case "/L":
            numbering = _NUMBERING.get(source.tag, "/None")
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        case "/Figure":
            element["A"]["BBox"] = _flipped(element["A"]["BBox"], pdf, page)


def _flipped(bbox: Any, pdf: Any, page: int) -> Any:
    """A box of CSS pixels, y down, as PDF points, y up."""
    x1, y1, x2, y2 = (0.75 * side for side in bbox)
    height = object_of(pdf, pdf.page_references[page])["MediaBox"][3]
    return pydyf.Array((x1, height - y2, x2, height - y1))


def object_of(pdf: Any, reference: Any) -> Any:
    """The object that a reference leads to."""
    text = reference.decode() if isinstance(reference, bytes) else reference
    return pdf.objects[int(text.split()[0])]


def finish(document: Document, pdf: Any) -> None:
    """Mark page furniture as artifacts of pagination: the finisher of `Document.write_pdf`."""
    for page, reference in enumerate(pdf.page_references):
        nobody = {mcid for mcid, ref in enumerate(elements(pdf, page)) if ref == _NOBODY}
        _as_furniture(object_of(pdf, object_of(pdf, reference)["Contents"]).stream, nobody)


def elements(pdf: Any, page: int) -> Any:
    """The references of the elements that a page's marked content belongs to, by its number."""
    root = object_of(pdf, pdf.catalog["StructTreeRoot"])
    return object_of(pdf, root["ParentTree"])["Nums"][2 * page + 1]


def label(pdf: Any, front: str, back: str) -> None:
    """Call the outer pages by these words and all others by their numbers, as they are printed."""
    last = len(pdf.page_references) - 1
    # By page: what comes later stands for what came before, in a book of one or two pages too.
    labels = {0: {"P": pydyf.String(front)}, 1: {"S": "/D", "St": 2}}
    labels = {page: label for page, label in labels.items() if page <= last}
    labels[last] = {"P": pydyf.String(back if last else front)}
    nums = [part for page, label in labels.items() for part in (page, pydyf.Dictionary(label))]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(nums)})


def _as_furniture(stream: list[Any], nobody: set[int]) -> None:
    for i, token in enumerate(stream):
        if token == b"BDC" and stream[i - 1].get("MCID") in nobody:
            stream[i - 2 : i] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


#: PDF/UA-1's claim, and the schema that PDF/A demands for every property it does not know.
_CLAIM = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


def claim_both(document: Document) -> None:
    """Let a document that will be written as PDF/A-2a claim PDF/UA-1 beside it."""
    metadata = document.metadata
    rdf = metadata.generate_rdf_metadata
    metadata.generate_rdf_metadata = lambda *claim: rdf(*claim).replace(b"</rdf:RDF>", _CLAIM)
