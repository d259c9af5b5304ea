"""Opening times in the draft: what is taken, what is refused, and what may not be published."""

from __future__ import annotations

from functools import partial

import pytest

from hubapp.core.errors import EditConflict, HubNotPublishable, Refused
from hubapp.services.editing import cards, drafts, hubs, saves, versions
from hubapp.services.editing.openings import OpeningControls, opening_as_posted, save_times

TIMES = {
    "opens_at": "2026-12-04T18:00",
    "closes_at": "2026-12-11T18:00",
    "closed_text": "See you next year.",
    "closed_url": "https://example.com",
}
FRIDAY = {"opens_at": "2026-12-04T18:00"}


@pytest.fixture
def hub(app, workspace, owner):
    return hubs.create_hub(workspace.id, owner.id, "Summer")


@pytest.fixture
def card(hub) -> str:
    return cards.add_card(hub.id, None, "poll")


def document(hub, key="hub"):
    return drafts.documents(hub.id)[key]


def refusals(use) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        use()
    return {each.where: str(each.sentence) for each in caught.value.problems}


def test_a_new_hub_has_the_zone_that_was_chosen_and_is_always_open(hub, workspace, owner):
    assert document(hub)["time_zone"] == "UTC"
    there = hubs.create_hub(workspace.id, owner.id, "Winter", time_zone="Australia/Sydney")
    assert document(there)["time_zone"] == "Australia/Sydney"
    assert set(document(there)["opening"].values()) == {""}
    create = partial(hubs.create_hub, workspace.id, owner.id, "Spring", time_zone="Nowhere")
    assert refusals(create) == {"time_zone": "Choose one of the time zones in the list."}


def test_zone_and_times_are_one_step_that_can_be_undone(hub):
    before = document(hub)
    save_times(hub.id, None, {"time_zone": "Europe/Berlin", "opening": TIMES})
    assert document(hub) == {**before, "time_zone": "Europe/Berlin", "opening": TIMES}
    assert str(drafts.undo(hub.id, None)) == "changing the opening times"
    assert document(hub) == before


def test_what_was_not_posted_stays(hub, card):
    save_times(hub.id, None, {"time_zone": "Europe/Berlin", "opening": TIMES})
    save_times(hub.id, None, {"opening": {"closed_text": "Bye"}})
    assert document(hub)["opening"] == {**TIMES, "closed_text": "Bye"}
    assert document(hub)["time_zone"] == "Europe/Berlin"
    hubs.save_hub(hub.id, None, {"name": "Winter"}, {})
    assert document(hub)["opening"] == {**TIMES, "closed_text": "Bye"}
    saves.save_card(hub.id, None, card, {"card_title": "Vote"})
    assert "opening" not in document(hub, f"card:{card}")


def test_a_card_has_times_of_its_own(hub, card):
    saves.save_card(hub.id, None, card, {"card_opening": TIMES})
    assert document(hub, f"card:{card}")["opening"] == TIMES
    assert drafts.draft_snapshot(hub.id).card(card).opening.opens_at == "2026-12-04T18:00"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"opens_at": "soon"}, {"opens_at": "Choose a date and a time"}),
        ({"closes_at": "2026-02-30T10:00"}, {"closes_at": "Choose a date and a time"}),
        ({**FRIDAY, "closes_at": "2026-12-04T17:59"}, {"closes_at": "not after the opening"}),
        ({**FRIDAY, "closes_at": "2026-12-04T18:00"}, {"closes_at": "not after the opening"}),
        ({"closed_url": "javascript:alert(1)"}, {"closed_url": "Type a web address"}),
        ({"closed_text": "x" * 301}, {"closed_text": "Shorten this to 300 characters"}),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(hub, card, typed, told):
    before = drafts.documents(hub.id)
    for where, use in (
        ("opening", lambda: save_times(hub.id, None, {"opening": typed})),
        ("card_opening", lambda: saves.save_card(hub.id, None, card, {"card_opening": typed})),
    ):
        found = refusals(use)
        assert found.keys() == {f"{where}.{name}" for name in told}
        assert all(told[name] in found[f"{where}.{name}"] for name in told)
    assert drafts.documents(hub.id) == before


def test_what_is_no_group_of_controls_changes_nothing(hub):
    assert opening_as_posted("x", {"opening": FRIDAY}) == OpeningControls(**FRIDAY)
    assert opening_as_posted(None, {}) == OpeningControls()


def test_who_began_on_an_older_draft_overwrites_nothing(hub):
    revision = drafts.document(hub.id, "hub")[1]
    save_times(hub.id, None, {"opening": TIMES}, revision)
    with pytest.raises(EditConflict):
        save_times(hub.id, None, {"opening": {}}, revision)


@pytest.mark.parametrize(
    ("hub_times", "card_times", "sentence"),
    [
        ({"closes_at": "2026-12-04T18:00"}, FRIDAY, "opens when the hub has closed already"),
        (FRIDAY, {"closes_at": "2026-12-04T18:00"}, "closes before the hub has opened"),
    ],
)
def test_a_card_that_nobody_could_ever_play_is_not_published(
    hub, card, hub_times, card_times, sentence
):
    save_times(hub.id, None, {"opening": hub_times})
    saves.save_card(hub.id, None, card, {"card_opening": card_times})
    with pytest.raises(HubNotPublishable) as caught:
        versions.publish(hub.id, None)
    [problem] = caught.value.problems
    assert sentence in str(problem.sentence)
    assert problem.where.startswith(f"card:{card}/card_opening.")


def test_times_go_on_the_air_with_a_version(hub, card):
    versions.publish(hub.id, None)
    save_times(hub.id, None, {"time_zone": "Europe/Berlin", "opening": TIMES})
    assert versions.has_changes(hub)
    version = versions.publish(hub.id, None)
    assert versions.snapshot_of_version(version.id).opening.closed_text == "See you next year."
    assert versions.snapshot_of_version(version.id - 1).opening.closed_text == ""
