"""Choices in other words: what publishing asks, and what is told from then on."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubapp.core.errors import HubNotPublishable
from hubapp.core.rewording import NEW, SAME
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Hub, HubVersion
from hubapp.services import editing
from hubapp.services.editing import cards, copies, drafts, hubs, outlook, versions
from hubapp.services.editing.versions import Consent
from tests.support.factories import ConnectionFactory

FIELD = {"id": "f1", "kind": "single_choice", "key": "colour", "label": "Which colour?"}
FIELD |= {"help": "", "required": False, "options": {"choices": "Blue\nGreen"}}


@pytest.fixture
def hub(app, workspace, owner) -> Hub:
    return hubs.create_hub(workspace.id, owner.id, "Summer")


@pytest.fixture
def poll(hub) -> str:
    """Published, and what people answer is sent somewhere."""
    poll = cards.add_card(hub.id, None, "poll")
    read(hub, poll, a="Blue", b="Green")
    form = {"placement": "end", "headline": "", "button": "Go", "fields": [FIELD]}
    drafts.change(hub.id, None, Words("x"), {f"form:{poll}": form})
    versions.publish(hub.id, None)
    ConnectionFactory(hub=hub)
    return poll


def read(hub: Hub, card_id: str, **choices: str) -> None:
    """Id -> words of the choices of a poll."""
    key = f"card:{card_id}"
    card = drafts.documents(hub.id)[key]
    listed = [{"id": each, "text": words} for each, words in choices.items()]
    content = {**card["content"], "choices": listed}
    drafts.change(hub.id, None, Words("x"), {key: {**card, "content": content}})


def line(hub: Hub, card_id: str, lines: str) -> None:
    key = f"form:{card_id}"
    form = drafts.documents(hub.id)[key]
    field = {**form["fields"][0], "options": {"choices": lines}}
    drafts.change(hub.id, None, Words("x"), {key: {**form, "fields": [field]}})


def asked(hub: Hub, answers: dict | None = None) -> list:
    return outlook.outlook_of(hub, consent=Consent(answers=answers or {})).reworded


def answer(hub: Hub, *given: str) -> HubVersion:
    names = [each.rewording.name for each in asked(hub)]
    return versions.publish(
        hub.id, None, Consent(answers=dict(zip(names, given, strict=True)), agreed=agreed(hub))
    )


def agreed(hub: Hub) -> list[str]:
    return [each.key for each in outlook.outlook_of(hub).doubts]


def told(hub: Hub, card_id: str, document: str = "card") -> dict:
    db.session.expire_all()
    live = versions.live_of(db.session.get_one(Hub, hub.id))
    return next(iter(live.told.get(f"{document}:{card_id}", {}).values()), {})


def test_other_words_are_not_published_until_it_is_said_what_they_are(hub, poll):
    read(hub, poll, a="Navy", b="Green")
    [found] = asked(hub)
    assert (str(found.place.card), found.answer) == ("Poll “What do you prefer?”", "")
    with pytest.raises(HubNotPublishable) as refused:
        versions.publish(hub.id, None, Consent())
    [problem] = refused.value.problems
    assert problem.where == found.rewording.name
    assert str(problem.sentence) == "Say whether “Navy” is the same answer."
    assert answer(hub, SAME).number == 2
    assert told(hub, poll) == {"a": "Blue"}
    assert asked(hub) == []


def test_an_answer_that_is_none_is_none(hub, poll):
    read(hub, poll, a="Navy", b="Green")
    with pytest.raises(HubNotPublishable):
        answer(hub, "perhaps")


def test_the_first_words_are_carried_until_there_is_a_new_answer(hub, poll):
    for words, said, value in (("Navy", SAME, "Blue"), ("Ink", SAME, "Blue"), ("Dog", NEW, None)):
        read(hub, poll, a=words, b="Green")
        answer(hub, said)
        assert told(hub, poll).get("a") == value
        # A publication in between changes nothing of it.
        drafts.change(hub.id, None, Words("x"), {"hub": {**hub_document(hub), "tagline": words}})
        versions.publish(hub.id, None, Consent(agreed=agreed(hub)))
        assert told(hub, poll).get("a") == value


def hub_document(hub: Hub) -> dict:
    return drafts.documents(hub.id)["hub"]


def test_a_line_of_a_form_is_asked_about_like_a_choice(hub, poll):
    line(hub, poll, "Navy\nGreen")
    [found] = asked(hub)
    assert str(found.place.card) == "Form of “What do you prefer?”"
    assert str(found.place.about) == "Which colour?"
    answer(hub, SAME)
    assert told(hub, poll, "form") == {"Navy": "Blue"}


def test_one_that_goes_while_another_comes_is_not_asked_about(hub, poll):
    read(hub, poll, c="Navy", b="Green")
    line(hub, poll, "Green\nNavy")
    assert asked(hub) == []


def test_where_nothing_is_sent_it_is_the_same_answer_unless_somebody_says_otherwise(hub):
    poll = cards.add_card(hub.id, None, "poll")
    read(hub, poll, a="Blue", b="Green")
    versions.publish(hub.id, None)
    read(hub, poll, a="Navy", b="Green")
    assert [each.answer for each in asked(hub)] == [SAME]
    versions.publish(hub.id, None, Consent())
    assert told(hub, poll) == {"a": "Blue"}
    read(hub, poll, a="Ink", b="Green")
    answer(hub, NEW)
    assert told(hub, poll) == {}


def test_a_program_takes_them_for_the_same(hub, poll):
    read(hub, poll, a="Navy", b="Green")
    versions.publish(hub.id, None)
    assert told(hub, poll) == {"a": "Blue"}


def test_before_it_was_published_nothing_was_told(hub, poll):
    quiz = cards.add_card(hub.id, None, "poll")
    read(hub, quiz, a="Cat", b="Dog")
    read(hub, quiz, a="Kitten", b="Dog")
    assert asked(hub) == []


def test_an_older_version_tells_what_it_told(hub, poll):
    read(hub, poll, a="Navy", b="Green")
    answer(hub, NEW)
    versions.roll_back(hub.id, 1)
    db.session.expire_all()
    assert told(hub, poll) == {}
    # The draft still says Navy, and visitors read Blue again.
    [found] = asked(hub)
    assert (found.rewording.was, found.rewording.now) == ("Blue", "Navy")
    answer(hub, SAME)
    assert told(hub, poll) == {"a": "Blue"}


def test_what_an_older_version_does_not_have_is_told_as_it_was_last(hub, poll):
    read(hub, poll, a="Blue", b="Green", c="Red")
    versions.publish(hub.id, None)
    versions.roll_back(hub.id, 1)
    db.session.expire_all()
    read(hub, poll, a="Blue", b="Green", c="Crimson")
    answer(hub, SAME)
    assert told(hub, poll) == {"c": "Red"}


def test_off_the_air_it_is_told_as_it_was_last(hub, poll):
    versions.unpublish(hub.id)
    db.session.expire_all()
    read(hub, poll, a="Navy", b="Green")
    answer(hub, SAME)
    assert told(hub, poll) == {"a": "Blue"}


def test_a_card_that_is_taken_out_and_put_back_is_what_it_was(hub, poll):
    cards.add_card(hub.id, None, "content")
    cards.remove_card(hub.id, None, poll)
    versions.publish(hub.id, None, Consent())
    drafts.undo(hub.id, None)
    read(hub, poll, a="Navy", b="Green")
    answer(hub, SAME)
    assert told(hub, poll) == {"a": "Blue"}


def test_a_copy_begins_anew(hub, poll):
    read(hub, poll, a="Navy", b="Green")
    answer(hub, SAME)
    twin = copies.duplicate_hub(hub).hub
    versions.publish(twin.id, None)
    assert versions.live_of(db.session.get_one(Hub, twin.id)).told == {}
    copy = cards.duplicate_card(hub.id, None, poll, str)
    versions.publish(hub.id, None, Consent())
    assert told(hub, copy) == {}
    assert told(hub, poll) == {"a": "Blue"}


def test_a_version_of_an_earlier_release_is_told_as_it_reads(hub, poll):
    """It knows nothing of what is told."""
    version = versions.versions_of(hub.id)[0]
    with transaction():
        version.snapshot = {key: each for key, each in version.snapshot.items() if key != "told"}
    versions.snapshot_of_version.cache_clear()
    db.session.expire_all()
    read(hub, poll, a="Navy", b="Green")
    answer(hub, SAME)
    assert told(hub, poll) == {"a": "Blue"}


def test_what_is_told_is_no_change_that_visitors_see(hub, poll):
    read(hub, poll, a="Navy", b="Green")
    answer(hub, SAME)
    db.session.expire_all()
    assert not versions.has_changes(db.session.get_one(Hub, hub.id))
    assert outlook.outlook_of(hub).changes == []


def test_two_that_read_the_same_cannot_be_told_apart(hub, poll):
    read(hub, poll, a="Green", b="Green")
    with pytest.raises(HubNotPublishable) as refused:
        answer(hub, SAME)
    assert "“Green” stands there twice" in str(refused.value)
    answer(hub, NEW)
    assert told(hub, poll) == {}


def test_one_that_is_told_like_another_is_asked_about_once(hub, poll):
    read(hub, poll, a="Navy", b="Green")
    answer(hub, SAME)
    read(hub, poll, a="Navy", b="Green", c="Blue")
    with pytest.raises(HubNotPublishable) as refused:
        versions.publish(hub.id, None, Consent())
    assert "“Navy” and “Blue” are both sent as “Blue”" in str(refused.value)
    versions.publish(hub.id, None, Consent(agreed=agreed(hub)))
    assert agreed(hub) == []


def test_the_draft_says_what_is_told_of_it(hub, poll):
    read(hub, poll, a="Navy", b="Green")
    line(hub, poll, "Blue\nForest")
    assert editing.told_of_card(hub.id, poll, drafts.documents(hub.id)) == {"a": "Blue"}
    assert editing.told_of_form(hub.id, poll, drafts.documents(hub.id)) == {
        "f1": {"Forest": "Green"}
    }
    assert editing.told_draft(hub.id).told[f"card:{poll}"] == {"answer": {"a": "Blue"}}
    # What is gone is carried, and not shown.
    read(hub, poll, b="Green")
    assert editing.told_of_card(hub.id, poll, drafts.documents(hub.id)) == {}


STEPS = st.lists(st.tuples(st.sampled_from(["Navy", "Ink", "Sky"]), st.booleans()), max_size=4)


@given(STEPS)
@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_whatever_is_published_what_is_told_follows_the_answers(hub, poll, steps):
    """And visitors read the new words, whatever is told of them."""
    value = told(hub, poll).get("a") or words_of(hub, poll)
    for words, same in steps:
        read(hub, poll, a=words, b="Green")
        waits = asked(hub)
        answer(hub, *[SAME if same else NEW] * len(waits))
        value = value if same or not waits else words
        assert told(hub, poll).get("a", words) == value
        assert words_of(hub, poll) == words


def words_of(hub: Hub, poll: str) -> str:
    live = versions.live_of(db.session.get_one(Hub, hub.id))
    return live.card(poll).content["choices"][0]["text"]
