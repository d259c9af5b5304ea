"""Hubs: the list, a new one, its address and its versions."""

from __future__ import annotations

import io

import pytest

from hubapp.services import editing
from tests.blueprints.page import page_of
from tests.support.forms import posted_by

CARD = {"class": "card"}
NEW = {"name": "Spring", "slug": "", "preset": "sherbet"}


@pytest.fixture
def hubs_of(workspace):
    return lambda: [(hub.name, hub.slug) for hub in editing.hubs_of(workspace.id)]


def note(client, reply) -> str:
    """What the next page says."""
    assert reply.status_code == 302
    return page_of(client.get(reply.location)).words


def test_the_list_has_the_workspaces_hubs_and_no_others(signed_in, draft):
    page = page_of(signed_in("analyst").get("/hubs/"))
    assert page.links[f"/hubs/{draft.id}/edit"] == "Summer"
    assert "Draft /h/summer/" in page.words
    assert "Summer" not in page_of(signed_in("stranger").get("/hubs/")).words


def test_a_published_hub_is_marked_in_the_list(editor, published):
    assert "Live /h/summer/" in page_of(editor.get("/hubs/")).words


def test_an_empty_workspace_says_what_a_hub_is(editor):
    page = page_of(editor.get("/hubs/"))
    assert "No hubs yet" in page.words
    assert page.links["/hubs/new"] == "New hub"


def test_only_who_may_make_hubs_is_invited_to(signed_in, draft):
    assert "/hubs/new" in page_of(signed_in("editor").get("/hubs/")).links
    assert "/hubs/new" not in page_of(signed_in("analyst").get("/hubs/")).links


def test_a_new_hub_gets_its_address_from_its_name(editor, hubs_of):
    reply = editor.post("/hubs/new", data=NEW | {"name": "Été à la plage!"})
    assert reply.location.endswith("/edit")
    assert hubs_of() == [("Été à la plage!", "ete-a-la-plage")]


def test_a_new_hub_has_the_look_and_the_logo_that_were_chosen(editor, workspace, picture):
    files = {"logo": "", "logo_file": (io.BytesIO(picture), "logo.png")}
    editor.post("/hubs/new", data=NEW | files)
    (hub,) = editing.hubs_of(workspace.id)
    document, _ = editing.document(hub.id, "hub")
    assert document["theme"]["preset"] == "sherbet"
    assert editor.get(f"/pictures/{document['logo']}").status_code == 200


def test_two_hubs_of_one_name_get_two_addresses(editor, draft, hubs_of):
    editor.post("/hubs/new", data=NEW | {"name": "Summer"})
    assert len({slug for _, slug in hubs_of()}) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "Give the hub a name."),
        ({"slug": "Summer"}, "The address “summer” is taken. Choose another."),
        ({"logo_file": (io.BytesIO(b"x"), "a.png")}, "not a picture that we can read"),
    ],
)
def test_a_refused_hub_comes_back_as_it_was_typed(editor, draft, hubs_of, typed, sentence):
    reply = editor.post("/hubs/new", data=NEW | typed)
    page = page_of(reply)
    assert reply.status_code == 422
    assert sentence in page.words
    assert page.values["name"] == typed.get("name", "Spring")
    assert page.values["preset"] == "sherbet"
    assert hubs_of() == [("Summer", "summer")]


def test_a_hub_moves_to_another_address(editor, client, published):
    reply = editor.post(f"/hubs/{published.id}/settings", data={"slug": "Warm Days"})
    assert "Links to the old one lead here." in note(editor, reply)
    assert client.get("/h/warm-days/").status_code == 200
    assert client.get("/h/summer/").location == "/h/warm-days/"


def test_a_remembered_page_of_the_old_address_is_gone_at_once(editor, client, published):
    client.get("/h/summer/")
    editor.post(f"/hubs/{published.id}/settings", data={"slug": "warm"})
    assert client.get("/h/summer/").status_code == 308


def test_an_address_that_is_taken_is_refused(editor, draft):
    editor.post("/hubs/new", data=NEW)
    reply = editor.post(f"/hubs/{draft.id}/settings", data={"slug": "spring"})
    assert reply.status_code == 422
    assert "The address “spring” is taken. Choose another." in page_of(reply).words


def test_the_address_that_a_hub_has_may_be_saved_again(editor, draft):
    assert editor.post(f"/hubs/{draft.id}/settings", data={"slug": "summer"}).status_code == 302


