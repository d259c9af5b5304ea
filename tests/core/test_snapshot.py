"""The documents of a hub: what is stored comes back, and only what is listed is published."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core import snapshot
from hubapp.core.face import BrandFace
from hubapp.core.opening import Opening
from hubapp.core.snapshot import (
    SCHEMA,
    CardSnapshot,
    FieldSnapshot,
    FormSnapshot,
    HubSnapshot,
    PageSnapshot,
    Theme,
    snapshot_of,
    upgraded,
)

texts = st.text(max_size=8)
options = st.dictionaries(texts, texts | st.integers() | st.lists(texts, max_size=2), max_size=2)
fields = st.builds(FieldSnapshot, texts, texts, texts, texts, texts, st.booleans(), options)
forms = st.builds(
    FormSnapshot,
    st.sampled_from(["start", "end"]),
    texts,
    texts,
    st.lists(fields, max_size=2).map(tuple),
)
openings = st.builds(Opening, texts, texts, texts, texts)
cards = st.builds(
    CardSnapshot,
    *(texts, texts, texts, texts, texts, texts, options, st.none() | forms),
    opening=openings,
)
pages = st.builds(PageSnapshot, texts, texts, st.lists(cards, max_size=2).map(tuple))
hubs = st.builds(
    HubSnapshot,
    name=texts,
    tagline=texts,
    theme=st.builds(Theme, texts, texts, texts),
    time_zone=texts,
    opening=openings,
    pages=st.lists(pages, max_size=2).map(tuple),
)
QUIZ = CardSnapshot("c1", "quiz", "the-quiz", "The quiz")
POLL = CardSnapshot("c2", "poll", "the-poll", "The poll")
HUB = HubSnapshot("Hub", pages=(PageSnapshot("p1", "One", (QUIZ,)), PageSnapshot("p2", "Two")))


@given(hubs)
def test_a_stored_hub_comes_back_the_same(hub):
    assert HubSnapshot.from_json(json.loads(json.dumps(hub.to_json()))) == hub


def test_a_hub_says_which_schema_it_was_written_in():
    assert HubSnapshot("Hub").to_json()["schema"] == SCHEMA


def test_a_hub_with_nothing_but_a_name_can_be_read():
    assert HubSnapshot.from_json({"schema": SCHEMA, "name": "Hub"}) == HubSnapshot("Hub")


def test_a_hub_of_a_newer_release_is_refused_with_advice():
    with pytest.raises(ValueError, match="newer than .* update hubapp"):
        HubSnapshot.from_json({"schema": SCHEMA + 1, "name": "Hub"})


def test_an_old_hub_walks_through_every_upgrade(monkeypatch):
    steps = {
        SCHEMA: lambda data: {**data, "schema": SCHEMA + 1, "name": data.pop("title")},
        SCHEMA + 1: lambda data: {**data, "schema": SCHEMA + 2, "tagline": data["name"].upper()},
    }
    monkeypatch.setattr(snapshot, "_UPGRADES", steps)
    monkeypatch.setattr(snapshot, "SCHEMA", SCHEMA + 2)
    found = upgraded({"schema": SCHEMA, "title": "Hub"})
    assert (found["name"], found["tagline"]) == ("Hub", "HUB")


def test_reading_a_hub_leaves_what_was_stored_alone():
    stored = HUB.to_json()
    before = json.dumps(stored)
    HubSnapshot.from_json(stored)
    assert json.dumps(stored) == before


def test_a_card_is_found_by_its_address_and_by_its_id():
    assert HUB.cards() == [QUIZ]
    assert HUB.card_at("the-quiz") is QUIZ
    assert HUB.card("c1") is QUIZ
    assert HUB.card_at("the-poll") is None
    assert HUB.card("the-quiz") is None


def draft() -> dict:
    return {
        "hub": {"name": "Hub", "pages": ["p1"], "theme": {"preset": "gallery"}},
        "page:p1": {"title": "One", "cards": ["c2", "c1"]},
        "page:old": {"title": "Taken out", "cards": []},
        "card:c1": {"kind": "quiz", "slug": "the-quiz", "title": "The quiz"},
        "card:c2": {"kind": "poll", "slug": "the-poll", "title": "The poll"},
        "card:c3": {"kind": "poll", "slug": "old", "title": "Taken out"},
    }


def test_a_draft_freezes_into_what_it_lists_in_that_order():
    frozen = snapshot_of(draft())
    assert frozen.pages == (PageSnapshot("p1", "One", (POLL, QUIZ)),)
    assert frozen.theme == Theme(preset="gallery")


def test_a_draft_may_be_nothing_but_a_name():
    assert snapshot_of({"hub": {"name": "Hub"}}) == HubSnapshot("Hub")


def test_freezing_leaves_the_draft_as_it_was():
    before = draft()
    snapshot_of(before)
    assert before == draft()


@pytest.mark.parametrize(
    ("form", "placement"),
    [
        ({"placement": "start", "fields": []}, "start"),
        ({"placement": "", "headline": "Kept for later"}, None),
        ({"headline": "Kept for later"}, None),
        (None, None),
    ],
)
def test_only_a_form_that_was_placed_is_shown(form, placement):
    documents = {**draft(), **({"form:c1": form} if form else {})}
    card = snapshot_of(documents).card("c1")
    assert (card.form.placement if card.form else None) == placement


def test_the_fields_of_a_form_keep_their_order():
    stored = [{"id": each, "kind": "text", "key": each, "label": each} for each in "ba"]
    form = FormSnapshot.from_json({"fields": stored})
    assert [each.id for each in form.fields] == ["b", "a"]
    assert (form.placement, form.button) == ("end", "Continue")


def test_a_brands_face_comes_back_as_it_was():
    hub = HubSnapshot("Summer", face=BrandFace("1", "Brand", 90.0))
    assert HubSnapshot.from_json(hub.to_json()) == hub
    without = hub.to_json()
    del without["face"]
    assert HubSnapshot.from_json(without).face is None
