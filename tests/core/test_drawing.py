"""How winners are drawn, and how anybody checks it."""

from __future__ import annotations

import hashlib
import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

from hubapp.core import drawing
from hubapp.core.drawing import main, places, text_of

SEED = "0" * 64
ENTRIES = [f"entry-{number}" for number in range(20)]


def test_the_same_list_and_seed_give_the_same_places_in_whatever_order_it_stands():
    first = [place.entry for place in places(ENTRIES, SEED, 5)]
    assert [place.entry for place in places(ENTRIES[::-1], SEED, 5)] == first
    assert [place.entry for place in places(ENTRIES, "1" * 64, 5)] != first
    assert [ENTRIES[place.line - 1] for place in places(ENTRIES, SEED, 5)] == first


def test_the_lowest_ticket_wins():
    by_hand = min(ENTRIES, key=lambda each: hashlib.sha256(f"{SEED}:{each}".encode()).hexdigest())
    assert places(ENTRIES, SEED, 1)[0].entry == by_hand


def test_everybody_wins_as_often_as_everybody_else():
    """Chi-square of 10,000 draws among twenty; below 73.2 lies all but a millionth (19 degrees)."""
    won = Counter(places(ENTRIES, f"{seed:064x}", 1)[0].entry for seed in range(10_000))
    mean = 10_000 / len(ENTRIES)
    assert sum((won[each] - mean) ** 2 / mean for each in ENTRIES) < 73.2
    assert math.isclose(sum(won.values()), 10_000)


def test_one_changed_entry_is_another_list(tmp_path, capsys):
    file = tmp_path / "entries.txt"
    file.write_text(text_of(ENTRIES))
    published = hashlib.sha256(file.read_bytes()).hexdigest()
    given = [str(file), "--seed", SEED, "--places", "2", "--hash"]
    assert main([*given, published]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith(published)
    assert [line.split()[-1] for line in said[1:]] == [
        each.entry for each in places(ENTRIES, SEED, 2)
    ]
    file.write_text(text_of([*ENTRIES[:-1], "entry-99"]))
    assert main([*given, published]) == 1
    assert "NOT the list" in capsys.readouterr().out


def test_the_published_file_alone_checks_a_draw(tmp_path):
    """In an empty folder, with nothing of ours installed (-I, -S)."""
    (tmp_path / "entries.txt").write_text(text_of(ENTRIES))
    (tmp_path / "drawing.py").write_bytes(Path(drawing.__file__).read_bytes())
    command = [sys.executable, "-I", "-S", "drawing.py", "entries.txt", "--seed", SEED]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert f"Place 1: line {places(ENTRIES, SEED, 1)[0].line}, " in said
