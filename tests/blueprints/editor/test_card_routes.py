"""A card and its form, by what is posted."""

from __future__ import annotations

import io

import pytest

from hubapp.core.words import Words
from hubapp.services import editing
from tests.blueprints.page import page_of
from tests.support.forms import posted_by


@pytest.fixture
def typed(document, card) -> dict[str, str]:
    """The poll's screen as it stands."""
    content = document(f"card:{card}")["content"]
    found = {"card_title": "Lunch?", "card_slug": "lunch", "question": content["question"]}
    found["choices.order"] = " ".join(choice["id"] for choice in content["choices"])
    for choice in content["choices"]:
        found[f"choices.{choice['id']}.text"] = choice["text"]
    return found


@pytest.fixture
def ids(typed) -> list[str]:
    """Of the poll's three choices."""
    return typed["choices.order"].split()


EMAIL = {"fields.a.kind": "email", "fields.a.key": "email", "fields.a.label": "Email"}
FORM = {"placement": "end", "headline": "Who are you?", "button": "Send", **EMAIL}


def test_a_card_is_saved_by_its_button(editor, screen, typed, ids, document, card):
    reply = editor.post(screen, data=typed)
    assert "Saved." in page_of(editor.get(reply.location)).words
    saved = document(f"card:{card}")
    assert (saved["title"], saved["slug"]) == ("Lunch?", "lunch")
    assert saved["content"]["choices"][0]["text"] == typed[f"choices.{ids[0]}.text"]


def test_a_card_is_saved_by_itself(editor, screen, typed):
    reply = editor.post(screen, data=typed | {"_autosave": "1", "_revision": "1"})
    assert (reply.status_code, reply.json["revision"]) == (200, 2)


@pytest.mark.parametrize(
    ("action", "at", "texts"),
    [
        ("add:choices", None, "abc+"),
        ("remove:choices.", 1, "ac"),
        ("up:choices.", 2, "acb"),
        ("down:choices.", 0, "bac"),
        ("remove:choices.nobody", None, "abc"),
        ("add:nowhere", None, "abc"),
        ("dance", None, "abc"),
    ],
)
def test_a_list_button_saves_what_was_typed_and_changes_the_list(
    editor, screen, typed, ids, document, card, action, at, texts
):
    for id_, text in zip(ids, "abc", strict=True):
        typed[f"choices.{id_}.text"] = text
    pressed = action if at is None else f"{action}{ids[at]}"
    reply = editor.post(screen, data=typed | {"_action": pressed})
    anchor = pressed.partition(":")[2]
    assert reply.location == f"{screen}{'#' if anchor else ''}{anchor}"
    choices = document(f"card:{card}")["content"]["choices"]
    assert "".join(each["text"] or "+" for each in choices) == texts
    assert "Saved." not in page_of(editor.get(screen)).words


@pytest.mark.parametrize("quiet", [{}, {"_autosave": "1"}], ids=["by hand", "by itself"])
def test_an_address_that_another_card_has_is_refused_and_what_was_typed_stays(
    editor, draft, screen, typed, ids, document, card, quiet
):
    first = f"choices.{ids[0]}.text"
    other = document(f"card:{editing.add_card(draft.id, None, 'content')}")
    reply = editor.post(screen, data=typed | quiet | {"card_slug": other["slug"], first: "Soup"})
    refusal = f"“{other['title']}” already has the address “{other['slug']}”."
    if quiet:
        assert reply.status_code == 409
        assert reply.json["problem"] == f"All but this is saved: {refusal}"
        assert reply.json["left"] == {"card_slug": refusal}
        assert_all_but_the_address_is_saved(document(f"card:{card}"), other)
        return
    page = page_of(reply)
    assert reply.status_code == 422
    assert refusal in page.words
    assert page.values["card_title"] == "Lunch?"
    assert page.values["card_slug"] == other["slug"]
    assert page.values[first] == "Soup"
    assert "All but this is saved:" in page.words
    assert_all_but_the_address_is_saved(document(f"card:{card}"), other)


def assert_all_but_the_address_is_saved(saved, other) -> None:
    assert saved["slug"] != other["slug"]
    assert saved["content"]["choices"][0]["text"] == "Soup"


def test_a_list_button_works_beside_an_address_that_is_taken(
    editor, draft, screen, typed, card, ids
):
    other = editing.document(draft.id, f"card:{editing.add_card(draft.id, None, 'content')}")[0]
    pressed = {"card_slug": other["slug"], "_action": "add:choices"}
    page = page_of(editor.post(screen, data=typed | pressed))
    assert "All but this is saved:" in page.words
    assert page.values["card_slug"] == other["slug"]
    assert len(page.values["choices.order"].split()) == len(ids) + 1


