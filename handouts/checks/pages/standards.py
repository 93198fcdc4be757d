"""The file is archival (PDF/A-2a) and accessible (PDF/UA-1), as veraPDF says.

veraPDF is not ours. Where Java or veraPDF is missing, a note says what to install, and nobody has
judged the file here.

A template, a style or a picture of yours may ask for something that the standards do not allow.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from handouts.checks import verapdf
from handouts.checks.finding import Finding
from handouts.checks.proof import Proof

RULE = "standards"
STANDARD = "S23"

_NOBODY = "nobody has judged if the files are archival and accessible"
_NAMES = {"2a": "PDF/A-2a", "ua1": "PDF/UA-1"}


def check(proofs: Sequence[Proof]) -> Iterator[Finding]:
    """A finding for each rule that a file breaks; a note where nobody can judge."""
    if not proofs:
        return
    if missing := verapdf.missing():
        yield proofs[0].finding(RULE, "note", None, _NOBODY, missing.rstrip("."))
        return
    with tempfile.TemporaryDirectory() as folder:
        files = {f"{one.job.name}.pdf": one for one in proofs}
        for name, proof in files.items():
            (Path(folder) / name).write_bytes(proof.pdf)
        try:
            faults = verapdf.faults([Path(folder) / name for name in files])
        except verapdf.Unjudged as error:
            yield proofs[0].finding(RULE, "note", None, _NOBODY, str(error))
            return
        for fault in faults:
            name, flavour, told = fault.split(" ", 2)
            message = f"it is no {_NAMES[flavour]}: {told}"
            yield files[name].finding(RULE, "error", None, message, "look at your templates")
