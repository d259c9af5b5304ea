"""What votes came to, for everybody to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def shares(choices: Sequence[Mapping[str, Any]], tally: Mapping[str, int]) -> tuple[list[int], int]:
    """For each choice that is shown its whole per cent, and how many votes they have. Votes for a
    choice that was removed do not count, and what is shown adds up to 100."""
    counts = [tally.get(choice["id"], 0) for choice in choices]
    total = sum(counts)
    if not total:
        return [0 for _ in counts], 0
    found = [100 * count // total for count in counts]
    # Rounded down, each lost less than one: whoever lost most gets it back.
    lost = sorted(range(len(counts)), key=lambda at: -(100 * counts[at] % total))
    for at in lost[: 100 - sum(found)]:
        found[at] += 1
    return found, total


def ranked(choices: Sequence[Mapping[str, Any]], tally: Mapping[str, int]) -> list[dict[str, Any]]:
    """The choices with their ``place`` (from 1; those with as many votes share one), ``share`` and
    ``votes``, most votes first."""
    parts, _ = shares(choices, tally)
    counts = [tally.get(choice["id"], 0) for choice in choices]
    found = [
        {
            **choice,
            "place": 1 + sum(other > count for other in counts),
            "share": part,
            "votes": count,
        }
        for choice, part, count in zip(choices, parts, counts, strict=True)
    ]
    return sorted(found, key=lambda each: each["place"])
