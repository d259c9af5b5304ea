"""How winners are drawn, for anybody to check: ``python3 drawing.py entries.txt --seed ...``.

1. Before the draw the list is frozen: the ids of the entries that take part, one of each person, a
   line each, every line ended by a line feed. Its SHA-256 is published.
2. With it a seed is published: 32 bytes fresh from the operating system, as 64 hexadecimal digits.
3. An entry's ticket is the SHA-256 of the seed, a colon and its id: ``<seed>:<id>``, in UTF-8.
4. The entry with the lowest ticket has place 1, the next one place 2, and so on. The first places
   win, those after them are the reserves, in this order.

So the same list and seed always give the same places, and nobody can choose them: the list and the
seed were written before, and a draw that is cancelled stays published. Python alone is needed.
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """line: of the entry in the list, from 1."""

    line: int
    entry: str


def text_of(entries: Sequence[str]) -> str:
    """Entries as they stand in the list."""
    return "".join(f"{entry}\n" for entry in entries)


def ticket(seed: str, entry: str) -> str:
    """What decides an entry's place: the lower, the better."""
    return hashlib.sha256(f"{seed}:{entry}".encode()).hexdigest()


def places(entries: Iterable[str], seed: str, count: int) -> list[Place]:
    """The first ``count`` places of a list."""
    numbered = (Place(line, entry) for line, entry in enumerate(entries, 1))
    return heapq.nsmallest(count, numbered, key=lambda each: ticket(seed, each.entry))


def main(given: Sequence[str] | None = None) -> int:
    """The command. 0: done; 1: the list is another one than was published."""
    parser = argparse.ArgumentParser(description="Check a draw of winners.")
    parser.add_argument("file", help="the published list of entries")
    parser.add_argument("--seed", required=True, help="the published seed")
    parser.add_argument("--places", type=int, default=10, help="winners and reserves together")
    parser.add_argument("--hash", default="", help="the published SHA-256 of the list")
    asked = parser.parse_args(given)
    with open(asked.file, "rb") as file:
        body = file.read()
    found = hashlib.sha256(body).hexdigest()
    sys.stdout.write(f"SHA-256 of the list: {found}\n")
    if asked.hash and asked.hash != found:
        sys.stdout.write("This is NOT the list that was published.\n")
        return 1
    drawn = places(body.decode().splitlines(), asked.seed, asked.places)
    for number, place in enumerate(drawn, 1):
        sys.stdout.write(f"Place {number}: line {place.line}, entry {place.entry}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
