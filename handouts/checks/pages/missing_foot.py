"""Each page says at its foot what it belongs to, and that it is a draft.

A page that was torn off is of no use if nobody knows which sheet, version and language it is, how
many pages there are, and when it has to be reviewed. A draft says so on every page, the covers of a
booklet too.

A template of yours that fills the block `footer` has to place what ours places there.
"""

from collections.abc import Iterator

from handouts.booklet import Booklet
from handouts.checks.finding import Finding
from handouts.checks.proof import Leaf, Proof
from handouts.signoff import signoff

RULE = "missing-foot"
STANDARD = "S95"


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each page and for each part of its foot that is not there."""
    wanted = list(_wanted(proof))
    for leaf in proof.leaves:
        foot = _foot(leaf)
        missing = [name for name, words in wanted if words not in foot]
        if not _is_cover(proof, leaf):
            missing += [name for name, words in _numbered(proof, leaf) if words not in foot]
        if missing:
            message = f"its foot lacks {' and '.join(missing)}"
            hint = "place what our template places in the block `footer`"
            yield proof.finding(RULE, "error", leaf, message, hint)


def _wanted(proof: Proof) -> Iterator[tuple[str, str]]:
    texts, day = proof.job.texts, proof.job.day
    if any(signoff(proof.library, text, day).is_draft for text in texts):
        yield "the draft line", _flat(proof.labels["draft_band"])
    if not isinstance(proof.job, Booklet):
        (text,) = texts
        version = proof.labels["version"].format(version=text.version)
        yield "the id and the version", _flat(f"{text.id}-{text.language}-")
        yield "the version", _flat(version)
        yield "the language", _flat(proof.labels["language_name"])
        yield "the day of the next review", _flat(proof.labels["review_due"].partition("{")[0])


def _numbered(proof: Proof, leaf: Leaf) -> Iterator[tuple[str, str]]:
    page, of = proof.labels["page"], proof.labels["page_of"]
    yield "the number of the page", _flat(f"{page}{leaf.number}{of}{len(proof.leaves)}")


def _is_cover(proof: Proof, leaf: Leaf) -> bool:
    return isinstance(proof.job, Booklet) and leaf.number in (1, len(proof.leaves))


def _foot(leaf: Leaf) -> str:
    return _flat("".join(run.words for run in leaf.foot))


def _flat(words: str) -> str:
    # What a hyphen at the end of a line is read as.
    return "".join(words.replace("\x02", "-").split()).casefold()
