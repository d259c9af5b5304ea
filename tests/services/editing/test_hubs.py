"""Hubs of a workspace: new ones, their address, their own words and looks."""

from __future__ import annotations

import pytest

from hubapp.core.errors import EditConflict, Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services.editing import drafts, hub_addresses, hub_changed, hubs
from tests.support.factories import MemberFactory

LOOK = {"preset": "sherbet", "background": "#ffffff", "accent": "#000000"}


@pytest.fixture
def hub(both, workspace, owner) -> Hub:
    return hubs.create_hub(workspace.id, owner.id, "Summer kick-off")


@pytest.fixture
def changes() -> list:
    """How often a hub was said to have changed."""
    heard: list = []

    def hears(_sender: object, **_more: object) -> None:
        heard.append("changed")

    hub_changed.connect(hears)
    yield heard
    hub_changed.disconnect(hears)


def refusal(make) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        make()
    return {each.where: str(each.sentence) for each in refused.value.problems}


def body(hub: Hub) -> dict:
    return drafts.documents(hub.id)["hub"]


def test_a_new_hub_has_one_empty_page_and_an_address_of_its_name(hub):
    assert (hub.name, hub.slug, hub.live_version_id) == ("Summer kick-off", "summer-kick-off", None)
    docs = drafts.documents(hub.id)
    (page,) = docs["hub"]["pages"]
    assert docs[f"page:{page}"] == {"title": "Home", "cards": []}
    assert drafts.draft_snapshot(hub.id).name == "Summer kick-off"
    # To make it is no step that could be undone.
    assert drafts.undo(hub.id, None) is None


def test_a_new_hub_may_look_like_one_before(hub, owner):
    made = hubs.create_hub(hub.workspace_id, owner.id, "Autumn", theme=LOOK, logo="abc")
    assert (body(made)["theme"], body(made)["logo"]) == (LOOK, "abc")


def test_two_hubs_of_one_name_have_two_addresses(hub, owner):
    twin = hubs.create_hub(hub.workspace_id, owner.id, "Summer kick-off")
    assert twin.slug != hub.slug
    assert twin.slug.startswith("summer-kick-off-")
    long = [hubs.create_hub(hub.workspace_id, owner.id, "x" * 120).slug for _ in range(2)]
    assert [len(slug) for slug in long] == [60, 55]


def test_an_address_that_was_asked_for_is_taken_or_refused(hub, owner):
    def make() -> Hub:
        return hubs.create_hub(hub.workspace_id, owner.id, "Other", " Summer Kick-Off! ")

    assert refusal(make) == {"slug": "The address “summer-kick-off” is taken. Choose another."}
    asked = hubs.create_hub(hub.workspace_id, owner.id, "Other", "Ours")
    assert asked.slug == "ours"


@pytest.mark.parametrize("name", ["", "   "])
def test_a_hub_has_a_name(hub, owner, name):
    sentence = "Give the hub a name. Visitors see it at the top."
    assert refusal(lambda: hubs.create_hub(1, owner.id, name)) == {"name": sentence}
    assert refusal(lambda: hubs.save_hub(hub.id, None, {"name": name}, LOOK)) == {"name": sentence}


def test_a_workspace_sees_its_hubs_newest_first_and_nobody_elses(hub, owner):
    stranger = MemberFactory()
    theirs = hubs.create_hub(stranger.workspace_id, stranger.user_id, "Theirs")
    newer = hubs.create_hub(hub.workspace_id, owner.id, "Newer")
    assert hubs.hubs_of(hub.workspace_id) == [newer, hub]
    assert hubs.hubs_of(stranger.workspace_id) == [theirs]


def test_a_hub_moves_to_another_address(hub, changes):
    hub_addresses.change_address(hub, "Winter is coming")
    assert (hub.slug, changes) == ("winter-is-coming", ["changed"])
    # To stay is no move that somebody else's address could forbid.
    hub_addresses.change_address(hub, "winter is coming")
    assert hub.slug == "winter-is-coming"


def test_but_not_to_one_that_another_has(hub, owner, changes):
    hubs.create_hub(hub.workspace_id, owner.id, "Winter")
    assert refusal(lambda: hub_addresses.change_address(hub, "winter")) == {
        "slug": "The address “winter” is taken. Choose another."
    }
    assert (hub.slug, changes) == ("summer-kick-off", [])


