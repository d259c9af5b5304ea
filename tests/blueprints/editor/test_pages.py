"""What the screens of Build show."""

from __future__ import annotations

import html
import json
import re

import pytest
from sqlalchemy import event

from hubapp.cards import CARD_TYPES
from hubapp.extensions import db
from hubapp.fields import FIELD_KINDS
from hubapp.models import DraftDocument
from hubapp.services import editing
from tests.blueprints.page import page_of
from tests.support.forms import by_id, posted_by
from tests.support.saving import save


@pytest.fixture
def opened(editor):
    """A screen as it opens."""

    def read(address: str):
        reply = editor.get(address)
        assert reply.status_code == 200
        return page_of(reply)

    return read


def test_a_new_hub_invites_to_add_its_first_card(opened, build):
    page = opened(build)
    assert "No cards yet." in page.words
    assert page.links[f"{build}/add"] == "Add card"
    assert (page.values["name"], page.values["_revision"]) == ("Summer", "1")


def test_the_structure_has_each_card_with_where_its_form_stands(opened, build, draft, card):
    posted = {
        "placement": "start",
        "fields": by_id({"kind": "email", "key": "email", "label": "x"}),
    }
    editing.save_form(draft.id, None, card, posted)
    page = opened(build)
    assert page.links[f"{build}/cards/{card}"] == "What do you prefer? Form at the start"


def test_the_picker_has_every_type(opened, build):
    page = opened(f"{build}/add")
    for card_type in CARD_TYPES.values():
        assert str(card_type.label) in page.words
        assert str(card_type.purpose) in page.words


def test_what_could_be_undone_is_named(editor, build):
    editor.post(f"{build}/add", data={"kind": "poll"})
    page = editor.get(build).text
    assert "Undo adding “What do you prefer?”" in page
    editor.post(f"{build}/undo")
    assert "Redo adding “What do you prefer?”" in editor.get(build).text


@pytest.mark.parametrize(
    ("published", "changed", "button"),
    [
        (False, False, "Publish"),
        (True, False, "Published: version 1"),
        (True, True, "Publish changes"),
    ],
)
def test_the_button_says_whether_there_is_something_to_publish(
    editor, opened, build, draft, card, published, changed, button
):
    if published:
        editing.publish(draft.id, None)
    if changed:
        editing.move_card(draft.id, None, editing.add_card(draft.id, None, "content"), 0)
    assert button in opened(build).words


def test_what_stands_in_the_way_of_publishing_links_to_where_it_is_mended(
    editor, build, screen, draft, card
):
    editing.save_card(draft.id, None, card, {"question": "", "choices": []})
    entry = editing.add_card(draft.id, None, "form")
    page = page_of(editor.post(f"/hubs/{draft.id}/publish"))
    assert "3 things are missing." in page.words
    assert "The poll asks nothing." in page.links[f"{screen}?mend=y#question"]
    assert "needs at least two choices" in page.links[f"{screen}?mend=y#choices"]
    assert "has no form yet" in page.links[f"{build}/cards/{entry}/form?mend=y#placement"]


def test_one_thing_that_is_missing_is_counted_as_one(editor, build, draft):
    page = page_of(editor.post(f"/hubs/{draft.id}/publish"))
    assert "One thing is missing." in page.words
    assert "The hub has no cards yet." in page.links[f"{build}#cards"]


def test_a_card_shows_its_own_words_and_its_content(opened, screen, document, card):
    page = opened(screen)
    saved = document(f"card:{card}")
    assert page.values["card_title"] == saved["title"]
    assert page.values["question"] == saved["content"]["question"]
    third = saved["content"]["choices"][2]
    assert page.values[f"choices.{third['id']}.text"] == third["text"]


def test_a_draft_may_be_wrong_and_says_so_at_once(opened, build, draft):
    card = editing.add_card(draft.id, None, "content")
    editing.save_card(draft.id, None, card, {"body": "<p>x</p>", "link_url": "javascript:1"})
    assert "The link must be a web address" in opened(f"{build}/cards/{card}").words


@pytest.mark.parametrize(
    "odd", [{"kind": "hologram"}, {"schema": 99}, {"content": {"choices": 5}}], ids=str
)
def test_a_card_that_this_release_cannot_show_has_a_placeholder(editor, screen, draft, card, odd):
    row = db.session.query(DraftDocument).filter_by(hub_id=draft.id, key=f"card:{card}").one()
    row.body = {**row.body, **odd}
    save()
    page = page_of(editor.get(screen))
    assert "This release of hubapp cannot show such a card." in page.words
    assert "Remove card" in page.words
    preview = editor.get(f"/preview/{draft.id}/{row.body['slug']}/")
    assert "This card cannot be shown just now." in preview.text
    assert editor.get(f"/preview/{draft.id}/").status_code == 200


