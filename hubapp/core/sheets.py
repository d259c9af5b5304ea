"""Lines of a CSV file that Excel opens as it should."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

BOM = "\ufeff"
"""At the beginning of the file: without it Excel does not read UTF-8."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def line(cells: Sequence[object]) -> str:
    """Cells as a line. A text that a spreadsheet would take for a formula, and so run what a
    visitor typed, gets an apostrophe before it; a number stays one."""
    written = io.StringIO()
    csv.writer(written).writerow([_harmless(each) for each in cells])
    return written.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
