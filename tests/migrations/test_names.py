"""Migrations that two people write at once are put in a line; each is named by when it was made."""

from __future__ import annotations

import re
from pathlib import Path

from alembic.script import ScriptDirectory

import hubapp

FOLDER = Path(hubapp.__file__).parent / "migrations"
RELEASED = {"0001_first_tables", "0002_delivery_engine", "0003_outbox"}
"""Named before the rule."""


def test_there_is_one_head():
    assert len(ScriptDirectory(str(FOLDER)).get_heads()) == 1


def test_a_name_begins_with_the_time_in_utc_and_is_the_revision():
    for file in (FOLDER / "versions").glob("*.py"):
        if file.stem not in RELEASED:
            stamp = re.match(r"\d{8}T\d{4}(?=_[a-z_]+$)", file.stem)
            assert stamp, file.name
            assert f"revision = '{stamp[0]}'" in file.read_text(), file.name