def test_a_card_without_a_form_shows_a_blank_one(opened, screen):
    page = opened(f"{screen}/form")
    assert "No fields yet." in page.words
    assert (page.values["placement"], page.values["button"]) == ("", "Continue")
    assert page.values["_revision"] == "0"


def test_a_form_can_ask_for_every_kind_of_field(opened, editor, screen):
    for kind in FIELD_KINDS:
        values = opened(f"{screen}/form").values
        editor.post(f"{screen}/form", data=values | {"_action": "add", "_kind": kind})
    page = opened(f"{screen}/form")
    ids = page.values["fields.order"].split()
    kinds = [page.values[f"fields.{id_}.kind"] for id_ in ids]
    assert kinds == list(FIELD_KINDS)


def test_a_refused_form_comes_back_with_every_field_that_we_know(editor, screen):
    fields = {}
    for at, label in (("a", "Name"), ("b", "Name again")):
        fields |= {f"fields.{at}.kind": "text", f"fields.{at}.key": "name"}
        fields |= {f"fields.{at}.label": label}
    page = page_of(editor.post(f"{screen}/form", data=fields | {"headline": "Hi"}))
    labels = [page.values.get(f"fields.{at}.label") for at in "ab"]
    assert labels == ["Name", "Name again"]
    assert page.values["headline"] == "Hi"


def test_a_refused_form_may_hold_nothing_at_all(editor, screen):
    editor.post(f"{screen}/form", data={"_revision": "0", "headline": "Theirs"})
    reply = editor.post(f"{screen}/form", data={"_revision": "0", "fields": "x"})
    assert reply.status_code == 422
    assert "No fields yet." in page_of(reply).words


def test_a_new_form_and_its_fields_begin_in_the_hubs_language(editor, draft):
    editing.choose_language(draft.id, None, "de")
    at = f"/hubs/{draft.id}/edit/cards/{editing.add_card(draft.id, None, 'quiz')}/form"
    assert page_of(editor.get(at)).values["button"] == "Weiter"
    editor.post(at, data={"placement": "end", "_action": "add", "_kind": "email"})
    assert "E-Mail" in page_of(editor.get(at)).values.values()


@pytest.mark.parametrize("where", ["", "/cards/{card}", "/cards/{card}/form"])
def test_the_limits_of_controls_are_read_by_a_script_as_they_stand(editor, build, card, where):
    """Escaped once, as every attribute is; twice, and the script that counts characters broke."""
    page = editor.get(f"{build}{where.format(card=card)}").text
    found = re.search(r'data-limits="([^"]+)"', page)
    assert json.loads(html.unescape(found[1]))


def test_attempts_stand_with_the_rule_and_are_refused_in_words(
    editor, opened, screen, document, card
):
    assert opened(screen).values["card_entry.turns"] == "1"
    assert "1: once. 3: three turns each time." in opened(screen).words

    def post(turns: str):
        as_it_stands = dict(posted_by(editor.get(screen).text, id="card-form"))
        rule = {"card_entry.rule": "day", "card_entry.turns": turns}
        return editor.post(screen, data=as_it_stands | rule)

    post("3")
    assert opened(screen).values["card_entry.turns"] == "3"
    for wrong, said in (("11", "Enter a number from 1 to 10."), ("2.5", "Enter a whole number")):
        refused = page_of(post(wrong))
        assert said in refused.words
        assert refused.values["card_entry.turns"] == wrong
    kept = {"rule": "day", "hours": 24, "field": "", "turns": 3}
    assert document(f"card:{card}")["entry"] == kept


def test_a_screen_reads_the_draft_once(opened, build, card):
    """All of its documents; one alone is read as often as it is needed."""
    read: list[str] = []

    def note(_connection, _cursor, statement, *_more) -> None:
        if "FROM draft_document" in statement and "NOT LIKE" in statement:
            read.append(statement)

    opened(build)
    event.listen(db.engine, "before_cursor_execute", note)
    screens = [f"{build}{each}" for each in ("", "/add", f"/cards/{card}", f"/cards/{card}/form")]
    for address in (*screens, build.replace("/edit", "/publish")):
        opened(address)
        bodies = [each for each in read if "draft_document.body" in each]
        assert len(bodies) == 1, address
        read.clear()
    event.remove(db.engine, "before_cursor_execute", note)
