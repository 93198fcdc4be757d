"""Typst, in this process: the sheet as a template of its own that reads a person's values."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from handouts import SHIPPED, figures
from ways import content
from ways.content import Content, Field, Part
from ways.sheet import Way

_LOOKS = Path(__file__).with_name("handout.typ")


class Typst(Way):
    """One compiler kept warm; a copy is a compilation with other values in a file beside it.

    With `sys_inputs` in the place of the file nothing of the last compilation is used again, and
    a copy takes several times as long.
    """

    name = "Typst"

    def start(self) -> None:
        """Write the template and open the fonts."""
        self._folder = TemporaryDirectory()
        folder = Path(self._folder.name)
        (folder / _LOOKS.name).write_text(_LOOKS.read_text())
        sheet, self._values = folder / "sheet.typ", folder / "values.json"
        sheet.write_text("\n".join(Template(Content(self.sheet)).source()))
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(SHIPPED / "styles" / "fonts")],
        )
        self._compiler = typst.Compiler(str(sheet), font_paths=fonts)

    def copy(self, values: Mapping[str, str]) -> bytes:
        """The PDF/UA-1 of one person."""
        self._values.write_text(json.dumps(self.sheet.shown(values)))
        pdf: bytes = self._compiler.compile(format="pdf", pdf_standards=["ua-1"])
        return pdf

    def stop(self) -> None:
        """Take the template from the disk."""
        self._folder.cleanup()


class Template:
    """The calls of handout.typ that make up our sheet."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def source(self) -> Iterator[str]:
        """Its lines."""
        one = self._content
        foot = _call("foot", one.band, one.identity, one.imprint, one.page, one.page_of)
        title, ink = _string(one.document_title), _string(one.brand_ink)
        yield f'#import "{_LOOKS.name}": *'
        yield '#let values = json("values.json")'
        yield f"#let brand-ink = rgb({ink})"
        yield f"#show: body => sheet({title}, {_string(one.author)}, {foot}, brand-ink, body)"
        yield from self._first_page()
        for setting, parts in one.runs:
            yield from self._columns(parts) if setting == "column" else map(self._part, parts)
        yield from self._sources()

    def _first_page(self) -> Iterator[str]:
        one = self._content
        words = (one.author, one.status, one.about, one.title, one.subtitle)
        yield f"#masthead({_listed(words)}, rgb({_string(one.brand)}))"
        heading, message = one.message
        body = f"lead(accent: brand-ink, type(15pt, 19pt, weight: 600, {_words(message)}))"
        yield f"#hanging({_words(heading)}, [], (), {body})"
        tiers = (f"height => {self._tier(tier, level=2, tall=True)}" for tier in one.pair)
        yield f"#pair({', '.join(tiers)})"
        rows = ", ".join(f"({_words(name)}, {_words(told)})" for name, told in one.glance_rows)
        yield f"#{self._called('hanging', one.glance, f'glance({rows})')}"
        *pairs, notes = map(self._field, one.fields)
        yield f"#panel({_words(one.panel)}, ({', '.join(pairs)}), {notes})"

    def _field(self, field: Field) -> str:
        return f"field({_words(field.label)}, {field.lines}, values.at({_string(field.slot)}))"

    def _columns(self, parts: Sequence[Part]) -> Iterator[str]:
        for row in content.side_by_side(parts):
            sides = ("; ".join(self._part(part)[1:] for part in side) for side in row)
            yield f"#sides({', '.join(f'{{ {side} }}' for side in sides)})"

    def _part(self, part: Part) -> str:
        return "#" + self._called(part.setting, part, self._body(part))

    def _called(self, setting: str, part: Part, body: str) -> str:
        notes = "".join(f"({_words(term)}, {_words(meaning)})," for term, meaning in part.notes)
        beside = "" if setting == "full" else f"({notes}), "
        return f"{setting}({_words(part.heading)}, {_words(part.sources)}, {beside}{body})"

    def _body(self, part: Part) -> str:
        return "{" + "; ".join(map(self._block, part.blocks)) + "}"

    def _block(self, block: content.Block) -> str:
        match block:
            case content.Words():
                return _paragraph(block)
            case content.Items(ticks=True):
                return f"ticks({self._icon('box')}, {_listed(block.items)})"
            case content.Items():
                return f"list({_listed(block.items)})"
            case content.Tier():
                return self._tier(block)
            case content.Chances():
                return self._chances(block)
            case content.Schedule():
                return self._schedule(block)
            case content.Code():
                svg = _string(_code(block.modules))
                return f"code({svg}, {_string(block.alt)}, {_listed(block.texts)})"
            case content.Lines():
                return f"lines({block.count})"
            case content.TeachBack():
                asked = f"({_listed(block.columns)}), ({_listed(block.questions)})"
                return f"teach-back({self._icon('box')}, {asked}, {_listed(block.lines)})"

    def _tier(self, tier: content.Tier, *, level: int = 3, tall: bool = False) -> str:
        icon = self._icon({"emergency": "stop"}.get(tier.kind, tier.kind))
        signs = f"list({_listed(tier.signs)})" if tier.signs else f"see({_words(tier.see)})"
        if not tall and tier.kind != "office":
            half = -(-len(tier.signs) // 2)
            sides = (tier.signs[:half], tier.signs[half:])
            signs = f"halves({', '.join(f'list({_listed(side)})' for side in sides)})"
        phones = "".join(f"{_words(when)}," for when in tier.phones)
        words = f"{_string(tier.kind)}, {icon}, {level}, {_words(tier.heading)}, ({phones})"
        height = ", height: height" if tall else ""
        return f"tier({words}, {'false' if tall else 'true'}, {signs}{height})"

    def _chances(self, block: content.Chances) -> str:
        arms = []
        for arm in block.arms:
            svg = _string(_crowd(arm.count, self._content.brand_ink))
            arms.append(f"({svg}, [{arm.count}], {_words(arm.who)}, {_string(arm.alt)})")
        return f"chances(brand-ink, {', '.join(arms)})"

    def _schedule(self, block: content.Schedule) -> str:
        view = block.view
        stops = "".join(
            f"({stop.x}pt, ({_squares(stop.squares)}), {_words(name)}, {_words(below)}),"
            for stop, name, below in zip(view.line.stops, view.labels, view.below, strict=True)
        )
        solid = f"{view.line.solid_to}pt"
        then = f"({solid}, (), {_words(view.then)}, {_words(view.every)})"
        room = f"{solid}, {view.line.width}pt"
        drawn = f"schedule({_string(view.alt)}, brand-ink, ({stops}), {room}, {then})"
        days = ", ".join(f'values.at("visits-{n}")' for n in range(3))
        return f"{drawn}; visits({self._icon('box')}, {_words(block.label)}, {days})"

    def _icon(self, name: str) -> str:
        return _string(self._content.icons[name])

    def _sources(self) -> Iterator[str]:
        heading, about = self._content.sources
        listed = _listed(self._content.cited)
        body = f"{{ type(10.5pt, 13.5pt, {_words(about)}); cited({listed}) }}"
        yield f"#full({_words(heading)}, [], {body})"


def _paragraph(block: content.Words) -> str:
    told = _words(block.text)
    match block.look:
        case "lead":
            return f"lead(accent: brand-ink, {told})"
        case "caption":
            return f"block(strong({told}))"
        case "label":
            return f"label({told})"
        case _:
            return f"block({told})"


def _squares(squares: Sequence[figures.Square]) -> str:
    return "".join(f"({one.x}pt, {'true' if one.certain else 'false'})," for one in squares)


def _crowd(count: int, ink: str) -> str:
    people = figures.people(count, 100)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 {people.height}">'
        f'<path d="{people.with_outcome}" fill="{ink}" stroke="{ink}" stroke-width=".6"/>'
        f'<path d="{people.without}" fill="#fff" stroke="#3f464e" stroke-width=".6"/></svg>'
    )


def _code(modules: Sequence[Sequence[int]]) -> str:
    size = len(modules)
    places = ((x, y) for y, row in enumerate(modules) for x, is_dark in enumerate(row) if is_dark)
    dark = "".join(f"M{x} {y}h1v1h-1z" for x, y in places)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path d="{dark}" fill="#15191d"/></svg>'
    )


def _call(name: str, *words: str) -> str:
    return f"{name}({_listed(words)})"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(map(_words, words))


def _string(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _words(html: str) -> str:
    """A line of our HTML as Typst's content."""
    parts = re.findall(r"<(/?\w+)[^>]*>|([^<]+)", html)
    told = (_TAGS[tag] if tag else f"#{_string(unescape(said))};" for tag, said in parts)
    return f"[{''.join(told)}]"


_TAGS = {"strong": "#strong[", "/strong": "]", "span": "#box[", "/span": "]"}
