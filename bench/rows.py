"""What a benchmark says: ours, the reference, and how one stands to the other."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Step = tuple[str, Callable[[Path], Iterator[Row]]]
"""A name to ask for on the command line, and what measures its rows in an empty folder."""


def row(what: str, unit: str, ours: float, reference: float, ratio: float, **more: Any) -> Row:
    return {
        "what": what,
        "unit": unit,
        "ours": round(ours, 3),
        "reference": round(reference, 3),
        "ratio": round(ratio, 2),
        **more,
    }


def megabytes() -> float:
    """Largest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
