"""What a connection would no longer get is asked about before publishing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubapp.core.mapping import CONSENTING, FALL, FieldMapping, MappingRow
from hubapp.core.trigger import OUTCOME, Plan
from hubapp.doors.database import transaction
from hubapp.services.editing import Consent, draft_snapshot, publish
from hubapp.services.integrations import connection_of
from hubapp.services.integrations.unfed import doubted_targets
from tests.support.application import connect
from tests.support.deliveries import hub_at


@pytest.fixture
def hub(app, sandbox):
    hub = hub_at(sandbox)
    connect(hub, sandbox.url)
    return hub


@pytest.fixture
def mapping(hub) -> FieldMapping:
    return FieldMapping.from_json(connection_of(hub.id, "braze").mapping)


def without_forms(snapshot):
    pages = tuple(
        replace(page, cards=tuple(replace(card, form=None) for card in page.cards))
        for page in snapshot.pages
    )
    return replace(snapshot, pages=pages)


def test_as_long_as_all_that_is_mapped_is_there_nothing_is_asked(hub):
    live = draft_snapshot(hub.id)
    assert doubted_targets(hub.id, live, live) == []
    assert doubted_targets(hub.id, None, live) == []


def test_each_target_that_ends_is_named_and_who_people_are_first(hub, mapping):
    live = draft_snapshot(hub.id)
    found = doubted_targets(hub.id, live, without_forms(live))
    assert found[0].key == "mapping:braze/identity"
    assert "nothing more can be sent" in str(found[0].sentence)
    mapped = [row.target for row in mapping.rows if row.source.startswith("field.")]
    assert [each.key for each in found[1:]] == [f"mapping:braze/{target}" for target in mapped]
    assert "Braze: First name is no longer fed" in " ".join(str(each.sentence) for each in found)


def test_when_the_consent_that_is_asked_for_ends_nobody_would_be_sent(hub, mapping):
    asked = replace(mapping, whom=CONSENTING, consent_source="field.marketing_consent")
    with transaction():
        connection_of(hub.id, "braze").mapping = asked.to_json()
    live = draft_snapshot(hub.id)
    found = [each.key for each in doubted_targets(hub.id, live, without_forms(live))]
    assert "mapping:braze/consent" in found


def test_when_what_finds_who_lacks_the_first_way_ends_they_would_be_refused(hub, mapping):
    falls = replace(mapping, lacking=FALL, fallback_source="field.email")
    with transaction():
        connection_of(hub.id, "braze").mapping = falls.to_json()
    live = draft_snapshot(hub.id)
    found = {
        each.key: str(each.sentence) for each in doubted_targets(hub.id, live, without_forms(live))
    }
    assert "they are refused" in found["mapping:braze/fallback"]


def test_a_message_that_would_lose_its_source_is_asked_about(hub, mapping):
    plan = Plan(3, rows=(("name", "field.first_name"),))
    waits = Plan(4, moment=OUTCOME, source="field.first_name")
    with transaction():
        connection_of(hub.id, "braze").triggers = [plan.to_json(), waits.to_json()]
    live = draft_snapshot(hub.id)
    found = [each.key for each in doubted_targets(hub.id, live, without_forms(live))]
    assert {"mapping:braze/message3.name", "mapping:braze/message4"} <= set(found)


def test_a_row_that_was_never_fed_is_not_asked_about_again(hub, mapping):
    row = MappingRow("field.gone_long_ago", "custom.gone")
    with transaction():
        connection_of(hub.id, "braze").mapping = replace(mapping, rows=(row,)).to_json()
    live = draft_snapshot(hub.id)
    assert doubted_targets(hub.id, live, live) == []


def test_whoever_says_yes_to_nothing_there_publishes_as_ever(hub):
    assert publish(hub.id, None, Consent()).number > 0