def test_a_hub_is_taken_off_the_air(editor, client, published):
    assert "Unpublish" in page_of(editor.get(f"/hubs/{published.id}/settings")).words
    reply = editor.post(f"/hubs/{published.id}/unpublish")
    assert "The hub is off the air." in note(editor, reply)
    assert client.get("/h/summer/").status_code == 404
    assert "Unpublish" not in page_of(editor.get(f"/hubs/{published.id}/settings")).words


def test_a_version_says_what_changed_with_it_and_its_note(editor, signed_in, published, owner):
    editing.add_card(published.id, owner.id, "content")
    number = editing.publish(published.id, owner.id, note="With a page to read").number
    listed = page_of(signed_in("analyst").get(f"/hubs/{published.id}/versions"))
    at = f"/hubs/{published.id}/versions/{number}"
    assert (listed.links[at], "With a page to read" in listed.words) == (str(number), True)
    page = page_of(editor.get(at))
    assert "Content “Good to know” : added" in page.words
    assert "With a page to read" in page.words
    assert editor.get(f"/hubs/{published.id}/versions/99").status_code == 404


def test_the_list_says_that_visitors_see_an_older_one_than_the_draft(editor, published, owner):
    at = f"/hubs/{published.id}/versions"
    assert "the draft has changes since" not in page_of(editor.get(at)).words
    editing.add_card(published.id, owner.id, "content")
    page = page_of(editor.get(at))
    assert "Visitors see version 1; the draft has changes since." in page.words
    assert f"/hubs/{published.id}/publish" in page.links


def test_before_it_was_published_a_hub_has_no_versions(editor, draft):
    assert "Not published yet." in page_of(editor.get(f"/hubs/{draft.id}/versions")).words


def test_versions_say_who_made_them_and_which_is_live(signed_in, published, owner):
    editing.publish(published.id, owner.id)
    page = page_of(signed_in("analyst").get(f"/hubs/{published.id}/versions"))
    assert "owner@example.com Live" in page.words
    assert page.words.index("owner@example.com") < page.words.index("–")


def test_an_earlier_version_is_made_live_again(editor, client, published):
    document, _ = editing.document(published.id, "hub")
    editing.save_hub(published.id, None, {"name": "Winter"}, document["theme"])
    editing.publish(published.id, None)
    assert "Winter" in client.get("/h/summer/").text
    reply = editor.post(f"/hubs/{published.id}/versions/1/live")
    assert "Version 1 is live again." in note(editor, reply)
    assert "Winter" not in client.get("/h/summer/").text
    assert editing.document(published.id, "hub")[0]["name"] == "Winter"


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_version_that_there_never_was_cannot_be_live(editor, published, number):
    assert editor.post(f"/hubs/{published.id}/versions/{number}/live").status_code == 404


TIMES = {
    "time_zone": "Australia/Sydney",
    "opening.opens_at": "2026-12-04T18:00",
    "opening.closes_at": "2026-12-11T18:00",
    "opening.closed_text": "See you next year.",
    "opening.closed_url": "https://example.com",
}


def test_a_new_hub_is_in_the_zone_that_was_chosen(editor, workspace):
    assert "Australia/Sydney" in editor.get("/hubs/new").text
    editor.post("/hubs/new", data=NEW | {"time_zone": "Australia/Sydney"})
    newest = editing.hubs_of(workspace.id)[0]
    assert editing.draft_snapshot(newest.id).time_zone == "Australia/Sydney"
    refused = editor.post("/hubs/new", data=NEW | {"time_zone": "Mars/Olympus"})
    assert refused.status_code == 422
    assert "js/editor/zone.js" in editor.get("/hubs/new").text
    assert "js/editor/zone.js" not in refused.text, "what was chosen stays"


def test_opening_times_come_back_as_they_were_saved(editor, draft):
    address = f"/hubs/{draft.id}/settings/opening"
    posted = dict(posted_by(editor.get(address).text, **CARD))
    assert posted["time_zone"] == "UTC"
    said = note(editor, editor.post(address, data=posted | TIMES))
    assert "Saved. Publish the hub, and visitors see it." in said
    again = dict(posted_by(editor.get(address).text, **CARD))
    assert {name: again[name] for name in TIMES} == TIMES


