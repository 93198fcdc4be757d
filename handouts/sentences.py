"""What pydantic finds wrong in a file's data, in plain words: by its type, never by its English."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from handouts.problems import near

_CURLY = ("“", "”", "„", "‘", "’")

_TYPES = {
    "string_type": ("text", "write it on one line, in quotes"),
    "model_type": ("a group of keys", "write its keys below it, each on an indented line"),
    "tuple_type": ("a list", "write [one, two], or one a line, each behind a dash"),
}
_TYPES |= dict.fromkeys(
    ("model_attributes_type", "dict_type", "mapping_type"), _TYPES["model_type"]
)

_PATTERNS = {
    r"^[a-z0-9-]{1,64}$": "use a to z, 0 to 9 and -, at most 64",
    r"^[0-9a-f]{12}$": "see what `handouts check` tells",
    r"^#[0-9a-fA-F]{6}$": 'write a colour as "#0b6478", with the quotes',
    r"^https?://[^\s?]+$": "write a web address that begins with https:// and has no ?",
    r"^https?://\S+$": "write a web address that begins with https://",
    r"^[0-9][0-9 -]*$": 'write a number such as "911", in straight quotes',
    r"^[a-z]{2}$": "write two small letters, such as en",
    r"^[A-Za-z0-9][A-Za-z0-9_-]*\.(?i:svg|png|jpe?g)$": "write a name such as knee-press.svg",
}

_LIMITS = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}

# What else an empty value could have been meant for.
_EMPTY = "write it behind the colon, in quotes where it begins with #"


def told(
    error: ErrorDetails, where: Sequence[str | int], model: type[BaseModel]
) -> tuple[str, str]:
    """The sentence and the hint for what stands at `where` of a file."""
    name = next((step for step in reversed(where) if isinstance(step, str)), None)
    if name is None and not where:
        return "keys should stand here", "write lines such as `key: value`"
    named = f"`{name}`" if where and isinstance(where[-1], str) else f"an entry of `{name}`"
    value = error.get("input")
    if value is None and error["type"] not in ("missing", "extra_forbidden"):
        return f"{named} is empty", _EMPTY
    if isinstance(value, str) and value.startswith(_CURLY) and "string_t" not in error["type"]:
        return f"{named} stands in curly quotes", "use straight quotes, or none"
    return _sentence(error, str(name), named, model)


def _sentence(
    error: ErrorDetails, name: str, named: str, model: type[BaseModel]
) -> tuple[str, str]:
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"{named} is missing", "add it"
        case "extra_forbidden":
            return f"{named} is not a field here", _elsewhere(name, model)
        case "literal_error" | "union_tag_invalid":
            expected = context.get("expected") or context.get("expected_tags", "")
            return f"{named} has a value that is not known", f"write one of {expected}"
        case "union_tag_not_found":
            return "`kind` is missing", "say which kind of section this is"
        case "string_pattern_mismatch":
            hint = _PATTERNS.get(str(context["pattern"]), "")
            return f"{named} is not written as it must be", hint
        case "impossible":
            return context["message"], context["hint"]
        case "string_too_short":
            return f"{named} is empty", _EMPTY
        case kind if kind in _TYPES:
            wanted, hint = _TYPES[kind]
            return f"{named} is not {wanted}", hint
        case kind:
            return _measured(kind, named, context) or (f"{named} cannot be read", error["msg"])


def _measured(kind: str, named: str, context: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is wrong with a number, a date, a truth, or the length of a list."""
    match kind:
        case "too_short" if context["min_length"] > 1:
            return f"{named} has too few", f"give {context['min_length']}"
        case "too_short":
            return f"{named} is empty", "give at least one"
        case "too_long":
            return f"{named} has too many", f"at most {context['max_length']}"
        case "bool_parsing" | "bool_type":
            return f"{named} is neither true nor false", "write true or false"
        case kind if kind.startswith("date"):
            return f"{named} is not a date", "write 2026-12-31"
        case kind if kind.startswith(("int", "greater", "less")):
            limits = [f"{words} {context[key]}" for key, words in _LIMITS.items() if key in context]
            hint = ", ".join(limits) or "write a whole number"
            return f"{named} is not a number that can stand here", hint
    return None


def _elsewhere(name: str, model: type[BaseModel]) -> str:
    """The hint for a key that has no place here: it has one elsewhere, or is like one that has."""
    names = _field_names(model)
    return "it has a place elsewhere: check the indentation" if name in names else near(name, names)


def _field_names(model: type[BaseModel]) -> set[str]:
    """Every key that the model or a model inside it knows: the pool for "did you mean"."""
    names: set[str] = set()
    todo, done = [model], set()
    while todo:
        current = todo.pop()
        done.add(current)
        names |= set(current.model_fields)
        for info in current.model_fields.values():
            todo += [inner for inner in _models_in(info.annotation) if inner not in done]
    return names


def _models_in(annotation: Any) -> Sequence[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _models_in(part)]
