"""Build, by what is posted."""

from __future__ import annotations

import io

import pytest

from hubapp.services import editing
from hubapp.web import page_cache
from tests.blueprints.page import page_of

WORDS = {"name": "Winter", "tagline": "Cold", "dates": "July", "terms_url": "", "privacy_url": ""}


def titles(draft) -> list[str]:
    return [each["title"] for each in editing.cards_in_order(editing.documents(draft.id))]


def moved(draft, card: str) -> int:
    cards = editing.cards_in_order(editing.documents(draft.id))
    return [each["id"] for each in cards].index(card)


def next_page(client, reply):
    assert reply.status_code == 302
    return page_of(client.get(reply.location))


def test_the_hubs_own_words_are_saved(editor, build, document):
    reply = editor.post(build, data=WORDS | {"preset": "gallery", "accent": "#112233"})
    assert "Saved." in next_page(editor, reply).words
    saved = document("hub")
    assert (saved["name"], saved["tagline"]) == ("Winter", "Cold")
    assert saved["theme"]["preset"] == "gallery"
    assert saved["theme"]["accent"] == "#112233"


def test_a_screen_that_saves_by_itself_gets_the_time_and_the_new_revision(editor, build, draft):
    reply = editor.post(build, data=WORDS | {"_autosave": "1", "_revision": "1"})
    assert (reply.status_code, reply.json["revision"]) == (200, 2)
    assert reply.json["saved"].startswith("Saved today ")
    assert reply.json["undo"] == "Undo changing the hub’s words and looks: look"
    assert (reply.json["redo"], reply.json["changed"]) == ("", True)
    again = editor.post(build, data=WORDS | {"_autosave": "1", "_revision": "2", "name": "Spring"})
    assert again.json["revision"] == 3


def test_nothing_is_told_of_a_quiet_save_later(editor, build):
    editor.post(build, data=WORDS | {"_autosave": "1"})
    assert "Saved." not in page_of(editor.get(build)).words


@pytest.mark.parametrize("quiet", [{}, {"_autosave": "1"}], ids=["by hand", "by itself"])
def test_a_hub_without_a_name_is_refused(editor, build, document, quiet):
    reply = editor.post(build, data=WORDS | quiet | {"name": " "})
    if quiet:
        assert reply.status_code == 409
        assert "Give the hub a name" in reply.json["left"]["name"]
    else:
        assert reply.status_code == 422
        assert "Give the hub a name" in page_of(reply).words
    assert (document("hub")["name"], document("hub")["tagline"]) == ("Summer", "Cold")


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(editor, build, draft, document):
    opened = page_of(editor.get(build)).values["_revision"]
    editor.post(build, data=WORDS | {"name": "Theirs", "_revision": opened})
    reply = editor.post(build, data=WORDS | {"name": "Mine", "_revision": opened})
    assert reply.status_code == 422
    assert "changed since you opened it" in page_of(reply).words
    assert document("hub")["name"] == "Theirs"


def test_a_refused_form_keeps_the_revision_on_which_it_began(editor, build, document):
    """With the newest, the next press would overwrite unseen what somebody else wrote."""
    editor.post(build, data=WORDS | {"name": "Theirs", "_revision": "1"})
    mine = WORDS | {"name": "Mine", "_revision": "1"}
    for _ in range(2):
        reply = editor.post(build, data=mine)
        mine["_revision"] = page_of(reply).values["_revision"]
        assert (reply.status_code, mine["_revision"]) == (422, "1")
    assert document("hub")["name"] == "Theirs"


def test_a_logo_is_stored_and_shown(editor, build, document, picture):
    logo = {"logo": "", "logo_file": (io.BytesIO(picture), "logo.png")}
    editor.post(build, data=WORDS | logo)
    stored = document("hub")["logo"]
    assert editor.get(f"/pictures/{stored}").content_type == "image/webp"
    editor.post(build, data=WORDS | {"logo": stored, "logo_remove": "y"})
    assert document("hub")["logo"] == ""


def test_a_card_of_each_type_can_be_added_from_the_picker(editor, build, draft):
    for kind in ("quiz", "poll", "wheel", "form", "content"):
        reply = editor.post(f"{build}/add", data={"kind": kind})
        assert editor.get(reply.location).status_code == 200
    assert len(titles(draft)) == 5


@pytest.mark.parametrize("kind", ["", "no-such-kind"])
def test_a_card_of_no_type_cannot_be_added(editor, build, draft, kind):
    assert editor.post(f"{build}/add", data={"kind": kind}).status_code == 404
    assert titles(draft) == []


