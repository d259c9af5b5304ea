"""What was typed on the screen of a card is saved: a step a control, and nothing cut."""

from __future__ import annotations

import pytest

from hubapp.core.controls import tree_of
from hubapp.core.entry_rule import EntryRule
from hubapp.core.errors import EditConflict, NotFoundHere, PartlySaved
from hubapp.core.opening import Opening
from hubapp.core.snapshot import CardSnapshot
from hubapp.core.words import Words
from hubapp.services import editing
from hubapp.services.editing import cards, drafts, saves
from tests.services.editing.made_cards import (
    card,
    change_document,
    hub,
    order,
    poll,
    refusal,
    undo_all,
)

__all__ = ["hub", "poll"]


def test_copies_of_a_long_title_can_be_saved_like_any_card(hub, poll):
    saves.save_card(hub.id, None, poll, {"card_title": "long " * 24, "card_slug": "a" * 60})
    for at in (poll, *[cards.duplicate_card(hub.id, None, poll) for _ in range(11)]):
        own = card(hub, at)
        saves.save_card(hub.id, None, at, {"card_title": own["title"], "card_slug": own["slug"]})
    titles = {card(hub, at)["title"] for at in order(hub)}
    assert {len(title) <= 120 and title.endswith(("long", "… (copy)")) for title in titles} == {
        True
    }


def test_what_is_not_posted_stays_as_it_was(hub, poll):
    before = card(hub, poll)
    first = before["content"]["choices"][0]["id"]
    posted = {"card_title": " New ", "choices": {first: {"text": "Hills"}}}
    saves.save_card(hub.id, None, poll, posted)
    after = card(hub, poll)
    assert (after["title"], after["slug"]) == ("New", before["slug"])
    assert after["content"]["choices"][0]["text"] == "Hills"
    assert after["content"]["question"] == before["content"]["question"]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("Über uns!", "uber-uns"), ("여름 퀴즈", "여름-퀴즈"), ("", "what-do-you-prefer")],
)
def test_an_address_is_made_of_what_was_typed(hub, poll, typed, slug):
    saves.save_card(hub.id, None, poll, {"card_slug": typed})
    assert card(hub, poll)["slug"] == slug


def test_an_address_of_no_letter_stays_as_it_was_and_is_said(hub, poll):
    before = card(hub, poll)["slug"]
    with pytest.raises(PartlySaved, match="letters and digits"):
        saves.save_card(hub.id, None, poll, {"card_slug": "…", "card_title": "Summer"})
    assert (card(hub, poll)["slug"], card(hub, poll)["title"]) == (before, "Summer")


def test_undo_of_a_card_of_before_takes_back_what_was_typed_and_nothing_else(hub, poll):
    """What this release writes out and the one before did not have is no step of anybody's."""
    docs = editing.documents(hub.id)[f"card:{poll}"]
    older = {key: value for key, value in docs["content"].items() if key != "mixed"}
    editing.change(hub.id, None, Words("as before"), {f"card:{poll}": {**docs, "content": older}})
    saves.save_card(hub.id, None, poll, {"card_title": "New"})
    assert str(editing.undo(hub.id, None)) == "changing “What do you prefer?”: title"
    assert card(hub, poll)["title"] == "What do you prefer?"


def test_a_card_without_a_title_keeps_the_one_before(hub, poll):
    saves.save_card(hub.id, None, poll, {"card_title": " "})
    assert card(hub, poll)["title"] == "What do you prefer?"


def test_an_address_that_another_card_has_is_refused(hub, poll):
    other = cards.add_card(hub.id, None, "poll")
    saves.save_card(hub.id, None, other, {"card_title": "Other", "card_slug": "other"})
    assert refusal(hub, poll, {"card_slug": "Other!"}) == {
        "card_slug": "“Other” already has the address “other”."
    }


