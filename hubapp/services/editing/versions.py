"""Freeze the draft into a version; make versions live."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hubapp.core.errors import EditConflict, HubNotPublishable, NotFoundHere, Problem, Refused
from hubapp.core.rewording import SAME
from hubapp.core.snapshot import HubSnapshot, snapshot_of
from hubapp.core.words import Words
from hubapp.doors.database import after_commit, transaction
from hubapp.extensions import db
from hubapp.models import Hub, HubVersion
from hubapp.services.editing.checks import problems_of
from hubapp.services.editing.codes import without_codes
from hubapp.services.editing.doubts import doubts_of, refuse_doubted
from hubapp.services.editing.drafts import documents, draft_snapshot, locked, mark_of
from hubapp.services.editing.hub_addresses import note_moved_cards
from hubapp.services.editing.limits import too_long
from hubapp.services.editing.openings import erased_at_of
from hubapp.services.editing.rewordings import Reworded, alone, is_connected, reworded
from hubapp.services.editing.samples import Said, Sample, samples_of, samples_to_replace
from hubapp.services.editing.shelf import held
from hubapp.services.editing.signals import hub_changed

Json = dict[str, Any]
_LONGEST_NOTE = 300
_CHANGED_MEANWHILE = Words(
    "Somebody has changed the draft since you opened this page. Look through it again."
)


class Consent(NamedTuple):
    """What somebody saw before they published. mark: of the draft, see ``drafts.mark_of``, empty
    when they do not say; agreed: keys of the doubts that they said yes to; answers: to what asks
    whether it is the same answer, see ``rewordings.reworded``."""

    mark: str = ""
    agreed: Collection[str] = ()
    answers: Mapping[str, str] = {}


def publish(
    hub_id: int,
    user_id: int | None,
    consent: Consent | None = None,
    note: str = "",
    said: Said = str,
) -> HubVersion:
    """Make an immutable version of the draft, live at once. consent: what whoever publishes has
    seen and said yes to; None: a program, which says yes to everything, and that choices in other
    words are the same answers. note: for colleagues.
    said: puts what comes with a field into the hub's language.

    Raises HubNotPublishable with what to mend, or to say yes to; EditConflict when the draft is not
    the one that was seen; Refused when the note is too long.
    """
    if problems := too_long({"note": note.strip()}, {"note": _LONGEST_NOTE}):
        raise Refused(*problems)
    with transaction() as session:
        docs = locked(hub_id)
        samples = samples_of(docs, said)
        if problems := in_the_way(hub_id, docs, samples):
            raise HubNotPublishable(*problems)
        frozen, before = snapshot_of(docs), newest_version(hub_id)
        choices = reworded_in(hub_id, frozen, consent)
        if consent is not None:
            _check(consent, hub_id, frozen, samples, choices)
        frozen = replace(frozen, told=choices.told())
        if before is not None:
            note_moved_cards(hub_id, before, frozen)
        version = HubVersion(
            hub_id=hub_id,
            number=next_number(hub_id),
            snapshot=frozen.to_json(),
            created_by_id=user_id,
            note=note.strip(),
        )
        session.add(version)
        session.flush()
        _make_live(hub_id, version.id)
    return version


def in_the_way(hub_id: int, docs: Mapping[str, Json], samples: Collection[Sample]) -> list[Problem]:
    """All that must be mended before this draft, with these samples in it, is published."""
    return [
        *problems_of(docs),
        *without_codes(hub_id, docs),
        *samples_to_replace(samples),
    ]


def next_number(hub_id: int) -> int:
    """The number of the version that is published next."""
    query = select(func.max(HubVersion.number)).where(HubVersion.hub_id == hub_id)
    return int(db.session.scalar(query) or 0) + 1


def reworded_in(
    hub_id: int, draft: HubSnapshot, consent: Consent | None, card_id: str = ""
) -> Reworded:
    """What the draft makes of published choices. consent: with the answers; None: a program's.
    card_id: of this card alone."""
    newest, live = newest_version(hub_id), live_of(db.session.get_one(Hub, hub_id))
    snapshots = [draft, newest if newest is not live else None, live]
    draft, *published = [
        alone(each, card_id) if card_id else each for each in snapshots if each is not None
    ]
    # Where nothing is sent, they are the same unless somebody says so: what is connected one day
    # gets first words too.
    otherwise = "" if consent is not None and is_connected(hub_id) else SAME
    answers = consent.answers if consent is not None else {}
    return reworded(draft, published, answers, otherwise)


def told_draft(hub_id: int) -> HubSnapshot:
    """The draft with what would be told of its choices if they were the same answers."""
    draft, live = draft_snapshot(hub_id), live_of(db.session.get_one(Hub, hub_id))
    # Reading every card of every version takes a while, and most drafts are what is live.
    if live is not None and draft == live:
        return live
    return replace(draft, told=reworded_in(hub_id, draft, None).told())


def told_of_card(hub_id: int, card_id: str, docs: Mapping[str, Json]) -> dict[str, str]:
    """Id -> what is told, of the choices of a card that read otherwise in the draft. docs: its
    documents."""
    choices = reworded_in(hub_id, snapshot_of(docs), None, card_id)
    parts = choices.read_otherwise(f"card:{card_id}").values()
    return {key: value for part in parts for key, value in part.items()}


def told_of_form(hub_id: int, card_id: str, docs: Mapping[str, Json]) -> dict[str, dict[str, str]]:
    """Id of a field -> choice -> what is told, of those of its form that read otherwise. docs: see
    ``told_of_card``."""
    choices = reworded_in(hub_id, snapshot_of(docs), None, card_id)
    return choices.read_otherwise(f"form:{card_id}")


def _check(
    consent: Consent,
    hub_id: int,
    frozen: HubSnapshot,
    samples: Collection[Sample],
    choices: Reworded,
) -> None:
    if consent.mark and consent.mark != mark_of(hub_id):
        raise EditConflict(Problem("mark", _CHANGED_MEANWHILE))
    live = live_of(db.session.get_one(Hub, hub_id))
    doubts = doubts_of(hub_id, live, frozen, samples) + choices.doubts()
    refuse_doubted(doubts, consent.agreed, choices.problems())


def unpublish(hub_id: int) -> None:
    """Take the hub off the air; its versions stay."""
    with transaction():
        _make_live(hub_id, None)


def _make_live(hub_id: int, version_id: int | None) -> None:
    """What is put on the air is archived no more. Raises NotFoundHere for what is deleted."""
    hub = held(hub_id)
    hub.live_version_id = version_id
    if version_id is not None:
        hub.archived_at = None
        # Off the air, its people are erased as it was said to them.
        hub.erase_at = erased_at_of(snapshot_of_version(version_id))
    after_commit(hub_changed.send)


def roll_back(hub_id: int, number: int) -> HubVersion:
    """Make version ``number`` live again; the draft is not touched. Raises NotFoundHere."""
    with transaction():
        version = version_numbered(hub_id, number)
        _make_live(hub_id, version.id)
    return version


def version_numbered(hub_id: int, number: int) -> HubVersion:
    """The version of this number. Raises NotFoundHere."""
    query = select(HubVersion).where(HubVersion.hub_id == hub_id, HubVersion.number == number)
    version = db.session.scalars(query).one_or_none()
    if version is None:
        raise NotFoundHere
    return version


def versions_of(hub_id: int) -> list[HubVersion]:
    """All versions, newest first."""
    query = select(HubVersion).where(HubVersion.hub_id == hub_id)
    query = query.options(joinedload(HubVersion.created_by)).order_by(HubVersion.number.desc())
    return list(db.session.scalars(query))


def newest_version(hub_id: int) -> HubSnapshot | None:
    """What was published last; None when nothing ever was."""
    newest = select(func.max(HubVersion.id)).where(HubVersion.hub_id == hub_id)
    version_id = db.session.scalar(newest)
    return snapshot_of_version(version_id) if version_id else None


def live_of(hub: Hub) -> HubSnapshot | None:
    """What visitors see; None when that is nothing."""
    return snapshot_of_version(hub.live_version_id) if hub.live_version_id else None


def has_changes(hub: Hub, docs: Mapping[str, Json] | None = None) -> bool:
    """The draft differs from what is live (or nothing is live). docs: its documents, for whoever
    has them."""
    if hub.live_version_id is None:
        return True
    docs = documents(hub.id) if docs is None else docs
    return snapshot_of(docs) != snapshot_of_version(hub.live_version_id)


def live_snapshot(slug: str) -> tuple[Hub, int, HubSnapshot] | None:
    """The live hub at this address, its version id and snapshot; None when there is none."""
    hub = db.session.scalars(select(Hub).where(Hub.slug == slug)).one_or_none()
    if hub is None or hub.live_version_id is None:
        return None
    return hub, hub.live_version_id, snapshot_of_version(hub.live_version_id)


@lru_cache(maxsize=256)
def snapshot_of_version(version_id: int) -> HubSnapshot:
    """The snapshot of a version. Remembered: a version never changes."""
    return HubSnapshot.from_json(db.session.get_one(HubVersion, version_id).snapshot)
