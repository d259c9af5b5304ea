"""The entry rule of a card in the draft."""

from __future__ import annotations

import pytest

from hubapp.cards import CARD_TYPES
from hubapp.core.errors import Refused
from hubapp.services.editing import cards, drafts, hubs, saves
from hubapp.services.editing.entries import EntryControls, entry_as_posted


@pytest.fixture
def hub(app, workspace, owner):
    return hubs.create_hub(workspace.id, owner.id, "Summer")


@pytest.fixture
def card(hub) -> str:
    return cards.add_card(hub.id, None, "poll")


def entry_of(hub, card):
    return drafts.draft_snapshot(hub.id).card(card).entry


@pytest.mark.parametrize("kind", CARD_TYPES)
def test_a_new_card_begins_with_the_rule_of_its_type(hub, kind):
    made = cards.add_card(hub.id, None, kind)
    assert entry_of(hub, made).rule == CARD_TYPES[kind].entry_rule


def test_a_rule_is_saved_kept_and_copied_with_the_card(hub, card):
    saves.save_card(hub.id, None, card, {"card_entry": {"rule": "hours", "hours": "1.5"}})
    saves.save_card(hub.id, None, card, {"card_title": "Vote"})
    copy = cards.duplicate_card(hub.id, None, card)
    for each in (card, copy):
        assert (entry_of(hub, each).rule, entry_of(hub, each).hours) == ("hours", 1.5)


@pytest.mark.parametrize(
    ("typed", "where", "said"),
    [
        ({"rule": "twice"}, "card_entry.rule", "Choose one of the rules"),
        ({"rule": "hours", "hours": "0"}, "card_entry.hours", "from 1 to 720"),
        ({"rule": "hours", "hours": "721"}, "card_entry.hours", "from 1 to 720"),
        ({"rule": "hours", "hours": "often"}, "card_entry.hours", "Enter a number"),
        ({"rule": "day", "turns": "0"}, "card_entry.turns", "from 1 to 10"),
        ({"rule": "day", "turns": "11"}, "card_entry.turns", "from 1 to 10"),
        ({"rule": "day", "turns": "2.5"}, "card_entry.turns", "a whole number from 1 to 10"),
        ({"rule": "day", "turns": ""}, "card_entry.turns", "Enter a number"),
    ],
)
def test_what_is_no_rule_is_refused_with_a_sentence(hub, card, typed, where, said):
    before = drafts.documents(hub.id)
    with pytest.raises(Refused) as caught:
        saves.save_card(hub.id, None, card, {"card_entry": typed})
    [problem] = caught.value.problems
    assert problem.where == where
    assert said in str(problem.sentence)
    assert drafts.documents(hub.id) == before


def test_a_card_of_before_has_no_limit(hub, card):
    document = drafts.documents(hub.id)[f"card:{card}"]
    before = {key: each for key, each in document.items() if key != "entry"}
    drafts.change(hub.id, None, "before", {f"card:{card}": before})
    assert not entry_of(hub, card).limits
    assert entry_as_posted(None, before) == EntryControls(rule="none", hours=24, turns=1)


def test_a_rule_of_before_gives_one_turn_until_more_are_chosen(hub, card):
    document = drafts.documents(hub.id)[f"card:{card}"]
    before = {**document, "entry": {"rule": "day", "hours": 24, "field": ""}}
    drafts.change(hub.id, None, "before", {f"card:{card}": before})
    assert entry_of(hub, card).turns == 1
    saves.save_card(hub.id, None, card, {"card_entry": {"turns": "3"}})
    assert (entry_of(hub, card).rule, entry_of(hub, card).turns) == ("day", 3)
