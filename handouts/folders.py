"""What lies in a clinic's folder: the files to read, and what lies where nothing reads it."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISREG

from handouts.problems import Place, Problem, near, refused, shown

#: The parts of a clinic's folder that are printed from.
PARTS = ("data", "templates", "styles")
#: The file of the clinic's folder that says who has signed what.
SIGNOFFS = "signoffs.yaml"

_ID = re.compile(r"[a-z0-9-]{1,64}")
_LANGUAGE = re.compile(r"[a-z]{2}\.yaml")
# Where a file of each language lies, and where a folder for each text does.
_BY_LANGUAGE = ("common", "glossary", "labels", "wording")
_BY_TEXT = ("treatments", "topics")
_SINGLE = ("fields.yaml", "sources.yaml")

_RENAME = "call it by its language, such as en.yaml"


@dataclass(frozen=True)
class Folder:
    """The files of a folder by their relative path, and the mistakes of how they lie in it."""

    path: Path
    files: tuple[PurePosixPath, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether each file of it is where it is read."""
        return not self.problems

    def matching(self, pattern: str) -> Iterator[Path]:
        """The files of that pattern, such as `data/labels/*.yaml`, in the order of their names."""
        depth = len(PurePosixPath(pattern).parts)
        for name in self.files:
            if len(name.parts) == depth and name.match(pattern):
                yield self.path / name

    def below(self, name: str) -> Iterator[Path]:
        """The files anywhere below that folder, such as `styles/fonts`, in the order of names."""
        return (self.path / file for file in self.files if file.is_relative_to(name))


def ours(path: Path) -> Folder:
    """The shipped folder, which holds nothing but what is read."""
    found = (PurePosixPath(file.relative_to(path)) for file in path.glob("data/**/*.yaml"))
    return Folder(path, tuple(sorted(found)))


def clinics(path: Path) -> Folder:
    """A clinic's folder, resolved: no link that leads out of it is followed, and none opened."""
    sweep = _Sweep(path)
    for part in ("clinic.yaml", SIGNOFFS, *PARTS):
        if os.path.lexists(path / part):
            sweep.look(PurePosixPath(part))
    read, stray = [], {}
    for name in sorted(sweep.files):
        # What a Mac, or an editor, leaves beside a file.
        if any(part.startswith(".") for part in name.parts):
            continue
        if found := _stray(name):
            place, *told = found
            stray[place] = Problem(Place(shown(path / place)), *told)
        else:
            read.append(name)
    return Folder(path, tuple(read), (*sweep.problems, *stray.values()))


class _Sweep:
    """One walk through a folder, by what the disk says of each name; nothing is opened."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: list[PurePosixPath] = []
        self.problems: list[Problem] = []
        self._linked: set[str] = set()

    def look(self, name: PurePosixPath) -> None:
        """Note the file, or what is wrong with it; of a folder, all that lies in it."""
        path = self.root / name
        try:
            if path.is_symlink() and not self._may_follow(name):
                return
            mode = path.stat().st_mode
            if S_ISDIR(mode):
                self._folder(name)
            elif S_ISREG(mode):
                self.files.append(name)
            else:
                self._wrong(name, "this is neither a file nor a folder", "take it out")
        except OSError as error:
            self._wrong(name, *refused(error))

    def _folder(self, name: PurePosixPath) -> None:
        if name.suffix in (".yaml", ".html", ".css"):
            self._wrong(name, "a folder stands where a file should", "give it another name")
            return
        for inner in sorted((self.root / name).iterdir()):
            self.look(name / inner.name)

    def _may_follow(self, name: PurePosixPath) -> bool:
        """Whether the link leads to something within the folder that was not come by before."""
        path = self.root / name
        try:
            target = Path(os.path.realpath(path, strict=True))
        except OSError:
            # An editor's mark of a file that is open is a hidden link to nothing.
            if not name.name.startswith("."):
                self._wrong(name, "this link leads to nothing", "put the file itself here")
            return False
        # Patients' files and what was printed lie in the clinic's folder too.
        part = self.root / name.parts[0]
        if not target.is_relative_to(part if len(name.parts) > 1 else self.root):
            message = "this link leads out of the clinic's folder"
            if target.is_relative_to(self.root):
                message = f"this link leads out of `{name.parts[0]}`"
            self._wrong(name, message, "put the file itself here")
            return False
        around = os.path.realpath(path.parent)
        if target.is_dir() and (Path(around).is_relative_to(target) or str(target) in self._linked):
            hint = "put the files themselves here"
            self._wrong(name, "this link leads to a folder that is read already", hint)
            return False
        self._linked.add(str(target))
        return True

    def _wrong(self, name: PurePosixPath, message: str, hint: str) -> None:
        self.problems.append(Problem(Place(shown(self.root / name)), message, hint))


def _stray(name: PurePosixPath) -> tuple[PurePosixPath, str, str] | None:
    """What is wrong with how the file is called or where it lies, and at which path to tell it."""
    plain = re.fullmatch(r"(.+?)(\.yaml|\.yml)(\.txt)?", name.name, re.IGNORECASE)
    if name.parts[0] != "data" or not plain:
        return None
    if not name.name.endswith(".yaml"):
        return name, "nothing reads a file called so", f"rename it to {plain[1]}.yaml"
    match name.parts[1:]:
        case (single,) if single in _SINGLE:
            return None
        case (shelf, file) if shelf in _BY_LANGUAGE:
            return None if _LANGUAGE.fullmatch(file) else (name, _NO_LANGUAGE, _RENAME)
        case (shelf, text, file) if shelf in _BY_TEXT:
            if not _ID.fullmatch(text):
                hint = "use a to z, 0 to 9 and -, at most 64"
                return name.parent, "this folder is not called as an id must be", hint
            return None if _LANGUAGE.fullmatch(file) else (name, _NO_LANGUAGE, _RENAME)
        case (shelf, _) if shelf in _BY_TEXT:
            hint = f"put it into a folder of its own: data/{shelf}/{plain[1]}/en.yaml"
            return name, "nothing reads a file here", hint
    return name, "nothing reads a file here", _placed(name.parts[1])


_NO_LANGUAGE = "this file is not called by a language"


def _placed(shelf: str) -> str:
    if shelf in (*_BY_LANGUAGE, *_BY_TEXT):
        return f"see in the README how data/{shelf} is laid out"
    return near(shelf, (*_BY_LANGUAGE, *_BY_TEXT, *_SINGLE))
