"""A code to scan can be scanned from a grey copy, and opens what it says.

Each code is looked for as a phone does, on a drawing of the page without colours at 300 dots an
inch. It is an inch wide or more, and leads to the address that is told beside it.

Make the code larger, and leave the space around it white.
"""

import re
from collections.abc import Iterator

import zxingcpp

from handouts.checks.finding import Finding
from handouts.checks.proof import Leaf, Proof
from handouts.views import address as address_of

RULE = "unread-code"
STANDARD = "S91"

_DOTS = 300
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# An inch, less what is lost where the corners of its outermost dots are looked for.
_LEAST = 0.95


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each code that cannot be read, is too small, or leads elsewhere."""
    for leaf in proof.leaves:
        wanted = list(_told(proof, leaf))
        read = dict(_read(leaf)) if wanted else {}
        for address in wanted:
            inches = read.get(address)
            if inches is None:
                message = f"the code to scan for {address} cannot be read from a grey copy"
                yield proof.finding(RULE, "error", leaf, message, "make it larger, and darker")
            elif inches < _LEAST:
                message = f"the code to scan for {address} is {inches:.1f} inches wide"
                yield proof.finding(RULE, "error", leaf, message, "an inch or more")


def _told(proof: Proof, leaf: Leaf) -> Iterator[str]:
    """The addresses of the codes on the page, as their words for a voice tell them."""
    before, _, after = proof.labels["qr_alt"].partition("{address}")
    says = re.compile(re.escape(before) + "(.+)" + re.escape(after))
    for element in leaf.tree.within():
        if element.kind == "Figure" and (found := says.fullmatch(element.alt)):
            yield found[1]


def _read(leaf: Leaf) -> Iterator[tuple[str, float]]:
    """The address that each code on the page opens, and how many inches it is wide."""
    drawn = leaf.drawn_grey(_DOTS)
    # It lies straight and as large as it is: what a phone in a hand has to try is not tried.
    for code in zxingcpp.read_barcodes(drawn, formats=_QR, try_rotate=False, try_downscale=False):
        corners = code.position
        yield address_of(code.text), abs(corners.top_right.x - corners.top_left.x) / _DOTS
