"""The draft of a hub: every change is one step that can be undone and done again."""

from __future__ import annotations

import threading

import pytest
import time_machine
from sqlalchemy import event, func, select

from hubapp.core.errors import EditConflict, NotFoundHere
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Edit, Hub
from hubapp.services.editing import cards, drafts, forms, hubs
from tests.services.editing.made_cards import typed
from tests.support.factories import UserFactory, WorkspaceFactory


@pytest.fixture
def hub(both, workspace, owner):
    return hubs.create_hub(workspace.id, owner.id, "Summer")


def test_every_change_can_be_undone_and_done_again(hub, owner):
    states = [drafts.documents(hub.id)]
    card = cards.add_card(hub.id, owner.id, "quiz")
    states.append(drafts.documents(hub.id))
    forms.save_form(hub.id, owner.id, card, {"placement": "end"})
    states.append(drafts.documents(hub.id))
    forms.save_form(hub.id, owner.id, card, {}, "add:email")
    states.append(drafts.documents(hub.id))
    twin = cards.duplicate_card(hub.id, owner.id, card)
    states.append(drafts.documents(hub.id))
    cards.move_card(hub.id, owner.id, twin, 0)
    states.append(drafts.documents(hub.id))
    cards.remove_card(hub.id, owner.id, card)
    states.append(drafts.documents(hub.id))
    for before in reversed(states[:-1]):
        assert drafts.undo(hub.id, owner.id)
        assert drafts.documents(hub.id) == before
    assert drafts.undo(hub.id, owner.id) is None
    for after in states[1:]:
        assert drafts.redo(hub.id, owner.id)
        assert drafts.documents(hub.id) == after
    assert drafts.redo(hub.id, owner.id) is None


def test_a_change_after_undo_drops_what_could_be_redone(hub, owner):
    cards.add_card(hub.id, owner.id, "quiz")
    drafts.undo(hub.id, owner.id)
    cards.add_card(hub.id, owner.id, "poll")
    assert drafts.redo(hub.id, owner.id) is None


NOTE = Words("changing the note")


def note(hub: Hub, text: str | None, who: int | None = None, what: Words = NOTE, **more) -> None:
    drafts.change(hub.id, who, what, {"note": None if text is None else {"text": text}}, **more)


def steps(hub: Hub) -> int:
    query = select(func.count(func.distinct(Edit.step))).where(Edit.hub_id == hub.id)
    return db.session.scalar(query)


def undo_all(hub: Hub) -> list[str]:
    """What could be undone, newest first."""
    found = []
    while words := drafts.undo(hub.id, None):
        found.append(str(words))
    return found


def test_a_document_and_its_revision(hub):
    note(hub, "one")
    assert drafts.document(hub.id, "note") == ({"text": "one"}, 1)
    note(hub, "two")
    assert drafts.document(hub.id, "note") == ({"text": "two"}, 2)
    with pytest.raises(NotFoundHere):
        drafts.document(hub.id, "nothing")


def test_what_changes_nothing_is_no_step(hub):
    note(hub, "one")
    note(hub, "one")
    assert (steps(hub), drafts.document(hub.id, "note")[1]) == (1, 1)


def test_saves_of_one_document_within_half_a_minute_are_one_step(hub):
    with time_machine.travel(0, tick=False) as clock:
        for text in ("a", "b", "c", "d"):
            note(hub, text)
            clock.shift(10)
        note(hub, "much later")
    # The first made it, and is a step of its own.
    assert undo_all(hub) == ["changing the note"] * 3
    assert "note" not in drafts.documents(hub.id)


@pytest.mark.parametrize("other", ["person", "document", "words"])
def test_of_something_else_each_is_a_step(hub, other):
    note(hub, "a")
    note(hub, "b")
    if other == "document":
        drafts.change(hub.id, None, NOTE, {"other": {"text": "x"}})
    who = UserFactory().id if other == "person" else None
    note(hub, "c", who, Words("clearing the note") if other == "words" else NOTE)
    before = drafts.documents(hub.id)["note"]
    drafts.undo(hub.id, who)
    assert (before, drafts.documents(hub.id)["note"]) == ({"text": "c"}, {"text": "b"})


@pytest.fixture
def two(hub):
    """Two members, and a poll that the first of them added."""
    first, second = UserFactory().id, UserFactory().id
    return first, second, cards.add_card(hub.id, first, "poll")


def test_undo_takes_back_what_i_did_last_and_not_what_somebody_else_did(hub, two):
    mine, theirs, card = two
    typed(hub, mine, card, question="Mine?")
    typed(hub, theirs, card, card_title="Theirs")
    other = cards.add_card(hub.id, theirs, "poll")
    assert "question" in str(drafts.undo(hub.id, mine))
    body = drafts.documents(hub.id)[f"card:{card}"]
    assert (body["title"], body["content"]["question"]) == ("Theirs", "Where would you rather be?")
    assert "question" in str(drafts.redo(hub.id, mine))
    assert drafts.documents(hub.id)[f"card:{card}"]["content"]["question"] == "Mine?"
    drafts.undo(hub.id, theirs)
    assert f"card:{other}" not in drafts.documents(hub.id)


