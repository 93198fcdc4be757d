"""A clinic's brand in, every role on the page out: whatever it picks, text stays readable."""

import colorsys
from collections.abc import Iterator

from handouts.clinic import Brand
from handouts.fonts import SHIPPED_FAMILIES

Rgb = tuple[float, float, float]

INK = "#15191d"
_PAPER: Rgb = (1.0, 1.0, 1.0)


def palette(brand: Brand) -> dict[str, str]:
    """The CSS custom properties of a brand: name without its dashes -> colour as hex."""
    accent = brand.accent or brand.colour
    return {
        "brand": brand.colour,
        "brand-ink": ink_on(brand.colour),
        "brand-edge": brand.colour if contrast(brand.colour) >= 2.2 else INK,
        "accent-line": _darkened(accent, 3.0) if contrast(accent) >= 2.2 else INK,
    }


def typefaces(brand: Brand) -> dict[str, str]:
    """The families of fonts by the role that they play on the page."""
    text = brand.text_font or SHIPPED_FAMILIES[0]
    return {"text-face": text, "head-face": brand.heading_font or text}


def pale(brand: Brand) -> Iterator[tuple[str, str, str]]:
    """Each colour that words cannot take as it is: its key, what is wrong, and what is done.

    Below 4.5:1 on white paper a word cannot be read by many (WCAG 2.2, 1.4.3; standard S34).
    """
    ratio = contrast(brand.colour)
    if ratio < 4.5:
        message = f"`{brand.colour}` is too pale for words on paper ({ratio:.1f} to 1)"
        yield "colour", message, f"words print in {ink_on(brand.colour)}; the bar keeps your colour"


def ink_on(colour: str) -> str:
    """The text colour for a brand colour: 7:1 or better on white paper (WCAG 2.2, 1.4.6).

    A colour paler than 2.2:1 gives plain ink, since a darkened yellow turns to mud.
    """
    return _darkened(colour, 7.0) if contrast(colour) >= 2.2 else INK


def contrast(colour: str) -> float:
    """The contrast ratio of a colour on white paper, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    return (_luminance(_PAPER) + 0.05) / (_luminance(_rgb(colour)) + 0.05)


def _luminance(colour: Rgb) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance")."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _darkened(colour: str, wanted: float) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    while contrast(colour) < wanted:
        lightness = max(lightness - 0.005, 0.0)
        colour = _hex(colorsys.hls_to_rgb(hue, lightness, min(saturation, 0.85)))
    return colour


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)
