"""What a signature covers, and who has signed. Nothing is signed yet, so every text is a draft."""

import hashlib
from dataclasses import dataclass

from handouts.model import Text


@dataclass(frozen=True)
class Signoff:
    """The state of a text: the hash of all that a reader sees of it, and who signed just that."""

    fingerprint: str
    signers: tuple[str, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether the clinic's own people have still to sign it."""
        return not self.signers


def signoff(text: Text) -> Signoff:
    """The state of the text as it is written now."""
    return Signoff(hashlib.sha256(text.model_dump_json().encode()).hexdigest())
