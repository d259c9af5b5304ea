"""Links to the draft for people without an account: seven days, and taken back at any time."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Hub, PreviewLink
from hubapp.models.columns import now

LASTS = timedelta(days=7)


def _signer() -> URLSafeSerializer:
    config = current_app.config
    # The last one signs; those before it are of keys that were changed, and still open.
    keys = [*reversed(config.get("SECRET_KEY_FALLBACKS") or ()), config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="preview-link")


def make_preview_link(hub_id: int, user_id: int | None) -> PreviewLink:
    """A new one. Those of this hub that have ended go."""
    with transaction() as session:
        ended = delete(PreviewLink).where(PreviewLink.hub_id == hub_id)
        session.execute(ended.where(PreviewLink.ends_at <= now()))
        link = PreviewLink(hub_id=hub_id, created_by_id=user_id, ends_at=now() + LASTS)
        session.add(link)
    return link


def take_back_preview_link(hub_id: int, link_id: int) -> None:
    """Whoever has it sees nothing from now on. Nothing happens when it is gone already."""
    with transaction() as session:
        mine = delete(PreviewLink).where(PreviewLink.hub_id == hub_id)
        session.execute(mine.where(PreviewLink.id == link_id))


def preview_links_of(hub_id: int) -> list[tuple[PreviewLink, str]]:
    """Those that open the draft now, newest first, each with what its address carries."""
    query = select(PreviewLink).where(PreviewLink.hub_id == hub_id, PreviewLink.ends_at > now())
    query = query.options(joinedload(PreviewLink.created_by)).order_by(PreviewLink.id.desc())
    return [(link, str(_signer().dumps(link.id))) for link in db.session.scalars(query)]


def hub_of_preview(carried: str) -> Hub:
    """The hub whose draft an address opens. Raises NotFoundHere for one that was forged, has ended
    or was taken back."""
    try:
        link_id = _signer().loads(carried)
    except BadSignature:
        raise NotFoundHere from None
    query = select(Hub).join(PreviewLink, PreviewLink.hub_id == Hub.id)
    query = query.where(
        PreviewLink.id == link_id, PreviewLink.ends_at > now(), Hub.deleted_at.is_(None)
    )
    hub = db.session.scalars(query).one_or_none()
    if hub is None:
        raise NotFoundHere
    return hub
