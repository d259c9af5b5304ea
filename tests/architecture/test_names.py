"""A module is called after what it holds."""

from __future__ import annotations

from tests.architecture.sources import place_of, python_files

SAY_NOTHING = {
    *("utils", "util", "helpers", "helper", "common", "misc", "base"),
    *("manager", "managers"),
}


def test_no_name_says_nothing():
    found = [
        place_of(path)
        for path in python_files("hubapp", "tests", "bench", "pictures", "worker.py")
        if SAY_NOTHING & {path.stem, path.parent.name}
        or any(path.stem.endswith(f"_{word}") for word in SAY_NOTHING)
    ]
    assert not found, "\n".join(found)