def test_times_that_make_no_sense_together_are_left_as_one(editor, screen, typed, document, card):
    quiet = {"_autosave": "1", "card_summary": "New", "card_entry.rule": "hours"}
    reply = editor.post(screen, data=typed | quiet | {"card_entry.hours": "0"})
    assert set(reply.json["left"]) == {"card_entry.rule", "card_entry.hours"}
    saved = document(f"card:{card}")
    assert (saved["summary"], saved["entry"]["rule"]) == ("New", "visitor")


def test_a_card_that_somebody_else_changed_is_not_overwritten(
    editor, screen, typed, document, card
):
    editor.post(screen, data=typed | {"_revision": "1"})
    reply = editor.post(screen, data=typed | {"_revision": "1", "card_title": "Dinner?"})
    page = page_of(reply)
    assert reply.status_code == 422
    assert "changed since you opened it" in page.words
    assert (page.values["card_title"], page.values["_revision"]) == ("Dinner?", "1")
    assert document(f"card:{card}")["title"] == "Lunch?"


def test_a_cover_is_stored(editor, screen, typed, document, card, picture):
    cover = {"card_cover": "", "card_cover_file": (io.BytesIO(picture), "cover.png")}
    editor.post(screen, data=typed | cover)
    assert editor.get(f"/pictures/{document(f'card:{card}')['cover']}").status_code == 200


@pytest.mark.parametrize("quiet", [{}, {"_autosave": "1"}], ids=["by hand", "by itself"])
def test_a_file_that_is_no_picture_is_refused_beside_its_control(editor, screen, typed, quiet):
    file = {"card_cover_file": (io.BytesIO(b"MZ..."), "virus.exe")}
    reply = editor.post(screen, data=typed | quiet | file)
    assert reply.status_code == (409 if quiet else 422)
    told = reply.json["problem"] if quiet else page_of(reply).words
    assert "not a picture that we can read" in told


def test_a_card_without_a_title_keeps_the_one_it_had_in_lists(
    editor, screen, typed, document, card
):
    before = document(f"card:{card}")["title"]
    editor.post(screen, data=typed | {"card_title": " "})
    assert document(f"card:{card}")["title"] == before


def test_a_form_is_placed(editor, screen, document, card):
    reply = editor.post(f"{screen}/form", data=FORM)
    assert reply.location == f"{screen}/form#fields"
    assert "The form is saved." in page_of(editor.get(f"{screen}/form")).words
    saved = document(f"form:{card}")
    assert (saved["placement"], saved["headline"], saved["button"]) == (
        "end",
        "Who are you?",
        "Send",
    )
    assert [field["key"] for field in saved["fields"]] == ["email"]


def test_a_form_is_saved_by_itself(editor, screen):
    first = editor.post(f"{screen}/form", data=FORM | {"_autosave": "1", "_revision": "0"})
    assert (first.status_code, first.json["revision"]) == (200, 1)


@pytest.mark.parametrize(
    ("posted", "keys"),
    [
        ({"_action": "add", "_kind": "phone"}, ["email", "phone"]),
        ({"_action": "add", "_kind": "email"}, ["email", "email_2"]),
        ({"_action": "add", "_kind": "no-such-kind"}, ["email"]),
        ({"_action": "add"}, ["email"]),
        ({"_action": "remove:fields.a"}, []),
    ],
)
def test_buttons_of_the_form_add_and_remove_fields(editor, screen, document, card, posted, keys):
    editor.post(f"{screen}/form", data=FORM | posted)
    assert [field["key"] for field in document(f"form:{card}")["fields"]] == keys
    assert "The form is saved." not in page_of(editor.get(f"{screen}/form")).words


TWICE = FORM | {"fields.b.kind": "text", "fields.b.key": "email", "fields.b.label": "Other"}


def test_a_key_that_is_used_twice_is_refused_and_what_was_typed_stays(editor, screen, draft, card):
    reply = editor.post(f"{screen}/form", data=TWICE)
    page = page_of(reply)
    assert reply.status_code == 422
    assert "The key “email” is used twice in this form." in page.words
    assert page.values["headline"] == "Who are you?"
    assert page.values["fields.b.label"] == "Other"
    assert f"form:{card}" not in editing.documents(draft.id)


WORDS = {"key": "signature", "label": "Sign here", "help": "With a finger", "required": True}
UNKNOWN = {"id": "later", "kind": "signature", **WORDS, "options": {"pen": "blue"}}


