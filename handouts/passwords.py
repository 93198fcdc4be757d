"""A password as a PDF reader spells it, whatever somebody has typed."""

import stringprep
from unicodedata import ucd_3_2_0


def spelt(password: str) -> bytes:
    """The password as a reader spells it: SASLprep (RFC 4013), then UTF-8.

    ValueError says in a sentence, which does not repeat it, why it cannot be used.
    """
    seen = (letter for letter in password if not stringprep.in_table_b1(letter))
    spaced = (" " if stringprep.in_table_c12(letter) else letter for letter in seen)
    # Unicode as it was when SASLprep was made: letters that came later stay as they are.
    plain = ucd_3_2_0.normalize("NFKC", "".join(spaced))
    if not plain:
        raise ValueError("A password may not be empty.")
    if _is_forbidden(plain):
        raise ValueError("A PDF cannot be locked with this password: choose other letters.")
    letters = plain.encode()
    # The standard cuts off what is longer, and some readers do not.
    if len(letters) > 127:
        raise ValueError("A password may have 127 letters at most, fewer if they are not English.")
    return letters


# RFC 4013, 2.3: letters that nobody types, that are none, or that steer the direction of writing.
_FORBIDDEN = (
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)


def _is_forbidden(password: str) -> bool:
    """Whether it holds such a letter, or mixes the directions of writing (RFC 3454, 6)."""
    if any(forbidden(letter) for forbidden in _FORBIDDEN for letter in password):
        return True
    leftwards = [stringprep.in_table_d1(letter) for letter in password]
    rightwards = any(stringprep.in_table_d2(letter) for letter in password)
    return any(leftwards) and (rightwards or not (leftwards[0] and leftwards[-1]))