def test_what_somebody_has_changed_since_is_not_taken_back_and_it_is_said(hub, two):
    mine, theirs, card = two
    typed(hub, mine, card, card_title="Mine")
    typed(hub, mine, card, question="Mine?")
    typed(hub, theirs, card, question="Theirs?")
    before = drafts.documents(hub.id)
    with pytest.raises(EditConflict, match="Somebody has changed that since"):
        drafts.undo(hub.id, mine)
    assert drafts.documents(hub.id) == before
    # It goes on to what came before; theirs can be taken back by them.
    assert str(drafts.undo(hub.id, mine)).endswith("title")
    assert str(drafts.undo(hub.id, theirs)).endswith("question")
    assert drafts.documents(hub.id)[f"card:{card}"]["content"]["question"] == "Mine?"


def test_what_was_undone_is_not_done_again_over_what_somebody_wrote_since(hub, two):
    mine, theirs, card = two
    typed(hub, mine, card, question="Mine?")
    drafts.undo(hub.id, mine)
    typed(hub, theirs, card, question="Theirs?")
    with pytest.raises(EditConflict, match="Not done again"):
        drafts.redo(hub.id, mine)
    assert drafts.undoable(hub.id, mine)[1] is None
    assert drafts.documents(hub.id)[f"card:{card}"]["content"]["question"] == "Theirs?"


def test_a_card_that_somebody_has_worked_on_is_not_undone_away(hub, two):
    mine, theirs, card = two
    forms.save_form(hub.id, theirs, card, {"placement": "end"})
    with pytest.raises(EditConflict):
        drafts.undo(hub.id, mine)
    assert f"card:{card}" in drafts.documents(hub.id)


def test_a_change_of_mine_leaves_others_what_they_may_do_again(hub, two):
    mine, theirs, card = two
    typed(hub, theirs, card, question="Theirs?")
    drafts.undo(hub.id, theirs)
    typed(hub, mine, card, card_title="Mine")
    assert str(drafts.redo(hub.id, theirs)).endswith("question")


def test_what_belongs_together_is_undone_together(hub):
    note(hub, "a")
    drafts.change(hub.id, None, Words("tidying"), {"note": None, "other": {"text": "x"}})
    assert str(drafts.undo(hub.id, None)) == "tidying"
    assert drafts.documents(hub.id)["note"] == {"text": "a"}
    assert "other" not in drafts.documents(hub.id)


@pytest.mark.parametrize(
    ("expected", "taken"), [({"note": 1}, True), ({"note": 0}, False), ({"note": 2}, False)]
)
def test_a_change_is_made_on_what_its_editor_had_open(hub, expected, taken):
    note(hub, "theirs")
    if taken:
        note(hub, "mine", expected=expected)
        return
    with pytest.raises(EditConflict) as conflict:
        note(hub, "mine", expected=expected)
    (problem,) = conflict.value.problems
    assert problem.where == "note"
    assert str(problem.sentence).startswith("This was changed since you opened it")
    assert drafts.documents(hub.id)["note"] == {"text": "theirs"}


def test_what_did_not_exist_when_it_was_opened_has_revision_nought(hub):
    note(hub, "mine", expected={"note": 0})
    assert drafts.documents(hub.id)["note"] == {"text": "mine"}


def test_undo_and_redo_say_what_they_would_do(hub, owner):
    assert drafts.undoable(hub.id, owner.id) == (None, None)
    cards.add_card(hub.id, owner.id, "quiz")
    note(hub, "a", owner.id)
    drafts.undo(hub.id, owner.id)
    back, forth = drafts.undoable(hub.id, owner.id)
    assert str(forth) == "changing the note"
    assert str(back).startswith("adding “")


def test_to_remove_what_is_not_there_is_no_step(hub):
    note(hub, None)
    assert steps(hub) == 0
    with transaction():
        drafts.apply(hub.id, {"note": None})
    assert "note" not in drafts.documents(hub.id)


def test_the_draft_knows_when_it_was_saved_last(hub):
    assert drafts.last_saved(hub.id) is None
    with time_machine.travel("2026-01-15T10:00:00Z", tick=False):
        note(hub, "a")
    assert drafts.last_saved(hub.id).isoformat() == "2026-01-15T10:00:00+00:00"


def test_the_name_of_a_hub_is_the_one_of_its_draft(hub, owner):
    body, _ = drafts.document(hub.id, "hub")
    drafts.change(hub.id, owner.id, Words("naming"), {"hub": {**body, "name": "Winter"}})
    assert (hub.name, drafts.draft_snapshot(hub.id).name) == ("Winter", "Winter")
    drafts.undo(hub.id, owner.id)
    db.session.expire_all()
    assert hub.name == "Summer"


@pytest.mark.parametrize("on_both_disks", ["postgresql"], indirect=True)
def test_of_two_tabs_that_save_at_the_same_moment_one_is_told(on_both_disks):
    """Both have found their revision; SQLite lets only one of them look."""
    owner = UserFactory()
    hub = hubs.create_hub(WorkspaceFactory().id, owner.id, "Summer")
    note(hub, "as opened")
    told, hub_id, ready = [], hub.id, threading.Event()

    def another_tab() -> None:
        with on_both_disks.app_context():
            ready.set()
            try:
                note(db.session.get(Hub, hub_id), "theirs", expected={"note": 1})
            except EditConflict as conflict:
                told.append(conflict)

    thread = threading.Thread(target=another_tab)

    def in_between(*_of_the_flush) -> None:
        thread.start()
        ready.wait(5)
        thread.join(0.5)

    event.listen(db.session, "before_flush", in_between, once=True)
    note(hub, "mine", expected={"note": 1})
    thread.join(5)
    assert len(told) == 1
    db.session.expire_all()
    assert drafts.document(hub_id, "note") == ({"text": "mine"}, 2)
