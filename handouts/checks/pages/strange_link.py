"""A link leads to the web, to a mail address or to a phone.

Anything else, such as a file of your own computer, leads a reader nowhere.

Begin its address with https://, mailto: or tel:.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import Proof, quoted

RULE = "strange-link"
STANDARD = "S86"

_KNOWN = ("https", "http", "mailto", "tel")


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each link that leads elsewhere."""
    for leaf in proof.leaves:
        for link in leaf.links:
            if link.partition(":")[0].lower() not in _KNOWN:
                message = f"a link leads to {quoted(link)}"
                hint = "begin it with https://, mailto: or tel:"
                yield proof.finding(RULE, "error", leaf, message, hint)