def test_a_list_button_changes_the_list_and_saves_the_rest(hub, poll):
    first, *rest = (each["id"] for each in card(hub, poll)["content"]["choices"])
    saves.save_card(hub.id, None, poll, {"question": "Where?"}, f"remove:choices.{first}")
    content = card(hub, poll)["content"]
    assert (content["question"], [each["id"] for each in content["choices"]]) == ("Where?", rest)


def test_what_is_beyond_a_limit_or_no_number_is_named_at_its_control(hub):
    quiz = cards.add_card(hub.id, None, "quiz")
    content = card(hub, quiz)["content"]
    question, result = content["questions"][0]["id"], content["results"][0]["id"]
    posted = {
        "questions": {question: {"text": "x" * 301}},
        "results": {result: {"from_score": "many"}},
    }
    assert refusal(hub, quiz, posted) == {
        f"results.{result}.from_score": "Enter a number.",
        f"questions.{question}.text": "Shorten this to 300 characters; it has 301.",
    }


def test_what_could_do_harm_is_made_harmless(hub):
    page = cards.add_card(hub.id, None, "content")
    saves.save_card(hub.id, None, page, {"body": "<p onclick=x>Hi<script>alert(1)</script></p>"})
    assert card(hub, page)["content"]["body"] == "<p>Hi</p>"


def test_a_stale_editor_is_told(hub, poll):
    saves.save_card(hub.id, None, poll, {"card_title": "New"}, revision=1)
    with pytest.raises(EditConflict):
        saves.save_card(hub.id, None, poll, {"card_title": "Old"}, revision=1)
    assert card(hub, poll)["title"] == "New"


@pytest.mark.parametrize("more", [{"kind": "hologram"}, {"schema": 99}])
def test_a_card_of_another_release_is_kept_as_it_is(hub, poll, more):
    change_document(hub, poll, **more)
    with pytest.raises(NotFoundHere):
        saves.save_card(hub.id, None, poll, {"card_title": "New"})
    assert order(hub) == [poll]
    cards.duplicate_card(hub.id, None, poll)
    assert cards.remove_card(hub.id, None, poll) == "What do you prefer?"


def test_who_typed_on_a_card_that_is_gone_is_told(hub, poll):
    cards.remove_card(hub.id, None, poll)
    with pytest.raises(EditConflict, match="removed meanwhile"):
        saves.save_card(hub.id, None, poll, {"card_title": "Typed"})


def test_a_list_button_is_a_step_of_its_own_and_leaves_what_was_typed(hub, poll):
    first, second, third = card(hub, poll)["content"]["choices"]
    typed = ((first, "Soup"), (second, "Salad"), (third, "Stew"))
    texts = {f"choices.{each['id']}.text": text for each, text in typed}
    posted = tree_of({**texts, "card_title": "Lunch?"}.items())
    saves.save_card(hub.id, None, poll, posted, f"remove:choices.{first['id']}")
    assert [each["text"] for each in card(hub, poll)["content"]["choices"]][0] == "Salad"
    saves.save_card(hub.id, None, poll, {}, "add:choices")
    saves.save_card(hub.id, None, poll, {}, "add:choices")
    saves.save_card(hub.id, None, poll, {}, f"down:choices.{second['id']}")
    assert len(card(hub, poll)["content"]["choices"]) == 4
    drafts.undo(hub.id, None)
    drafts.undo(hub.id, None)
    assert len(card(hub, poll)["content"]["choices"]) == 3
    drafts.undo(hub.id, None)
    drafts.undo(hub.id, None)
    kept = [each["text"] for each in card(hub, poll)["content"]["choices"]]
    assert kept == ["Soup", "Salad", "Stew"]
    assert card(hub, poll)["title"] == "Lunch?"