def test_each_of_the_hubs_words_and_its_look_are_a_step(hub):
    posted = {"name": " Winter ", "tagline": "Cold", "terms_url": "https://example.com/terms"}
    hubs.save_hub(hub.id, None, posted, LOOK)
    kept = body(hub)
    assert (kept["name"], kept["tagline"], kept["theme"]) == ("Winter", "Cold", LOOK)
    # What was not posted stays, and so do the pages.
    assert (kept["dates"], len(kept["pages"])) == ("", 1)
    assert hub.name == "Winter"
    told = [str(drafts.undo(hub.id, None)).rpartition(": ")[2] for _ in range(4)]
    assert sorted(told) == ["line under the name", "link to your terms", "look", "name"]
    assert drafts.undo(hub.id, None) is None
    assert body(hub)["name"] == "Summer kick-off"


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("", True),
        ("https://example.com/terms", True),
        ("http://example.com", True),
        ("example.com", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("http://[", False),
    ],
)
def test_a_link_leads_to_a_web_page(hub, address, taken):
    def save() -> None:
        hubs.save_hub(hub.id, None, {"privacy_url": address}, LOOK)

    if taken:
        save()
        assert body(hub)["privacy_url"] == address
    else:
        sentence = "Type a web address such as https://example.com/terms, or leave it empty."
        assert refusal(save) == {"privacy_url": sentence}


def test_a_stale_editor_is_told(hub):
    hubs.save_hub(hub.id, None, {"tagline": "Theirs"}, LOOK, revision=1)
    with pytest.raises(EditConflict):
        hubs.save_hub(hub.id, None, {"tagline": "Mine"}, LOOK, revision=1)
    assert body(hub)["tagline"] == "Theirs"


def test_a_new_hub_speaks_english_unless_it_was_given_a_language(hub, owner):
    assert hubs.language_of(hub.id) == "en"
    german = hubs.create_hub(hub.workspace_id, owner.id, "Sommer", language="de")
    assert (hubs.language_of(german.id), hubs.language_at(german.slug)) == ("de", "de")
    other = hubs.create_hub(hub.workspace_id, owner.id, "Winter", language="tlh")
    assert hubs.language_of(other.id) == "en"
    assert hubs.language_at("nothing-here") is None


def test_a_hub_of_an_earlier_release_speaks_english(hub):
    before = body(hub)
    before.pop("language")
    drafts.change(hub.id, None, Words.verbatim("before"), {"hub": before})
    assert hubs.language_of(hub.id) == "en"
    assert drafts.draft_snapshot(hub.id).language == "en"


def test_another_language_is_one_step_and_the_rest_of_the_hub_stays(hub, owner):
    before = body(hub)
    hubs.choose_language(hub.id, owner.id, "ar")
    assert body(hub) == {**before, "language": "ar"}
    hubs.save_hub(hub.id, owner.id, {"name": "Sommer"}, LOOK)
    assert body(hub)["language"] == "ar"
    for _ in ("name", "look", "language"):
        drafts.undo(hub.id, owner.id)
    assert body(hub) == before


def test_a_language_that_is_not_offered_is_refused(hub, owner):
    told = refusal(lambda: hubs.choose_language(hub.id, owner.id, "tlh"))
    assert told == {"language": "Choose one of the languages in the list."}
    assert body(hub)["language"] == "en"


def test_a_draft_of_before_gets_its_picture_beside_the_name(hub):
    before = body(hub)
    for key in ("hero", "hero_alt"):
        before.pop(key)
    drafts.change(hub.id, None, Words("as it was"), {"hub": before})
    chosen, nothing = {"hero": "abc", "hero_alt": "A beach"}, {"hero": "", "hero_alt": ""}
    hubs.save_hub(hub.id, None, chosen, LOOK, bases=[nothing])
    assert (body(hub)["hero"], body(hub)["hero_alt"]) == ("abc", "A beach")
    assert refusal(lambda: hubs.save_hub(hub.id, None, {"hero_alt": "x" * 201}, LOOK))
    assert body(hub)["hero_alt"] == "A beach"