def test_a_field_of_a_kind_that_this_release_does_not_know_is_kept_until_it_is_removed(
    editor, screen, document, card, draft
):
    editor.post(f"{screen}/form", data=FORM)
    form = document(f"form:{card}")
    newer = {**form, "fields": [*form["fields"], UNKNOWN]}
    editing.change(draft.id, None, Words("from a newer release"), {f"form:{card}": newer})
    page = editor.get(f"{screen}/form")
    assert page.status_code == 200
    assert "This release of hubapp does not know such a field." in page.text
    posted = page_of(page).values
    editor.post(f"{screen}/form", data={**posted, "headline": "Another headline"})
    assert document(f"form:{card}")["headline"] == "Another headline"
    posted = page_of(editor.get(f"{screen}/form")).values
    assert document(f"form:{card}")["fields"][-1] == UNKNOWN
    editor.post(f"{screen}/form", data={**posted, "_action": "remove:fields.later"})
    assert "signature" not in [field["key"] for field in document(f"form:{card}")["fields"]]


def test_a_form_that_cannot_be_saved_by_itself_says_why(editor, screen):
    reply = editor.post(f"{screen}/form", data=TWICE | {"_autosave": "1"})
    assert reply.status_code == 409
    assert "used twice" in reply.json["problem"]


def test_a_form_that_somebody_else_changed_is_not_overwritten(editor, screen, document, card):
    editor.post(f"{screen}/form", data=FORM | {"_revision": "0"})
    reply = editor.post(f"{screen}/form", data=FORM | {"_revision": "0", "headline": "Mine"})
    page = page_of(reply)
    assert reply.status_code == 422
    assert (page.values["headline"], page.values["_revision"]) == ("Mine", "0")
    assert document(f"form:{card}")["headline"] == "Who are you?"


def test_what_was_typed_on_a_card_that_was_removed_meanwhile_is_still_there(
    draft, card, screen, editor
):
    editing.remove_card(draft.id, None, card)
    reply = editor.post(screen, data={"card_title": "Typed a minute ago", "_revision": "1"})
    page = page_of(reply)
    assert reply.status_code == 422
    assert page.values["card_title"] == "Typed a minute ago"
    assert "removed meanwhile" in page.words
    quiet = editor.post(screen, data={"card_title": "Typed", "_revision": "1", "_autosave": "1"})
    assert (quiet.status_code, "removed meanwhile" in quiet.json["problem"]) == (409, True)
    assert editor.post(screen.replace(card, "never"), data={}).status_code == 404


def test_opening_times_of_a_card_come_back_as_they_were_typed(
    editor, screen, typed, document, card
):
    times = {
        "card_opening.opens_at": "2026-12-04T18:00",
        "card_opening.closes_at": "2026-12-05T18:00",
        "card_opening.closed_text": "The poll is over.",
        "card_opening.closed_url": "https://example.com",
    }
    assert '<details class="card mb-3">' in editor.get(screen).text
    editor.post(screen, data=typed | times)
    assert document(f"card:{card}")["opening"]["closed_text"] == "The poll is over."
    page = editor.get(screen).text
    posted = dict(posted_by(page, id="card-form"))
    assert {name: posted[name] for name in times} == times
    assert '<details class="card mb-3" open>' in page
    times["card_opening.closes_at"] = "2026-12-03T18:00"
    refused = editor.post(screen, data=typed | times)
    assert "This is not after the opening." in page_of(refused).words
    posted = dict(posted_by(refused.text, id="card-form"))
    assert {name: posted[name] for name in times} == times


def test_the_entry_rule_of_a_card_comes_back_as_it_was_chosen(
    editor, screen, typed, document, card
):
    assert dict(posted_by(editor.get(screen).text, id="card-form"))["card_entry.rule"] == "visitor"
    rule = {"card_entry.rule": "hours", "card_entry.hours": "6"}
    editor.post(screen, data=typed | rule)
    kept = {"rule": "hours", "hours": 6, "field": "", "turns": 1}
    assert document(f"card:{card}")["entry"] == kept
    shown = dict(posted_by(editor.get(screen).text, id="card-form"))
    assert {name: shown[name] for name in rule} == rule
    rule["card_entry.hours"] = "0"
    refused = editor.post(screen, data=typed | rule)
    assert "Enter a number from 1 to 720." in page_of(refused).words
    shown = dict(posted_by(refused.text, id="card-form"))
    assert {name: shown[name] for name in rule} == rule
