"""Addresses of hubs: each has one of its own, and those that it had before lead to it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from hubapp.core.errors import Problem, Refused
from hubapp.core.identifiers import new_id, slug_of
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.words import Words
from hubapp.doors.database import after_commit, transaction
from hubapp.extensions import db
from hubapp.models import FormerAddress, FormerCardAddress, Hub
from hubapp.services.editing.addresses import typed_slug
from hubapp.services.editing.limits import ADDRESS, too_long
from hubapp.services.editing.signals import hub_changed


def placed(workspace_id: int, name: str, wanted: str = "") -> Hub:
    """A new hub at the wanted address, or at one made from its name; in the caller's transaction.
    Raises Refused when the wanted one is taken."""
    hub = Hub(workspace_id=workspace_id, name=name, slug=_free_slug(name, wanted))
    try:
        with db.session.begin_nested():
            db.session.add(hub)
    except IntegrityError:
        # Somebody took the address a moment ago, and we did not see it yet.
        if wanted:
            raise Refused(_taken_problem(hub.slug)) from None
        hub = Hub(workspace_id=workspace_id, name=name, slug=_with_ending(hub.slug))
        db.session.add(hub)
        db.session.flush()
    return hub


def change_address(hub: Hub, wanted: str) -> None:
    """Move the hub to another address; the one that it had leads there from now on. Raises Refused
    when it is taken or too long."""
    problems = too_long({"slug": wanted.strip()}, {"slug": ADDRESS}) or typed_slug("slug", wanted)
    if problems:
        raise Refused(*problems)
    slug, hub_id = slug_of(wanted), hub.id
    try:
        with transaction() as session:
            if _taken(slug, hub_id):
                raise Refused(_taken_problem(slug))
            query = select(Hub).where(Hub.id == hub_id).with_for_update(key_share=True)
            moved = session.scalars(query.execution_options(populate_existing=True)).one()
            if moved.slug == slug:
                return
            session.execute(delete(FormerAddress).where(FormerAddress.slug == slug))
            session.add(FormerAddress(slug=moved.slug, hub_id=hub_id))
            moved.slug = slug
            after_commit(hub_changed.send)
    except IntegrityError:
        raise Refused(_taken_problem(slug)) from None


def moved_to(slug: str) -> str | None:
    """The address that the hub has now which was at this one before; None: none ever was."""
    query = select(Hub.slug).join(FormerAddress, FormerAddress.hub_id == Hub.id)
    return db.session.scalar(query.where(FormerAddress.slug == slug))


def card_moved_to(hub_id: int, live: HubSnapshot, slug: str) -> str | None:
    """The same for a card of the live hub."""
    query = select(FormerCardAddress.card_id).where(FormerCardAddress.hub_id == hub_id)
    card_id = db.session.scalar(query.where(FormerCardAddress.slug == slug))
    card = live.card(card_id) if card_id else None
    return card.slug if card else None


def note_moved_cards(hub_id: int, before: HubSnapshot, after: HubSnapshot) -> None:
    """Cards that are published at another address than they had; in the caller's transaction."""
    moved: Mapping[str, str] = {
        card.slug: card.id
        for card in before.cards()
        if (now := after.card(card.id)) is not None and now.slug != card.slug
    }
    if not moved:
        return
    mine = delete(FormerCardAddress).where(FormerCardAddress.hub_id == hub_id)
    db.session.execute(mine.where(FormerCardAddress.slug.in_(moved)))
    db.session.add_all(
        FormerCardAddress(hub_id=hub_id, slug=slug, card_id=card_id)
        for slug, card_id in moved.items()
    )


def _free_slug(name: str, wanted: str) -> str:
    if problems := typed_slug("slug", wanted):
        raise Refused(*problems)
    slug = slug_of(wanted or name)
    if not _taken(slug):
        return slug
    if wanted:
        raise Refused(_taken_problem(slug))
    return _with_ending(slug)


def _with_ending(slug: str) -> str:
    return f"{slug[:50]}-{new_id(4)}"


def _taken(slug: str, but: int = 0) -> bool:
    """By a hub, or by the links of one that has moved on."""
    now = select(Hub.id).where(Hub.slug == slug, Hub.id != but)
    before = select(FormerAddress.hub_id)
    before = before.where(FormerAddress.slug == slug, FormerAddress.hub_id != but)
    return db.session.scalar(now.union_all(before).limit(1)) is not None


def _taken_problem(slug: str) -> Problem:
    return Problem("slug", Words("The address “%(slug)s” is taken. Choose another.", slug=slug))
