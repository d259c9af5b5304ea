"""Several members change one draft at the same moment, each in a session of its own: every change
is one of a row, and nothing is left over."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from hubapp.core.errors import EditConflict, NotFoundHere, Refused
from hubapp.extensions import db
from hubapp.services.editing import cards, drafts, hubs, saves, versions
from tests.support.factories import MemberFactory


@pytest.fixture
def hub_id(on_both_disks) -> int:
    member = MemberFactory()
    hub = hubs.create_hub(member.workspace_id, member.user_id, "Summer")
    db.session.commit()
    return hub.id


@pytest.fixture
def at_once(on_both_disks) -> Callable[..., list]:
    """What each of these returned or raised; they begin together."""

    def run(*uses: Callable[[], object]) -> list:
        db.session.commit()
        begin, told = threading.Barrier(len(uses)), [None] * len(uses)

        def use(at: int) -> None:
            with on_both_disks.app_context():
                begin.wait(10)
                try:
                    told[at] = uses[at]()
                except Exception as error:  # noqa: BLE001 - the test looks at it
                    told[at] = error

        threads = [threading.Thread(target=use, args=(at,)) for at in range(len(uses))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        db.session.expire_all()
        return told

    return run


def shown(hub_id: int) -> list[str]:
    return [each["id"] for each in cards.cards_in_order(drafts.documents(hub_id))]


def test_cards_added_at_once_all_stand_in_the_page_with_addresses_of_their_own(hub_id, at_once):
    added = at_once(*[lambda: cards.add_card(hub_id, None, "poll") for _ in range(6)])
    docs = drafts.documents(hub_id)
    assert sorted(shown(hub_id)) == sorted(added)
    assert len({docs[f"card:{each}"]["slug"] for each in added}) == 6


def test_a_card_moved_while_it_is_removed_leaves_nothing_behind(hub_id, at_once):
    ids = [cards.add_card(hub_id, None, "poll") for _ in range(3)]
    for gone in ids[:2]:
        told = at_once(
            lambda gone=gone: cards.remove_card(hub_id, None, gone),
            lambda gone=gone: cards.move_card(hub_id, None, gone, 2),
        )
        assert isinstance(told[1], NotFoundHere | None)
        docs = drafts.documents(hub_id)
        named = docs[f"page:{docs['hub']['pages'][0]}"]["cards"]
        assert sorted(named) == sorted(key[5:] for key in docs if key.startswith("card:"))
        assert gone not in named


def test_of_those_who_save_at_one_revision_one_is_kept_and_the_others_are_told(hub_id, at_once):
    card_id = cards.add_card(hub_id, None, "poll")
    revision = drafts.document(hub_id, f"card:{card_id}")[1]

    def save(title: str) -> str:
        saves.save_card(hub_id, None, card_id, {"card_title": title}, revision=revision)
        return title

    told = at_once(*[lambda title=title: save(title) for title in ("One", "Two", "Three", "Four")])
    kept = [each for each in told if isinstance(each, str)]
    assert len(kept) == 1
    assert all(isinstance(each, str | EditConflict) for each in told)
    assert drafts.document(hub_id, f"card:{card_id}")[0]["title"] == kept[0]


def test_each_step_can_be_undone_for_itself_whoever_made_it(hub_id, at_once):
    at_once(*[lambda: cards.add_card(hub_id, None, "poll") for _ in range(4)])
    for left in (3, 2, 1, 0):
        drafts.undo(hub_id, None)
        assert len(shown(hub_id)) == left


def test_two_who_publish_make_two_versions(hub_id, at_once):
    cards.add_card(hub_id, None, "poll")
    made = at_once(*[lambda: versions.publish(hub_id, None).id for _ in range(3)])
    assert [each.number for each in versions.versions_of(hub_id)] == [3, 2, 1]
    assert len(set(made)) == 3


def test_one_address_is_given_once(hub_id, on_both_disks, at_once):
    member = MemberFactory()
    workspace_id, user_id = member.workspace_id, member.user_id
    db.session.commit()

    def create(slug: str) -> str:
        return hubs.create_hub(workspace_id, user_id, "Winter", slug).slug

    told = at_once(*[lambda: create("winter-fun") for _ in range(4)])
    assert sorted(map(type, told), key=str) == sorted([str] + 3 * [Refused], key=str)
    free = at_once(*[lambda: create("") for _ in range(4)])
    assert len(set(free)) == 4
