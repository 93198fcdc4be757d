"""Every letter is one that its font has.

A letter that no font has prints as an empty box, and a voice cannot say it. The press refuses such
letters; this looks once more, into the file itself.

Write the letter another way, or add a font that has it.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import Proof

RULE = "unknown-letter"
STANDARD = "S22"

# In the strings of a page each glyph is four hexadecimal digits; the first of a font draws a box.
_STRING = re.compile(rb"<([0-9a-fA-F]+)>")


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each page on which a letter is missing."""
    for leaf, stream in zip(proof.leaves, proof.streams, strict=True):
        count = sum(_boxes(string) for string in _STRING.findall(stream))
        unsaid = any("\ufffd" in run.words for run in leaf.runs)
        if count or unsaid:
            letters = "1 letter is" if count == 1 else f"{count or 'some'} letters are"
            message = f"{letters} in no font, printed as an empty box"
            yield proof.finding(RULE, "error", leaf, message, "write them another way")


def _boxes(string: bytes) -> int:
    glyphs = (string[i : i + 4] for i in range(0, len(string), 4))
    return sum(glyph == b"0000" for glyph in glyphs)
