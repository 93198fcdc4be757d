"""The two judges of a printed PDF: veraPDF (PDF/A and PDF/UA) and outloud (what is read aloud)."""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from handouts.checks.verapdf import SOURCE, faults, libraries, missing

CACHE = Path(__file__).parent.parent / ".pytest_cache" / "judge"

# A page number that is read aloud on every page is only a warning there, and is a fault here.
BAD = ("error", "warning")


def judge(*files: Path, flavours: tuple[str, ...] = ("2a", "ua1")) -> list[str]:
    """The faults that veraPDF finds in all files, one a line; empty when every file passes."""
    _need(available())
    return faults(files, flavours, _compiled())


def outloud(*files: Path) -> list[str]:
    """The faults that outloud finds in all files, one a line; empty when every file passes."""
    _need(_missing_outloud())
    report = json.loads(_run(*_outloud(), *map(str, files), fine=(0, 1, 2)))
    results: list[dict[str, Any]] = report["results"]
    if len(results) != len(files):
        raise RuntimeError(f"outloud judged {len(results)} of {len(files)} files")
    return [fault for result in results for fault in _faults(result)]


def available() -> str | None:
    """None when both judges can run, otherwise a sentence that names what is missing."""
    return missing() or _missing_outloud()


def _missing_outloud() -> str | None:
    if find_spec("outloud"):
        return None
    return "outloud is not here: install the Python package outloud."


def _need(missing: str | None) -> None:
    """A judge that cannot run fails the test: a silent judge would pass every file."""
    if missing:
        raise RuntimeError(f"{missing} (`make test` does so.)")


def _compiled() -> Path:
    """The folder of Judge.class: compiled once for each wording of Judge.java."""
    folder = CACHE / hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    if not folder.exists():
        _compile(folder)
    return folder


def _compile(folder: Path) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    fresh = tempfile.mkdtemp(dir=CACHE)
    _run("javac", "-encoding", "UTF-8", "-cp", libraries(), "-d", fresh, SOURCE)
    try:
        Path(fresh).rename(folder)  # Whole or not at all: other workers compile at the same time.
    except OSError:
        shutil.rmtree(fresh)


def _outloud() -> list[str]:
    command = Path(sys.executable).with_name("outloud")
    return [str(command), "-q", "--layer", "conformance", "--json", "-"]


def _faults(result: dict[str, Any]) -> list[str]:
    """The faults of one file; a file it can't read and a rule that crashed are faults too."""
    name = Path(result["path"]).name
    unread = [result["error"]] if result["error"] else []
    crashed = [f"{run['rule']} crashed" for run in result["rules"] if run["status"] == "crashed"]
    found = [_finding(one) for one in result["findings"] if one["severity"] in BAD]
    return [f"{name} {fault}" for fault in (*unread, *crashed, *found)]


def _finding(found: dict[str, Any]) -> str:
    text = f"{found['rule']} x{found['count']}: {found['message']}"
    return " ".join(f"{text} (page {found.get('page', '-')}: {found.get('evidence', '')})".split())


def _run(*command: str | Path, fine: tuple[int, ...] = (0,)) -> str:
    """What the command prints; RuntimeError when it ends with any other code than the fine ones."""
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    if done.returncode not in fine:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout
