"""What stands in the way of publishing: each in a sentence, at its control."""

from __future__ import annotations

import pytest

from hubapp.services.editing import cards, drafts, forms, hubs, saves
from hubapp.services.editing.checks import problems_of
from tests.support.forms import by_id

NO_LABEL = "Field 2 of the form of “Win” has no label. Say what to type."


@pytest.fixture
def docs(app, workspace, owner) -> dict:
    """A hub with one entry form that could be published; a test spoils it."""
    hub = hubs.create_hub(workspace.id, owner.id, "Summer")
    card = cards.add_card(hub.id, owner.id, "form")
    saves.save_card(hub.id, owner.id, card, {"card_title": "Win"})
    fields = by_id({"kind": "email", "label": "Email"}, {"kind": "text", "label": "Why?"})
    forms.save_form(hub.id, owner.id, card, {"placement": "end", "fields": fields})
    found = drafts.documents(hub.id)
    assert problems_of(found) == []
    return found


@pytest.fixture
def card(docs) -> str:
    return next(key for key in docs if key.startswith("card:")).removeprefix("card:")


@pytest.fixture
def form(docs, card) -> dict:
    return docs[f"form:{card}"]


def told(docs: dict) -> dict[str, str]:
    return {each.where: str(each.sentence) for each in problems_of(docs)}


def test_a_hub_has_a_name_and_a_card(docs):
    docs["hub"]["name"] = " "
    for page in docs["hub"]["pages"]:
        docs[f"page:{page}"]["cards"] = []
    assert told(docs) == {
        "hub/name": "The hub has no name. Give it one.",
        "hub/cards": "The hub has no cards yet. Add one; a quiz is a good start.",
    }


def test_a_card_that_is_on_no_page_stands_in_nobodys_way(docs):
    docs["card:gone"] = {"kind": "hologram", "title": "", "content": {}}
    assert told(docs) == {}


@pytest.mark.parametrize(
    "of_later", [{"kind": "hologram"}, {"schema": 99}, {"content": {"body": 1}}]
)
def test_a_card_that_cannot_be_shown(docs, card, of_later):
    docs[f"card:{card}"] |= {"kind": "content"} | of_later
    assert told(docs) == {f"card:{card}/": "“Win”: this release cannot show such a card."}


def test_a_card_has_a_title(docs, card):
    docs[f"card:{card}"]["title"] = ""
    assert told(docs) == {f"card:{card}/card_title": "A card has no title. Give it one."}


def test_what_its_type_minds_is_said_of_the_card_at_its_control(docs, card):
    content = {"question": "", "choices": [{"id": "c1", "text": "A"}, {"id": "c2", "text": ""}]}
    docs[f"card:{card}"] |= {"kind": "poll", "schema": 1, "content": content}
    found = told(docs)
    assert set(found) == {f"card:{card}/question", f"card:{card}/choices.c2.text"}
    assert all(sentence.startswith("“Win”: ") for sentence in found.values())


@pytest.mark.parametrize("placement", ["", None])
def test_an_entry_form_is_placed(docs, card, form, placement):
    if placement is None:
        del docs[f"form:{card}"]
    else:
        form["placement"] = placement
    assert told(docs) == {
        f"form:{card}/placement": "“Win” is an entry form, but has no form yet. Place one."
    }


def test_a_form_asks_something(docs, card, form):
    form["fields"] = []
    sentence = "The form of “Win” asks nothing. Add a field, or take the form away."
    assert told(docs) == {f"form:{card}/fields": sentence}


def test_a_form_that_stands_nowhere_may_be_unfinished(docs, card, form):
    docs[f"card:{card}"] |= {"kind": "content", "content": {"body": "<p>Hi</p>"}}
    form["placement"], form["fields"] = "", []
    assert told(docs) == {}


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ({"kind": "text", "options": {}}, NO_LABEL),
        # Nobody sees it.
        ({"kind": "hidden", "options": {"parameter": "id"}}, None),
        ({"kind": "hologram", "options": {}}, None),
    ],
)
def test_every_field_that_is_seen_has_a_label(docs, card, form, field, sentence):
    form["fields"][1] |= {"label": "", **field}
    assert told(docs) == ({f"form:{card}/fields.i1.label": sentence} if sentence else {})


def test_what_its_kind_minds_is_said_of_the_field(docs, card, form):
    form["fields"][1] |= {"kind": "single_choice", "options": {"choices": "Only one"}}
    assert told(docs) == {
        f"form:{card}/fields.i1.label": "“Why?” in the form of “Win”: it needs at least two "
        "choices. Type one a line."
    }
