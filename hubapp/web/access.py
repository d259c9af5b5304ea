"""Who may enter."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import (
    abort,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask_login import current_user
from sqlalchemy import select

from hubapp.core.errors import NotFoundHere
from hubapp.extensions import db
from hubapp.models import Hub, Member
from hubapp.services import operating
from hubapp.services.operating import ROLES

View = Callable[..., Any]


def for_members(role: str, outside: bool = False, deleted: bool = False) -> Callable[[View], View]:
    """Only members of the workspace with ``role`` or more. A stranger to it gets 404, a member
    with too little 403, a visitor the log-in page, and who lacks the second factor that the
    workspace asks for where to set one up. ``hub_id`` in the URL becomes ``hub``. outside: what
    they need for that. deleted: also of a hub that was deleted, which is found
    nowhere else."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            if not current_user.is_authenticated:
                return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
            if "hub_id" in values:
                values["hub"] = g.hub = _hub_of(values.pop("hub_id"), deleted)
            g.member = _membership(getattr(g, "hub", None))
            g.workspace = g.member.workspace
            if not outside and _stands_outside():
                return redirect(url_for("account.set_up_second_factor"))
            if ROLES.index(g.member.role) < ROLES.index(role):
                abort(403)
            return view(**values)

        guarded.required_role = role  # type: ignore[attr-defined]
        return guarded

    return guard


def _stands_outside() -> bool:
    return g.workspace.asks_second_factor and not operating.has_second_factor(current_user.id)


def for_visitors(view: View) -> View:
    """Open to everybody."""
    view.required_role = "visitor"  # type: ignore[attr-defined]
    return view


def _hub_of(hub_id: int, deleted: bool) -> Hub:
    hub = db.session.get(Hub, hub_id)
    if hub is None or (hub.deleted_at is not None and not deleted):
        raise NotFoundHere
    return hub


def _membership(hub: Hub | None) -> Member:
    query = select(Member).where(Member.user_id == current_user.id).order_by(Member.id)
    if hub is not None:
        query = query.where(Member.workspace_id == hub.workspace_id)
    elif chosen := session.get("workspace_id"):
        query = query.order_by(None).order_by(Member.workspace_id != chosen, Member.id)
    member = db.session.scalars(query).first()
    if member is None:
        raise NotFoundHere
    return member
