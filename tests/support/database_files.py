"""What stands in the files of a database on SQLite."""

from __future__ import annotations

import subprocess
from pathlib import Path


def files_with(folder: Path, text: str) -> list[str]:
    """The names of the files in a folder that have this text in them.

    Another process reads them: whoever closes a file loses all locks that their process has on it,
    those of SQLite too. The next process to come would take the database for one that nobody uses,
    empty what its users share, and they would die of it, in another test.
    """
    search = ["grep", "-laF", "-d", "skip", text, *map(str, folder.iterdir())]
    found = subprocess.run(search, capture_output=True, text=True, check=False)
    return [Path(each).name for each in found.stdout.splitlines()]
