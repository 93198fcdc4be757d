"""A clinic's own folder: begun, given files of ours to change, told what changed in ours."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from pathlib import Path, PurePosixPath
from typing import Any

from handouts import SHIPPED
from handouts.library import no_clinic
from handouts.machine import put, put_new
from handouts.problems import (
    ContentError,
    Gathering,
    HandoutsError,
    NotFound,
    Place,
    Problem,
    shown,
)
from handouts.reading import read_text, words_of

_STARTER = SHIPPED / "data" / "starter"

# Under a name of its own, so that no git and no builder takes it for the rules of our own folder.
_RENAMED = {"gitignore": ".gitignore"}

# What a clinic may put another in place of: not the fonts, which are found by their name.
_OURS = ("data/**/*.yaml", "templates/*.html", "templates/*.txt", "styles/*.css")

# Of these, each entry is laid over ours by itself.
_MERGED = (
    "data/sources.yaml",
    "data/fields.yaml",
    "data/labels/*.yaml",
    "data/common/*.yaml",
    "data/glossary/*.yaml",
    "data/wording/*.yaml",
)

# The entries that are no keys of the file: the list they stand in, and what each is called by.
_NAMED = {"common": ("statements", "id"), "glossary": ("terms", "term")}

# Where a clinic's folder keeps ours as it was, to tell later what has changed.
_ADOPTED = ".adopted"


class NoClinic(HandoutsError):
    """There is no clinic's folder to work on."""

    def __init__(self) -> None:
        super().__init__(
            "There is no clinic.yaml here or above (make one with: handouts init our-clinic)."
        )


@dataclass(frozen=True)
class Laid:
    """A file that should stand in a clinic's folder: made just now, or there before and kept."""

    name: str
    path: Path
    made: bool


def own_folder(given: Path | None, here: Path) -> Path:
    """The clinic's folder: the given one, or else the nearest from here upwards."""
    if given is not None and (wrong := no_clinic(given)):
        raise ContentError([Problem(Place(shown(given)), *wrong)])
    found = given or clinic_above(here)
    if found is None:
        raise NoClinic
    return found


def clinic_above(here: Path) -> Path | None:
    """The nearest folder, from here upwards, that holds a clinic.yaml."""
    return next((folder for folder in (here, *here.parents) if not no_clinic(folder)), None)


def begin(folder: Path) -> tuple[Laid, ...]:
    """The files of a clinic's new folder; OSError where it cannot be written."""
    with _private():
        folder.mkdir(exist_ok=True)
        return tuple(
            _laid(folder, _began(path), path.read_bytes()) for path in _files(_STARTER, "**/*")
        )


def _began(path: Path) -> str:
    return path.relative_to(_STARTER).with_name(_RENAMED.get(path.name, path.name)).as_posix()


def ours() -> tuple[str, ...]:
    """What a clinic may put its own in place of, as paths from its folder."""
    found = {path for pattern in _OURS for path in _files(SHIPPED, pattern)}
    names = (path.relative_to(SHIPPED).as_posix() for path in found if _STARTER not in path.parents)
    return tuple(sorted(names))


def is_merged(name: str) -> bool:
    """Whether a clinic's file of that name is laid over ours entry by entry."""
    return any(PurePosixPath(name).match(pattern) for pattern in _MERGED)


def adopt(folder: Path, names: Sequence[str]) -> tuple[Laid, ...]:
    """Copies of these files of ours in the clinic's folder; none where one name is wrong."""
    wanted = _asked(names, ours(), "file of ours")
    for name in wanted:
        _check_inside(folder, name)
    with _private():
        return tuple(_adopted(folder, name) for name in wanted)


def _adopted(folder: Path, name: str) -> Laid:
    data = (SHIPPED / name).read_bytes()
    if not os.path.lexists(folder / name):
        # First, so that no copy ever stands there whose beginning is not known.
        put(folder / _ADOPTED / name, data, within=folder)
    return _laid(folder, name, data)


def _asked(names: Sequence[str], known: Sequence[str], kind: str) -> Sequence[str]:
    """These names, each once, as they are known; NotFound tells what is near."""
    tidy = list(dict.fromkeys(PurePosixPath(name).as_posix() for name in names))
    for name in tidy:
        if name.startswith("/") or ".." in PurePosixPath(name).parts:
            hint = "write a path such as data/treatments/ivig/en.yaml"
            raise ContentError([Problem(Place(name), "this leads out of the folder", hint)])
        if name not in known:
            raise NotFound(kind, name, known)
    return tidy


def _check_inside(folder: Path, name: str) -> None:
    for place in (folder / name, folder / _ADOPTED / name):
        if not place.parent.resolve().is_relative_to(folder.resolve()):
            hint = "put a folder in place of the symbolic link"
            raise ContentError([Problem(Place(shown(place)), "this leads out of the folder", hint)])


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    """The files themselves: a link could stand for anything."""
    found = sorted(folder.glob(pattern))
    return (path for path in found if path.is_file() and not path.is_symlink())


