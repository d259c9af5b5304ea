"""The edit log holds what one control was and became, and never whole documents."""

from __future__ import annotations

import orjson
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Edit
from hubapp.services.editing import cards, drafts, edit_log, saves
from tests.services.editing.made_cards import card, hub, poll, typed
from tests.support.factories import UserFactory

__all__ = ["hub", "poll"]


def edits(hub) -> list[Edit]:
    return list(db.session.scalars(select(Edit).where(Edit.hub_id == hub.id).order_by(Edit.id)))


def test_a_minute_of_typing_in_a_large_quiz_is_a_row_of_a_few_bytes(hub):
    quiz = cards.add_card(hub.id, None, "quiz")
    for _ in range(30):
        saves.save_card(hub.id, None, quiz, {}, "add:questions")
    question = card(hub, quiz)["content"]["questions"][0]["id"]
    before = len(edits(hub))
    for text in ("W", "Wh", "Why", "Why?"):
        typed(hub, None, quiz, **{f"questions.{question}.text": text})
    (row,) = edits(hub)[before:]
    assert row.control == f"content.questions.{question}.text"
    assert row.after == "Why?"
    assert len(orjson.dumps([row.before, row.after])) < 100


def test_who_types_while_a_colleague_types_elsewhere_has_one_step_all_the_same(hub, poll):
    ann, bob = UserFactory().id, UserFactory().id
    for text in ("W", "Where?"):
        typed(hub, ann, poll, question=text)
        typed(hub, bob, poll, card_title=f"Poll {text}")
    assert [each.after for each in edits(hub)][-2:] == ["Where?", "Poll Where?"]


def test_typing_does_not_fold_over_what_a_colleague_wrote_in_between(hub, poll):
    ann, bob = UserFactory().id, UserFactory().id
    for who, text in ((ann, "One?"), (bob, "Two?"), (ann, "Three?")):
        typed(hub, who, poll, question=text)
    assert [(each.before, each.after) for each in edits(hub)][-2:] == [
        ("One?", "Two?"),
        ("Two?", "Three?"),
    ]


def test_patches_of_several_documents_are_turned_one_by_one(hub, poll):
    cards.remove_card(hub.id, None, poll)
    step = edit_log.last_step(hub.id, None, undone=False)
    found = edit_log.patches_of(step, back=True)
    assert found[f"card:{poll}"][0].before is None


def test_who_changes_something_cannot_do_again_what_was_undone(hub, poll):
    drafts.undo(hub.id, None)
    other = UserFactory().id
    with transaction():
        edit_log.drop_redo(hub.id, other)
    assert drafts.undoable(hub.id, None)[1]
    with transaction():
        edit_log.drop_redo(hub.id, None)
    assert drafts.undoable(hub.id, None)[1] is None