def test_what_was_done_is_undone_and_done_again(editor, build, screen, draft):
    editor.post(f"{screen}/remove")
    undone = next_page(editor, editor.post(f"{build}/undo"))
    assert "Undone: removing “What do you prefer?”." in undone.words
    assert len(titles(draft)) == 1
    again = next_page(editor, editor.post(f"{build}/redo"))
    assert "Done again: removing “What do you prefer?”." in again.words
    assert titles(draft) == []


@pytest.mark.parametrize(
    ("at", "to"),
    [
        ("{build}/cards/{card}", "{build}/cards/{card}"),
        ("{build}/cards/{card}/form", "{build}/cards/{card}/form"),
        ("{build}/add", "{build}/add"),
        ("{build}/cards/gone", "{build}"),
        ("/hubs/999/edit", "{build}"),
        ("/log-out", "{build}"),
        ("//elsewhere.example/hubs/1/edit", "{build}"),
        ("", "{build}"),
    ],
)
def test_undo_redo_and_moving_lead_back_to_the_screen_where_they_were_pressed(
    editor, build, screen, card, at, to
):
    editor.post(f"{build}/add", data={"kind": "content"})
    at, to = at.format(build=build, card=card), to.format(build=build, card=card)
    for address in (f"{build}/undo", f"{build}/redo", f"{screen}/move"):
        reply = editor.post(address, data={"at": at, "position": "0"})
        assert (reply.status_code, reply.location) == (302, to)


@pytest.mark.parametrize(
    ("verb", "words"),
    [("undo", "There is nothing to undo."), ("redo", "There is nothing to redo.")],
)
def test_where_nothing_was_done_nothing_can_be_undone(editor, build, verb, words):
    assert words in next_page(editor, editor.post(f"{build}/{verb}")).words


def test_publishing_makes_a_version_that_visitors_see_at_once(editor, client, draft, card):
    assert client.get("/h/summer/").status_code == 404
    reply = editor.post(f"/hubs/{draft.id}/publish")
    assert "Version 1 is live." in next_page(editor, reply).words
    assert "What do you prefer?" in client.get("/h/summer/").text


def test_a_published_page_is_remembered_and_forgotten_by_the_next_version(
    editor, client, build, draft, card, monkeypatch
):
    monkeypatch.setattr(page_cache, "KEEP_SECONDS", 1000)
    editor.post(f"/hubs/{draft.id}/publish")
    client.get("/h/summer/")
    editor.post(build, data=WORDS)
    assert "Winter" not in client.get("/h/summer/").text
    editor.post(f"/hubs/{draft.id}/publish")
    assert "Winter" in client.get("/h/summer/").text


def test_what_is_not_ready_is_not_published(editor, client, draft):
    reply = editor.post(f"/hubs/{draft.id}/publish")
    assert reply.status_code == 422
    assert "The hub has no cards yet." in page_of(reply).words
    assert client.get("/h/summer/").status_code == 404


def test_a_card_is_moved_and_its_place_is_clamped(editor, build, draft, card):
    for _ in range(2):
        editing.add_card(draft.id, None, "content")
    for typed, place in (("1", 1), ("99", 2), ("-5", 0), ("2", 2), ("nowhere", 0)):
        editor.post(f"{build}/cards/{card}/move", data={"position": typed})
        assert moved(draft, card) == place


def test_a_copy_stands_behind_its_card_with_an_address_of_its_own(editor, screen, draft, document):
    reply = editor.post(f"{screen}/duplicate")
    assert "What do you prefer? (copy)" in next_page(editor, reply).words
    assert titles(draft) == ["What do you prefer?", "What do you prefer? (copy)"]
    slugs = {each["slug"] for each in editing.cards_in_order(editing.documents(draft.id))}
    assert len(slugs) == 2


def test_a_removed_card_says_how_it_comes_back(editor, screen, draft):
    told = next_page(editor, editor.post(f"{screen}/remove")).words
    assert "“What do you prefer?” is removed. Undo brings it back." in told
    assert titles(draft) == []


@pytest.mark.parametrize("verb", ["", "/form"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_card_that_is_not_there(editor, build, draft, verb, method):
    assert editor.open(f"{build}/cards/nothing{verb}", method=method).status_code == 404


@pytest.mark.parametrize("verb", ["move", "duplicate", "remove"])
def test_a_card_that_is_gone_cannot_be_changed(editor, build, screen, verb):
    editor.post(f"{screen}/remove")
    assert editor.post(f"{screen}/{verb}").status_code == 404
