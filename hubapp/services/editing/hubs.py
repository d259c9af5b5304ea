"""Hubs of a workspace: new ones, their address, their own words and looks."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from hubapp.core.errors import Problem, Refused
from hubapp.core.identifiers import new_id, slug_of
from hubapp.core.reading import is_web_address
from hubapp.core.snapshot import HubSnapshot
from hubapp.extensions import db
from hubapp.models import Hub
from hubapp.services.editing.drafts import Json, apply, change, document
from hubapp.services.editing.signals import hub_changed


def hubs_of(workspace_id: int) -> list[Hub]:
    """The hubs of a workspace, newest first."""
    query = select(Hub).where(Hub.workspace_id == workspace_id).order_by(Hub.id.desc())
    return list(db.session.scalars(query))


def create_hub(
    workspace_id: int,
    user_id: int,
    name: str,
    slug: str = "",
    theme: Json | None = None,
    logo: str = "",
) -> Hub:
    """A new hub with one empty page.

    Raises Refused when the name is empty or the address is taken.
    """
    name = name.strip()[:120]
    if not name:
        raise Refused(Problem("name", "Give the hub a name. Visitors see it at the top."))
    hub = Hub(workspace_id=workspace_id, name=name, slug=_free_slug(name, slug))
    db.session.add(hub)
    db.session.flush()
    page_id = new_id()
    first = HubSnapshot(name=name).to_json()
    first.pop("schema")
    first |= {"pages": [page_id], "logo": logo, **({"theme": theme} if theme else {})}
    apply(hub.id, {"hub": first, f"page:{page_id}": {"title": "Home", "cards": []}})
    db.session.commit()
    return hub


def _free_slug(name: str, wanted: str) -> str:
    slug = slug_of(wanted or name)
    if not _taken(slug):
        return slug
    if wanted:
        raise Refused(Problem("slug", f"The address “{slug}” is taken. Choose another."))
    return f"{slug[:50]}-{new_id(4)}"


def _taken(slug: str, but: int = 0) -> bool:
    return db.session.scalar(select(Hub.id).where(Hub.slug == slug, Hub.id != but)) is not None


def change_address(hub: Hub, wanted: str) -> None:
    """Move the hub to another address. Raises Refused when it is taken."""
    slug = slug_of(wanted)
    if _taken(slug, hub.id):
        raise Refused(Problem("slug", f"The address “{slug}” is taken. Choose another."))
    hub.slug = slug
    db.session.commit()
    hub_changed.send()


def save_hub(
    hub_id: int,
    user_id: int | None,
    posted: Mapping[str, str],
    theme: Json,
    revision: int | None = None,
) -> None:
    """Save the hub's own words and looks as one step. Raises Refused, EditConflict."""
    before, _ = document(hub_id, "hub")
    limits = {
        "name": 120,
        "tagline": 200,
        "dates": 100,
        "logo": 32,
        "terms_url": 500,
        "privacy_url": 500,
    }
    own = {key: posted.get(key, before[key]).strip()[:most] for key, most in limits.items()}
    problems = [
        Problem(key, "Type a web address such as https://example.com/terms, or leave it empty.")
        for key in ("terms_url", "privacy_url")
        if own[key] and not is_web_address(own[key])
    ]
    if not own["name"]:
        problems.append(Problem("name", "Give the hub a name. Visitors see it at the top."))
    if problems:
        raise Refused(*problems)
    expected = {"hub": revision} if revision is not None else None
    after = {**before, **own, "theme": theme}
    change(hub_id, user_id, "changing the hub’s words and looks", {"hub": after}, expected)
