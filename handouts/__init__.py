"""Handouts: printable, accessible, archival PDF handouts for clinics."""

import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent

#: The folder that holds the shipped templates, styles and data: inside the wheel, or the checkout.
SHIPPED = _HERE / "shipped" if (_HERE / "shipped").is_dir() else _HERE.parent

# Before WeasyPrint loads fontconfig: the process sees the shipped fonts and never the system's.
os.environ["FONTCONFIG_FILE"] = str(SHIPPED / "styles" / "fonts" / "fonts.conf")
