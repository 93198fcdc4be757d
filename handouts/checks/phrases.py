"""Words and phrases of a list, found in running text. No check in itself."""

import re
from collections.abc import Iterable

# What a phrase leaves open, written `...`: at most some whole words of the same clause.
_OPEN = r"(?!\w)[^.!?,:;]{0,60}?(?:(?<!\w)|(?=\?))"

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def whole(patterns: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these patterns as whole words, the longest first, capitals or not."""
    longest = sorted(patterns, key=len, reverse=True) or ["(?!)"]
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", re.IGNORECASE)


def possible(phrases: Iterable[str], text: str) -> list[str]:
    """Those that may stand in this flat text, in whatever form: the others need no pattern."""
    return [
        phrase
        for phrase in phrases
        if all(flat(part.split()[0])[:-1] in text for part in phrase.split("...") if part.strip())
    ]


def flat(words: str) -> str:
    """The words in small letters, with straight quotation marks and single blanks."""
    return " ".join(words.translate(_STRAIGHT).lower().split())


def says(words: str, phrase: str) -> bool:
    """Whether the words, both of them flat, hold the phrase as whole words."""
    at = words.find(phrase)
    while at >= 0:
        around = words[at - 1 : at] + words[at + len(phrase) : at + len(phrase) + 1]
        if not any(letter.isalnum() for letter in around):
            return True
        at = words.find(phrase, at + 1)
    return False


def literal(phrase: str) -> str:
    """The pattern of a phrase as it stands, with straight or printed quotation marks."""
    return re.sub(r"['’]", "['’]", re.sub(r"[\"“”]", '["“”]', re.escape(" ".join(phrase.split()))))


def spanning(phrase: str) -> str:
    """The pattern of a phrase in which `...` stands for some words of one clause, or for none."""
    return _OPEN.join(literal(part) for part in phrase.split("..."))


def inflected(phrase: str) -> str:
    """The same of an English phrase, and of the forms its words take: gives, giving, bodies."""
    return _OPEN.join(r"\s+".join(map(_forms, part.split())) for part in phrase.split("..."))


def _forms(word: str) -> str:
    if len(word) < 4 or not word[-1].isalpha():
        return literal(word)
    stem, last = literal(word[:-1]), word[-1]
    if last == "e":
        return rf"{stem}(?:es?|ed|ing)"
    if last == "y" and word[-2] not in "aeiou":
        return rf"{stem}(?:y|ies|ied|ying)"
    return rf"{stem}{last}(?:e?s|(?:{last}?)(?:ed|ing))?"