def test_what_a_list_button_did_is_named(hub, poll):
    first, second, _ = card(hub, poll)["content"]["choices"]
    saves.save_card(hub.id, None, poll, {}, "add:choices")
    saves.save_card(hub.id, None, poll, {}, f"up:choices.{second['id']}")
    new = card(hub, poll)["content"]["choices"][-1]
    saves.save_card(hub.id, None, poll, {}, f"remove:choices.{new['id']}")
    saves.save_card(hub.id, None, poll, {}, f"remove:choices.{first['id']}")
    title = card(hub, poll)["title"]
    assert undo_all(hub)[:4] == [
        f"removing “{first['text']}” from “{title}”",
        f"removing from “{title}”",
        f"putting “{title}” in another order",
        f"adding to “{title}”",
    ]


def test_removing_what_is_too_long_is_taken_as_one_step(hub, poll):
    first = card(hub, poll)["content"]["choices"][0]["id"]
    posted = tree_of({f"choices.{first}.text": "x" * 5000, "card_summary": "kept"}.items())
    saves.save_card(hub.id, None, poll, posted, f"remove:choices.{first}")
    assert card(hub, poll)["summary"] == "kept"
    assert len(undo_all(hub)) == 2


def test_lines_that_were_pasted_are_one_step_and_stand_where_they_were_put(hub, poll):
    first, *rest = card(hub, poll)["content"]["choices"]
    posted = {
        "choices": {
            first["id"]: {"text": "One"},
            "new1": {"text": "Two"},
            "new2": {"text": "Three"},
            "order": " ".join([first["id"], "new1", "new2", *(each["id"] for each in rest)]),
        }
    }
    before = card(hub, poll)
    saves.save_card(hub.id, None, poll, posted, "paste:choices.new2")
    texts = [each["text"] for each in card(hub, poll)["content"]["choices"]]
    assert texts[:3] == ["One", "Two", "Three"]
    assert str(drafts.undo(hub.id, None)).startswith("adding to “")
    assert card(hub, poll) == before


def test_what_was_dragged_is_one_step(hub, poll):
    choices = card(hub, poll)["content"]["choices"]
    order = " ".join(each["id"] for each in reversed(choices))
    saves.save_card(
        hub.id, None, poll, {"choices": {"order": order}}, f"order:choices.{choices[0]['id']}"
    )
    assert str(drafts.undo(hub.id, None)).startswith("putting “")
    assert card(hub, poll)["content"]["choices"] == choices


def test_rules_and_times_are_merged_like_everything_else(hub, poll):
    """A screen that saves by itself sends what stood in a box before: here a rule, then a time."""

    def held() -> CardSnapshot:
        return drafts.draft_snapshot(hub.id).card(poll)

    def save(controls: dict[str, str], **base: str) -> None:
        begun = {name.replace("__", "."): was for name, was in base.items()}
        saves.save_card(hub.id, None, poll, tree_of(controls.items()), bases=[begun])

    save(
        {"card_entry.rule": "day", "card_entry.turns": "3"},
        card_entry__rule="visitor",
        card_entry__turns="1",
    )
    assert held().entry == EntryRule("day", turns=3)
    save({"card_entry.hours": "6"}, card_entry__hours="24")
    assert held().entry == EntryRule("day", 6, turns=3)
    save({"card_opening.opens_at": "2026-12-04T18:00"}, card_opening__opens_at="")
    save({"card_opening.opens_at": "2026-12-05T18:00"}, card_opening__opens_at="2026-12-04T18:00")
    assert held().opening == Opening("2026-12-05T18:00")
    with pytest.raises(EditConflict) as caught:
        save({"card_entry.turns": "5"}, card_entry__turns="1")
    [problem] = caught.value.problems
    assert (problem.where, problem.sentence.parameters["theirs"]) == ("card_entry.turns", "3")


def test_a_rule_that_nobody_touched_stays_as_it_was_stored(hub, poll):
    before = drafts.documents(hub.id)[f"card:{poll}"]
    posted = {"card_title": "Lunch", "card_entry": {"rule": "visitor", "turns": "1"}}
    bases = [{"card_title": before["title"]}]
    saves.save_card(hub.id, None, poll, posted, bases=bases)
    assert drafts.documents(hub.id)[f"card:{poll}"] == {**before, "title": "Lunch"}