@contextmanager
def _private() -> Iterator[None]:
    """Whatever is made meanwhile is for its owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _laid(folder: Path, name: str, data: bytes) -> Laid:
    """The file with that content, unless something stood there before."""
    return Laid(name, folder / name, put_new(folder / name, data, within=folder))


@dataclass(frozen=True)
class Comparison:
    """A clinic's file, ours of that name, and ours as it was adopted; None where there is none."""

    name: str
    theirs: str
    ours: str | None
    adopted: str | None

    def has_news(self) -> bool:
        """Whether ours has changed since it was adopted, and yours does not say so already."""
        if self.ours is None or self.adopted is None:
            return False
        return not _same(self.adopted, self.ours) and not _same(self.theirs, self.ours)

    def told(self) -> Iterator[str]:
        """What has changed in ours, in lines; ContentError where an entry cannot be read."""
        yield f"{self.name}: {self._heading()}"
        if self.has_news():
            before, now = str(self.adopted), str(self.ours)
            if is_merged(self.name):
                yield from self._entries_told(before, now)
            lines = before.splitlines(), now.splitlines()
            yield from unified_diff(*lines, "ours, when adopted", "ours, now", lineterm="")

    def _heading(self) -> str:
        if self.ours is None:
            return "ours is no longer there; yours is used as before."
        if self.adopted is None:
            return self._unknown(self.ours)
        edited = not _same(self.theirs, self.adopted)
        yours = "you have edited yours" if edited else "yours is as it was adopted"
        if _same(self.adopted, self.ours):
            return f"ours has not changed since; {yours}."
        if not self.has_news():
            return "ours has changed since, and yours says the same."
        return f"ours has changed since; {yours}. What changed in ours:"

    def _unknown(self, ours: str) -> str:
        """How a file that was not adopted differs from ours."""
        start = "it was not adopted, so that what has changed in ours is not known"
        if not is_merged(self.name):
            count = _lines_apart(self.theirs, ours)
            return f"{start}; {count} {'line differs' if count == 1 else 'lines differ'} from ours."
        both = _entries(self.name, self.theirs).keys() & _entries(self.name, ours).keys()
        return f"{start} for {_listed(both)}." if both else "all that it holds is your own."

    def _entries_told(self, adopted: str, ours: str) -> Iterator[str]:
        was, now = _entries(self.name, adopted), _entries(self.name, ours)
        theirs = _entries(self.name, self.theirs)
        changed = {name for name in was.keys() & now.keys() if was[name] != now[name]}
        for names, what in (
            (changed, "changed"),
            (now.keys() - was.keys(), "new"),
            (was.keys() - now.keys(), "gone"),
        ):
            if names:
                yield f"  {what}: {_listed(names)}"
        if held := changed & theirs.keys():
            yield f"  yours stands in place of ours for: {_listed(held)}"


def compare(folder: Path, names: Sequence[str] = ()) -> tuple[Comparison, ...]:
    """Every file of the clinic's folder that stands for one of ours, or those of these names."""
    shipped, gathering = ours(), Gathering()
    known = _standing(folder, shipped)
    wanted = _asked(names, known, "file of your own that stands for one of ours,") or known
    compared = [gathering.tried(_compared, folder, name, name in shipped) for name in wanted]
    if gathering.problems:
        raise gathering.error()
    return tuple(one for one in compared if one)


def _compared(folder: Path, name: str, is_ours: bool) -> Comparison:
    kept = folder / _ADOPTED / name
    return Comparison(
        name,
        words_of(folder / name),
        words_of(SHIPPED / name) if is_ours else None,
        # A link could stand for anything, and what it holds would be shown.
        words_of(kept) if kept.is_file() and kept.resolve() == _straight(kept) else None,
    )


def _straight(path: Path) -> Path:
    """Where the file lies if no link stands on its way but above the clinic's folder."""
    folder = next(above for above in path.parents if above.name == _ADOPTED).parent
    return folder.resolve() / path.relative_to(folder)


def _standing(folder: Path, shipped: Iterable[str]) -> Sequence[str]:
    kept = folder / _ADOPTED
    adopted = (path.relative_to(kept).as_posix() for path in _files(kept, "**/*"))
    return sorted(name for name in {*shipped, *adopted} if (folder / name).is_file())


def see(folder: Path, compared: Iterable[Comparison]) -> tuple[str, ...]:
    """The names of those whose ours of now is from here on what it is compared with."""
    names = tuple(one.name for one in compared if one.ours is not None)
    for name in names:
        _check_inside(folder, name)
    with _private():
        for name in names:
            put(folder / _ADOPTED / name, (SHIPPED / name).read_bytes(), within=folder)
    return names


def _same(one: str, other: str) -> bool:
    """Whether both say the same, however their lines end."""
    return one.splitlines() == other.splitlines()


def _lines_apart(one: str, other: str) -> int:
    parts = SequenceMatcher(None, one.splitlines(), other.splitlines(), autojunk=False)
    spans = (span for kind, *span in parts.get_opcodes() if kind != "equal")
    return sum(max(i2 - i1, j2 - j1) for i1, i2, j1, j2 in spans)


def _entries(name: str, text: str) -> Mapping[str, Any]:
    """The entries of a file that is merged, by name; ContentError where it cannot be read."""
    data = read_text(text, name).data
    data = data if isinstance(data, dict) else {}
    listed, called = _NAMED.get(PurePosixPath(name).parts[1], ("", ""))
    if not listed:
        return data
    held = data.get(listed)
    entries = held if isinstance(held, list) else []
    named = (entry for entry in entries if isinstance(entry, dict) and called in entry)
    return {str(entry[called]): entry for entry in named}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
