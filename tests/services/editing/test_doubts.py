"""What to say yes to before publishing."""

from __future__ import annotations

import pytest

from hubapp.core.errors import EditConflict, HubNotPublishable
from hubapp.core.snapshot import snapshot_of
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services.editing import cards, doubts, drafts, hubs, samples, versions
from hubapp.services.editing.versions import Consent
from tests.support.own_words import make_own

ASKED = doubts.Doubt("mapping:x/y", "mapping:x/", Words("No longer fed."))


def of(hub_id, live, docs):
    return doubts.doubts_of(hub_id, live, snapshot_of(docs), samples.samples_of(docs))


@pytest.fixture
def hub(app, workspace, owner) -> Hub:
    made = hubs.create_hub(workspace.id, owner.id, "Summer")
    cards.add_card(made.id, owner.id, "poll")
    return made


@pytest.fixture
def asks(app, hub):
    """Another area asks about the hub. What it was asked with."""
    heard: list = []

    def ask(*about: object) -> list[doubts.Doubt]:
        heard.append(about)
        return [ASKED]

    before = app.extensions["asked_before_publishing"]
    doubts.ask_before_publishing(app, ask)
    yield heard
    doubts.ask_before_publishing(app, *before)


def test_what_another_area_asks_is_not_published_without_a_yes(hub, asks):
    with pytest.raises(HubNotPublishable) as refused:
        versions.publish(hub.id, None, Consent())
    assert [str(each.sentence) for each in refused.value.problems] == ["No longer fed."]
    assert versions.publish(hub.id, None, Consent(agreed=[ASKED.key])).number == 1
    assert asks[-1] == (hub.id, None, drafts.draft_snapshot(hub.id))


def test_a_program_says_yes_to_everything(hub, asks):
    assert versions.publish(hub.id, None).number == 1


def test_each_promise_is_a_doubt_of_its_own(hub):
    wheel = cards.add_card(hub.id, None, "wheel")
    make_own(hub.id, wheel)
    found = of(hub.id, None, drafts.documents(hub.id))
    assert [str(each.sentence) for each in found] == [
        "“Spin to win” promises “10% off”, which is a sample.",
        "“Spin to win” promises “Free coffee”, which is a sample.",
    ]
    with pytest.raises(HubNotPublishable):
        versions.publish(hub.id, None, Consent(agreed=[found[0].key]))


def test_that_people_are_erased_at_once_is_a_doubt(hub):
    cards.add_card(hub.id, None, "content")
    document = drafts.documents(hub.id)["hub"]
    opening = {"opens_at": "", "closes_at": "2026-01-01T00:00", "closed_text": "", "closed_url": ""}
    drafts.change(hub.id, None, "x", {"hub": {**document, "opening": opening, "erase_days": 3}})
    docs = drafts.documents(hub.id)
    [found] = [each for each in of(hub.id, None, docs) if each.key == "erasing"]
    assert "more than 3 days ago" in str(found.sentence)
    live = drafts.draft_snapshot(hub.id)
    assert "erasing" not in [each.key for each in of(hub.id, live, docs)]


def test_a_draft_that_is_not_the_one_seen_is_looked_at_again(hub):
    seen = Consent(drafts.mark_of(hub.id))
    cards.add_card(hub.id, None, "content")
    with pytest.raises(EditConflict):
        versions.publish(hub.id, None, seen)
    assert versions.publish(hub.id, None, Consent(drafts.mark_of(hub.id))).number == 1
