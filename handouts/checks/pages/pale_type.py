"""Letters stand out from what is behind them, in colour and in grey.

The contrast of each letter and its ground is at least 4.5 to 1, and 3 to 1 where letters are of 18
points or more (WCAG 2.2, 1.4.3); once as the colours are, and once as a printer without colours
makes them grey.

Take a darker colour for words, or a paler one behind them.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import Colour, Proof, Run, quoted

RULE = "pale-type"
STANDARD = "S34, S37"

_LARGE = 18.0


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each pair of colours on a page that is too close."""
    for leaf, veiled in zip(proof.leaves, proof.veils, strict=True):
        if veiled and leaf.inner_words:
            message = (
                f"{quoted(leaf.inner_words)} is half transparent: nobody can tell if it is pale"
            )
            yield proof.finding(RULE, "error", leaf, message, "take `opacity` out of your styles")
        told = set()
        for run in leaf.runs:
            ground = leaf.ground(run)
            wanted = 3.0 if run.size >= _LARGE else 4.5
            for ratio, how in _contrasts(_blended(run, ground), ground):
                if ratio < wanted and (run.ink, ground) not in told:
                    told.add((run.ink, ground))
                    message = f"{quoted(run.words)} has a contrast of {ratio:.1f} to 1{how}"
                    yield proof.finding(RULE, "error", leaf, message, f"at least {wanted:g} to 1")


def _blended(run: Run, ground: Colour) -> Colour:
    """The colour that is seen where the ground shows through."""
    red, green, blue = (
        round(run.cover * ink + (1 - run.cover) * behind)
        for ink, behind in zip(run.ink, ground, strict=True)
    )
    return red, green, blue


def _contrasts(ink: Colour, ground: Colour) -> Iterator[tuple[float, str]]:
    yield _contrast(ink, ground), ""
    yield _contrast(_grey(ink), _grey(ground)), " in grey"


def _grey(colour: Colour) -> Colour:
    """As a printer without colours makes it (ITU-R BT.601)."""
    red, green, blue = colour
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return level, level, level


def _contrast(one: Colour, other: Colour) -> float:
    pale, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (pale + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (level / 255 for level in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
