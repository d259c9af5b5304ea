"""New connections begin with the workspace's default, as far as the hub has what feeds it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubapp.core.errors import NotFoundHere
from hubapp.core.mapping import CONSENTING, CONSTANT, FieldMapping, MappingRow
from hubapp.doors.database import transaction
from hubapp.models import Connection, Hub
from hubapp.services import editing
from hubapp.services.integrations import connections, defaults, versions
from hubapp.services.integrations.mappings import sources
from tests.support.deliveries import hub_at
from tests.support.factories import ConnectionFactory

FIELD = MappingRow("field.first_name", "attribute.first_name")
FIXED = MappingRow(CONSTANT, "custom.from_hub", "yes", "boolean")


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_at(sandbox)


@pytest.fixture
def other(hub) -> Hub:
    """Another hub of the workspace, with cards of its own."""
    return editing.duplicate_hub(hub).hub


def connected(hub: Hub, *rows: MappingRow, **more: object) -> Connection:
    connection = ConnectionFactory(hub=hub, endpoint=hub.endpoint, mapping_number=0)
    mapping = replace(FieldMapping("email", "field.email", "", rows), **more)
    with transaction():
        versions.freeze(connection, mapping, None)
    return connection


def begun(hub: Hub) -> FieldMapping:
    return connections.form_of(hub, "braze").mapping


def card_of(hub: Hub, kind: str) -> str:
    cards = editing.draft_snapshot(hub.id).cards()
    return next(each.id for each in cards if each.kind == kind)


def test_a_new_connection_begins_with_it_and_says_so(hub, other):
    score = MappingRow(f"card.{card_of(hub, 'quiz')}.score", "custom.quiz")
    connection = connected(hub, FIELD, score, FIXED)
    suggested = begun(other)
    defaults.make_default(hub, connection, 1)
    mine = replace(score, source=f"card.{card_of(other, 'quiz')}.score")
    assert begun(other).rows == (FIELD, mine, FIXED)
    words = str(defaults.begun_in_words(other, "braze", sources(other)))
    assert words.startswith("This begins with the workspace’s default: version 1 of")
    assert "Left out" not in words
    defaults.drop_default(hub.workspace_id, "braze")
    assert begun(other) == suggested
    assert defaults.begun_in_words(other, "braze", sources(other)) is None


def test_what_the_hub_does_not_have_is_left_out_and_counted(hub, other):
    gone = [MappingRow("field.shoe", "custom.shoe"), MappingRow("card.nowhere.score", "custom.s")]
    more = {
        "whom": CONSENTING,
        "consent_source": "field.gone",
        "lacking": "fall",
        "fallback_by": "phone",
        "fallback_source": "field.mobile",
    }
    defaults.make_default(hub, connected(hub, FIELD, *gone, **more), 1)
    mapping = begun(other)
    assert mapping.rows == (FIELD,)
    assert (mapping.whom, mapping.consent_source) == ("", "")
    assert (mapping.lacking, mapping.fallback_by) == ("skip", "")
    said = str(defaults.begun_in_words(other, "braze", sources(other)))
    assert said.endswith("does not have what feeds them: 2 rows.")


def test_a_hub_without_what_identifies_is_suggested_its_own(hub, other):
    connection = connected(hub, FIELD, identify_by="external_id", identity_source="field.crm")
    defaults.make_default(hub, connection, 1)
    assert begun(other).identity_source == "field.email"


def test_the_newest_default_counts_and_only_a_version_that_there_is(hub, other):
    connection = connected(hub, FIELD)
    defaults.make_default(hub, connection, 1)
    with transaction():
        versions.freeze(connection, FieldMapping("email", "field.email", "", (FIXED,)), None)
    defaults.make_default(hub, connection, 2)
    assert begun(other).rows == (FIXED,)
    assert defaults.default_of(hub.workspace_id, "braze").number == 2
    assert defaults.default_of(hub.workspace_id, "webhook") is None
    with pytest.raises(NotFoundHere):
        defaults.make_default(hub, connection, 3)
