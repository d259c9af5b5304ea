"""Cards of a draft: add, order, duplicate, remove, save."""

from __future__ import annotations

import pytest

from hubapp.core.errors import NotFoundHere
from hubapp.core.words import Words
from hubapp.services.editing import cards, drafts, forms
from tests.services.editing.made_cards import card, hub, order, poll

__all__ = ["hub", "poll"]


def test_a_new_card_is_playable_and_comes_last(hub, poll):
    second = cards.add_card(hub.id, None, "quiz")
    assert order(hub) == [poll, second]
    made = card(hub, poll)
    assert (made["kind"], made["slug"]) == ("poll", "what-do-you-prefer")
    assert len(made["content"]["choices"]) > 1


def test_each_card_has_an_address_and_items_of_its_own(hub, poll):
    others = [cards.add_card(hub.id, None, "poll") for _ in range(2)]
    slugs = [card(hub, each)["slug"] for each in (poll, *others)]
    assert slugs == [f"what-do-you-prefer{end}" for end in ("", "-2", "-3")]
    first, second = (card(hub, each)["content"]["choices"] for each in others)
    assert not {each["id"] for each in first} & {each["id"] for each in second}


def test_there_is_no_card_of_that_kind(hub):
    with pytest.raises(NotFoundHere):
        cards.add_card(hub.id, None, "hologram")


def test_a_copy_stands_right_behind_its_card_and_has_its_form(hub, poll):
    last = cards.add_card(hub.id, None, "quiz")
    forms.save_form(hub.id, None, poll, {"placement": "start"}, "add:email")
    twin = cards.duplicate_card(hub.id, None, poll)
    assert order(hub) == [poll, twin, last]
    assert card(hub, twin) == {
        **card(hub, poll),
        "title": "What do you prefer? (copy)",
        "slug": "what-do-you-prefer-copy",
    }
    docs = drafts.documents(hub.id)
    assert docs[f"form:{twin}"] == docs[f"form:{poll}"]


def test_a_copy_is_named_in_the_language_of_whoever_copies(hub, poll):
    twin = cards.duplicate_card(hub.id, None, poll, lambda words: f"{words.parameters['title']}!")
    assert card(hub, twin)["title"] == "What do you prefer?!"


def test_a_removed_card_takes_its_form_along(hub, poll):
    forms.save_form(hub.id, None, poll, {"placement": "start"}, "add:email")
    other = cards.add_card(hub.id, None, "quiz")
    assert cards.remove_card(hub.id, None, poll) == "What do you prefer?"
    assert order(hub) == [other]
    assert f"form:{poll}" not in drafts.documents(hub.id)
    cards.remove_card(hub.id, None, other)
    drafts.undo(hub.id, None)
    drafts.undo(hub.id, None)
    assert order(hub) == [poll, other]


@pytest.mark.parametrize(
    ("position", "after"), [(0, "bac"), (1, "abc"), (2, "acb"), (99, "acb"), (-5, "bac")]
)
def test_a_card_moves_as_far_as_there_is_room(hub, position, after):
    ids = {name: cards.add_card(hub.id, None, "poll") for name in "abc"}
    cards.move_card(hub.id, None, ids["b"], position)
    assert order(hub) == [ids[name] for name in after]


def test_what_the_structure_shows_of_a_card(hub, poll):
    forms.save_form(hub.id, None, poll, {"placement": "end"}, "add:email")
    quiz = cards.add_card(hub.id, None, "quiz")
    first, second = cards.cards_in_order(drafts.documents(hub.id))
    assert (first["id"], first["placement"], first["position"], first["last"]) == (
        *(poll, "end", 0),
        False,
    )
    assert (second["id"], second["placement"], second["last"]) == (quiz, "", True)


@pytest.mark.parametrize(
    "use",
    [
        lambda hub, card: cards.remove_card(hub.id, None, card),
        lambda hub, card: cards.duplicate_card(hub.id, None, card),
        lambda hub, card: cards.move_card(hub.id, None, card, 0),
    ],
)
def test_a_card_that_is_gone_is_not_found(hub, poll, use):
    cards.remove_card(hub.id, None, poll)
    with pytest.raises(NotFoundHere):
        use(hub, poll)


def test_what_a_page_names_and_is_not_there_is_passed_over(hub, poll):
    rest = cards.add_card(hub.id, None, "quiz")
    drafts.change(hub.id, None, Words("of an earlier release"), {f"card:{poll}": None})
    assert order(hub) == [rest]
    assert [each.id for each in drafts.draft_snapshot(hub.id).cards()] == [rest]


def test_a_card_that_no_page_names_keeps_no_address(hub, poll):
    slug, page = card(hub, poll)["slug"], f"page:{drafts.documents(hub.id)['hub']['pages'][0]}"
    left = {**drafts.documents(hub.id)[page], "cards": []}
    drafts.change(hub.id, None, Words("of an earlier release"), {page: left})
    assert card(hub, cards.add_card(hub.id, None, "poll"))["slug"] == slug
