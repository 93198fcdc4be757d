"""What this machine refuses, in plain words: a place that takes no file, a library not there."""

import contextlib
import errno
import hashlib
import hmac
import os
import re
import secrets
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from handouts.problems import ContentError, HandoutsError, Place, Problem, shown

_WHY: Mapping[int, str] = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EROFS: "it is there to be read only",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EEXIST: "a file stands where a folder should",
    errno.ENOTDIR: "a file stands where a folder should",
    errno.ENOENT: "there is no folder to hold it",
}


class Unwritable(ContentError):
    """A place on the disk that takes no file; another file there would fare alike."""

    def __init__(self, place: Path, error: OSError) -> None:
        why = _WHY.get(error.errno or 0) or os.strerror(error.errno or 0)
        super().__init__([Problem(Place(shown(place)), f"cannot be written: {why}")])


@contextlib.contextmanager
def writing(place: Path) -> Iterator[None]:
    """Tell what the disk refuses meanwhile as a mistake in that place."""
    try:
        yield
    except OSError as error:
        raise Unwritable(place, error) from None


def spill(path: str, *parts: bytes) -> None:
    """Write a file that its owner alone may read, whatever stood there: a batch has thousands."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        written = os.writev(handle, parts)
        left = b"".join(parts)[written:] if written < sum(map(len, parts)) else b""
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)


def put(path: Path, data: bytes, *, within: Path, mode: int = 0o666) -> Path:
    """The path, where all of the data now stands; never half of it, nor outside of that folder."""
    if not path.parent.resolve().is_relative_to(within.resolve()):
        hint = "put a folder in place of the symbolic link"
        raise ContentError([Problem(Place(shown(path)), "this leads out of the folder", hint)])
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name that nobody can have put a link under.
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def keep(path: Path, data: bytes, *, within: Path) -> Path:
    """The path, where all of the data lies for its owner alone, even after a power cut."""
    put(path, data, within=within, mode=0o600)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path


def secret(path: Path) -> bytes:
    """The secret that lies there, made where there is none: readable by its owner alone."""
    if not path.exists():
        keep(path, secrets.token_hex(32).encode(), within=path.parent)
    return path.read_bytes()


def keyed(secret: bytes, *inputs: str) -> str:
    """What stands for these inputs, and can be made of them only with the secret."""
    told = hmac.new(secret, digestmod=hashlib.sha256)
    for part in inputs:
        # With its length, so that what ends one input is not taken for the next.
        told.update(f"{len(part)}:{part}".encode())
    return told.hexdigest()


def put_new(path: Path, data: bytes, *, within: Path) -> bool:
    """Whether the data was put there: what stands there already is kept."""
    if os.path.lexists(path):
        return False
    put(path, data, within=within)
    return True


def sha256(path: Path) -> str:
    """The hash of what lies there, in hexadecimal digits; nothing where no file does."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


class NothingPrints(HandoutsError):
    """A library that WeasyPrint lays pages out with cannot be loaded."""

    def __init__(self, error: OSError) -> None:
        named = re.search("'([^']+)'", str(error))
        super().__init__(
            f"Nothing can be printed, since {named[1] if named else 'Pango'} cannot be loaded here "
            f"({_to_install()})."
        )


def _to_install() -> str:
    """How Pango is installed on this system."""
    if sys.platform == "darwin":
        return "type: brew install pango"
    if Path("/etc/debian_version").exists():
        return "type: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    return "see https://doc.courtbouillon.org/weasyprint/stable/first_steps.html"
