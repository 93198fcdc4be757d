"""Who has signed a text. Nothing can be signed yet, so every text is a draft."""

from dataclasses import dataclass

from handouts.model import Text


@dataclass(frozen=True)
class Signoff:
    """The state of a text: the names of those who signed it as it is written now."""

    signers: tuple[str, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether the clinic's own people have still to sign it."""
        return not self.signers


def signoff(_text: Text) -> Signoff:
    """The state of the text as it is written now: unsigned, since there is no signing yet."""
    return Signoff()
