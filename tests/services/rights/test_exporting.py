"""Whoever asks gets everything, and nothing of anybody else."""

from __future__ import annotations

import csv
import io
import json

import pytest
from sqlalchemy import select

from hubapp.core.errors import NotFoundHere
from hubapp.extensions import db
from hubapp.models import Contact, Hub
from hubapp.services.rights import exporting
from tests.services.rights.planted import MARK, hub_with_everything, plant


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_with_everything(sandbox)


def test_an_export_has_every_value_and_nothing_of_others(hub):
    told = exporting.export(hub.workspace_id, plant(hub).id)
    text = json.dumps(told)
    # What is said of them elsewhere (words of a destination, runs) is not theirs to carry along.
    for number in (1, 2, 3, 4, 5, 6, 7):
        assert f"{MARK}{number}" in text, number
    assert "other@example.com" not in text
    assert [len(told[name]) for name in ("contacts", "submissions", "plays", "consents")] == [
        1,
        2,
        2,
        2,
    ]
    assert {each["state"] for each in told["deliveries"]} == {"delivered", "waiting"}


def test_as_a_table_it_has_a_row_for_each_value(hub):
    told = exporting.export(hub.workspace_id, plant(hub).id)
    rows = list(csv.DictReader(io.StringIO(exporting.as_csv(told))))
    assert set(rows[0]) == set(exporting.COLUMNS)
    kinds = {row["what"].split(" (")[0] for row in rows}
    told_of = {"contact", "known", "submission", "play", "activity", "consent"}
    assert kinds == told_of | {"sent to braze"}
    mine = [row for row in rows if row["what"] == "submission"]
    assert f"{MARK}2 Ana" in {row["value"] for row in mine}
    assert {row["hub"] for row in mine} == {"Summer kick-off"}


@pytest.mark.parametrize(
    ("value", "kept"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("+61", "'+61"), ("Ana", "Ana"), (None, ""), (3, "3")],
)
def test_a_spreadsheet_runs_nothing_of_it(value, kept):
    assert exporting.cell(value) == kept


def test_a_strangers_is_not_found(hub):
    plant(hub)
    contact = db.session.scalars(select(Contact.id)).first()
    with pytest.raises(NotFoundHere):
        exporting.export(hub.workspace_id + 1, contact)