def test_refused_times_stay_as_they_were_typed(editor, draft):
    address = f"/hubs/{draft.id}/settings/opening"
    typed = TIMES | {"opening.closes_at": "2026-12-01T18:00", "_revision": "1"}
    refused = editor.post(address, data=typed)
    assert refused.status_code == 422
    assert "This is not after the opening." in page_of(refused).words
    again = dict(posted_by(refused.text, **CARD))
    assert {name: again[name] for name in typed} == typed
    assert editing.draft_snapshot(draft.id).time_zone == "UTC"


def test_a_zone_that_the_list_has_lost_is_still_shown_as_chosen(editor, draft):
    document, _ = editing.document(draft.id, "hub")
    editing.change(draft.id, None, "zone", {"hub": {**document, "time_zone": "Old/Place"}})
    page = editor.get(f"/hubs/{draft.id}/settings/opening").text
    assert dict(posted_by(page, **CARD))["time_zone"] == "Old/Place"


def test_a_new_hub_speaks_the_language_that_was_chosen(editor, hubs_of):
    assert page_of(editor.get("/hubs/new")).values["language"] == "en"
    page = page_of(editor.post("/hubs/new", data={"name": "", "language": "ko"}))
    assert page.values["language"] == "ko"
    editor.post("/hubs/new", data={**NEW, "language": "ko"})
    assert editing.language_at("spring") == "ko"


def test_a_hub_is_given_another_language_that_visitors_read_once_it_is_published(
    editor, client, published
):
    at = f"/hubs/{published.id}/settings"
    assert page_of(editor.get(at)).values["language"] == "en"
    said = note(editor, editor.post(f"{at}/language", data={"language": "de"}))
    assert "The language is saved. Visitors read it when you publish." in said
    assert page_of(editor.get(at)).values["language"] == "de"
    assert '<html lang="en" dir="ltr">' in client.get("/h/summer/").text
    editing.publish(published.id, None)
    assert '<html lang="de" dir="ltr">' in client.get("/h/summer/").text


def test_a_language_that_there_is_not_is_refused(editor, draft):
    refused = editor.post(f"/hubs/{draft.id}/settings/language", data={"language": "tlh"})
    assert refused.status_code == 422
    assert "Choose one of the languages in the list." in page_of(refused).words
    assert editing.language_of(draft.id) == "en"


def test_members_read_english_whatever_the_hub_speaks(editor, published):
    editing.choose_language(published.id, None, "ar")
    for where in ("settings", "edit", "edit/add"):
        assert '<html lang="en"' in editor.get(f"/hubs/{published.id}/{where}").text


def test_how_long_somebody_stays_named_is_chosen(editor, draft):
    address = f"/hubs/{draft.id}/settings/visitors"
    assert 'value="month" checked' in editor.get(address).text
    assert editor.post(address, data={"stays": "never"}).status_code == 302
    assert 'value="never" checked' in editor.get(address).text
    reply = editor.post(address, data={"stays": "for ever"})
    assert reply.status_code == 422
    assert "Choose one of the three." in reply.text


def test_how_long_answers_wait_for_a_name_is_chosen(editor, draft):
    address = f"/hubs/{draft.id}/settings/visitors"
    assert editing.waits_of(draft.id) == "sitting"
    assert editor.post(address, data={"stays": "month", "waits": "week"}).status_code == 302
    assert 'name="waits" value="week" checked' in editor.get(address).text
    reply = editor.post(address, data={"stays": "month", "waits": "for ever"})
    assert reply.status_code == 422
    assert editing.waits_of(draft.id) == "week"


def test_when_people_are_erased_is_chosen_in_days(editor, draft):
    address = f"/hubs/{draft.id}/settings/visitors"
    assert "The hub has no closing time yet." in editor.get(address).text
    kept = editor.post(address, data={"stays": "month", "erase_days": "30"})
    assert kept.status_code == 302
    assert editing.erase_days_of(draft.id) == 30
    for typed in ("0", "-1", "3651", "often", "1.5"):
        reply = editor.post(address, data={"stays": "month", "erase_days": typed})
        assert reply.status_code == 422
        assert "Enter whole days from 1 to 3650" in reply.text
        assert f'value="{typed}"' in reply.text
    editor.post(address, data={"stays": "month", "erase_days": ""})
    assert editing.erase_days_of(draft.id) == 0


def test_the_place_to_share_has_a_link_for_a_kiosk(editor, published):
    page = editor.get(f"/hubs/{published.id}/settings/share").text
    assert f'value="http://localhost/h/{published.slug}/kiosk"' in page
