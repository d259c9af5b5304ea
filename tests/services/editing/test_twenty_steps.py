"""Twenty changes by one editor, a moment apart or in one save, are twenty steps: undone and done
again the draft is the same JSON."""

from __future__ import annotations

import orjson
import pytest

from hubapp.core.entry_rule import PER_VISITOR
from hubapp.core.merging import controls_of
from hubapp.services.editing import cards, drafts, forms, hubs, saves


def canonical(hub_id: int) -> bytes:
    return orjson.dumps(drafts.documents(hub_id), option=orjson.OPT_SORT_KEYS)


class Screen:
    """A card's, as the browser saves it: what its changed controls held goes along."""

    def __init__(self, hub_id: int, user_id: int, card_id: str) -> None:
        self.at = (hub_id, user_id, card_id)

    def content(self):
        card, _ = drafts.document(self.at[0], f"card:{self.at[2]}")
        return saves._opened(card).content

    def save(self, changed: dict[str, str], action: str = "") -> None:
        card, _ = drafts.document(self.at[0], f"card:{self.at[2]}")
        held = saves._controls_of(card, changed)
        posted = saves.tree_of({**held, **changed}.items())
        saves.save_card(
            *self.at, posted, action, None, [{name: held.get(name, "") for name in changed}]
        )

    def list(self, action: str) -> None:
        self.save(
            {"card_title": drafts.document(self.at[0], f"card:{self.at[2]}")[0]["title"]}, action
        )


def twenty_changes(hub, owner):
    """Each a function; what changes several controls at once says how many steps it is."""
    quiz = cards.add_card(hub.id, owner.id, "quiz")
    yield 1
    wheel = cards.add_card(hub.id, owner.id, "wheel")
    yield 1
    screen = Screen(hub.id, owner.id, quiz)
    first, second = screen.content().questions
    for changed in (
        {f"questions.{first.id}.text": "One?"},
        {f"questions.{first.id}.correct": first.choices[1].id},
        {f"questions.{second.id}.text": "Two?", f"questions.{second.id}.explanation": "Not one."},
        {"card_title": "Grand final", "card_cover": "a" * 24},
        {"card_entry.rule": PER_VISITOR},
    ):
        screen.save(changed)
        yield len(changed)
    for action in (
        f"add:questions.{first.id}.choices",
        f"down:questions.{first.id}",
        f"remove:questions.{second.id}",
    ):
        screen.list(action)
        yield 1
    slices = Screen(hub.id, owner.id, wheel)
    two = slices.content().slices[:2]
    slices.save({f"slices.{each.id}.weight": "3" for each in two})
    yield 2
    forms.save_form(hub.id, owner.id, wheel, {"placement": "end"})
    yield 1
    forms.save_form(hub.id, owner.id, wheel, {}, "add:email")
    yield 1
    cards.move_card(hub.id, owner.id, wheel, 0)
    yield 1
    hubs.save_hub(hub.id, owner.id, {"tagline": "Play"}, drafts.documents(hub.id)["hub"]["theme"])
    yield 1
    cards.duplicate_card(hub.id, owner.id, quiz)
    yield 1
    cards.remove_card(hub.id, owner.id, quiz)
    yield 1


def test_twenty_mixed_changes_are_twenty_steps_there_and_back(both, workspace, owner):
    hub = hubs.create_hub(workspace.id, owner.id, "Summer")
    states, told = [canonical(hub.id)], 0
    for steps in twenty_changes(hub, owner):
        told += steps
        states.append(canonical(hub.id))
    assert told == 20
    back = []
    while drafts.undo(hub.id, owner.id):
        back.append(canonical(hub.id))
    assert len(back) == 20
    assert back[-1] == states[0]
    assert [each for each in back if each in states] == states[-2::-1]
    forth = []
    while drafts.redo(hub.id, owner.id):
        forth.append(canonical(hub.id))
    assert forth == [*back[-2::-1], states[-1]]


@pytest.mark.parametrize("control", ["question", "card_title"])
def test_what_is_typed_letter_by_letter_is_one_step(hub, owner, control):
    screen = Screen(hub.id, owner.id, cards.add_card(hub.id, owner.id, "poll"))
    for text in ("W", "Wh", "Where?"):
        screen.save({control: text})
    assert str(drafts.undo(hub.id, owner.id)).endswith(control.removeprefix("card_"))
    assert str(drafts.undo(hub.id, owner.id)).startswith("adding")


def test_what_is_typed_and_taken_back_by_hand_is_no_step(hub, owner):
    screen = Screen(hub.id, owner.id, cards.add_card(hub.id, owner.id, "poll"))
    asked = screen.content().question
    screen.save({"question": "Where?"})
    screen.save({"question": asked})
    assert str(drafts.undo(hub.id, owner.id)).startswith("adding")


def test_the_same_switch_there_and_another_one_back_are_two_steps(hub, owner):
    screen = Screen(hub.id, owner.id, cards.add_card(hub.id, owner.id, "wheel"))
    one, two = screen.content().slices[:2]
    assert controls_of(screen.content())[f"slices.{one.id}.win"] == "y"
    for changed in ({f"slices.{two.id}.win": "y"}, {"own_colours": "y"}):
        screen.save(changed)
    assert str(drafts.undo(hub.id, owner.id)).endswith(": with colours of its own")
    assert str(drafts.undo(hub.id, owner.id)).endswith(": slice 2, a prize")


@pytest.fixture
def hub(app, workspace, owner):
    return hubs.create_hub(workspace.id, owner.id, "Summer")
