"""Somebody walks through the whole product, and what came back is kept to be looked at."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from flask import Flask
from flask.testing import FlaskClient
from flask_security.recoverable import generate_reset_password_token
from PIL import Image
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from hubapp.destinations import DESTINATIONS
from hubapp.extensions import db
from hubapp.models import Account, Contact, Delivery, Hub, Invitation, Submission, User
from hubapp.models.columns import now
from hubapp.services import editing, results, rights
from hubapp.services.editing import make_preview_link, preview_links_of
from hubapp.services.editing.pictures import store_picture
from hubapp.services.editing.versions import snapshot_of_version
from tests.architecture.markup import Element, Page, loaded, posts
from tests.support.faces import BODY
from tests.support.saving import save

WRITES = ("insert", "update", "delete", "replace", "merge", "create", "drop", "alter", "truncate")
TYPED = {
    "email": "ana@example.com",
    "tel": "+61412345678",
    "text": "Ana",
    "search": "Ana",
    "bday-day": "1",
    "bday-month": "2",
    "bday-year": "1990",
}
"""What a visitor types, by what a control says of itself."""


@dataclass
class Seen:
    """One answer, and what was written to the database meanwhile."""

    who: str
    method: str
    address: str
    endpoint: str
    reply: TestResponse
    written: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.who}, {self.method} {self.address} ({self.reply.status_code})"

    @property
    def is_page(self) -> bool:
        return self.reply.mimetype == "text/html" and self.reply.status_code not in (301, 302, 303)

    @cached_property
    def page(self) -> Page:
        return Page(self.reply.text)


@contextmanager
def written() -> Iterator[list[str]]:
    """Statements that write, or that lock what they read as if to write it."""
    found: list[str] = []

    def note(_connection, _cursor, statement, *_more) -> None:
        said = " ".join(statement.lower().split())
        if said.startswith((*WRITES, "begin immediate")) or " for update" in said:
            found.append(said[:120])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@dataclass
class Walk:
    """Somebody with a browser. ``seen``: every answer so far."""

    app: Flask
    who: str
    client: FlaskClient
    seen: list[Seen] = field(default_factory=list)

    @property
    def pages(self) -> list[Seen]:
        return [each for each in self.seen if each.is_page]

    def go(self, address: str, method: str = "GET", data: object = None) -> Seen:
        with self.app.test_request_context(address, method=method) as context:
            endpoint = context.request.endpoint or ""
        # What the test itself has to say to the database is said before.
        save()
        with written() as statements:
            reply = self.client.open(address, method=method, data=data)
        self.seen.append(Seen(self.who, method, address, endpoint, reply, statements))
        return self.seen[-1]

    def everywhere(self, examples: dict[str, list]) -> None:
        """Every address that can be got, with every example of what stands in it."""
        for rule in list(self.app.url_map.iter_rules()):
            if "GET" in rule.methods:
                for address in addresses(self.app, rule, examples):
                    self.go(address)

    def what_pages_load(self) -> None:
        """Each stylesheet, script and picture, once."""
        found = {
            address
            for seen in self.pages
            for each, address in loaded(seen.page)
            if each.tag != "form" and address.startswith("/")
        }
        for address in sorted(found):
            self.go(address)

    def leave_all_empty(self) -> None:
        """Send every form that posts to its own page with nothing in it, see what is said, and
        see the page again: a draft may be unfinished. One of them publishes it."""
        forms = [
            (seen, form)
            for seen in self.pages
            for form in seen.page.all("form")
            if seen.method == "GET" and posts(form) and not _is_played(form)
        ]
        for seen, form in forms:
            if not form.attributes.get("action"):
                self.go(seen.address, "POST", emptied(seen.page, form))
                self.go(seen.address)

    def play(self, address: str) -> None:
        """A card to its end: each form is sent empty first, then filled in."""
        at = self.go(address)
        for _ in range(20):
            form = next((each for each in at.page.all("form") if _is_played(each)), None)
            if form is None:
                return
            self.go(at.address, "POST", _hidden(at.page, form))
            sent = self.go(at.address, "POST", filled(at.page, form))
            assert sent.reply.status_code == 303, f"{sent}: {sent.reply.text}"
            at = self.go(sent.reply.location)
        raise AssertionError(f"{address} has no end")


def addresses(app: Flask, rule, examples: dict[str, list]) -> Iterator[str]:
    """Those of a rule. A new argument needs an example."""
    names = sorted(rule.arguments)
    for values in itertools.product(*(examples[name] for name in names)):
        with app.test_request_context():
            yield rule.build(dict(zip(names, values, strict=True)))[1]


_DRAWN = {"pattern": ["waves"], "accent": ["ff5a36"]}


def examples_in(hub: Hub) -> dict[str, list]:
    """Of all that can stand in an address."""
    live, picture = snapshot_of_version(hub.live_version_id), io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    return _DRAWN | {
        "hub_id": [hub.id],
        "slug": [hub.slug],
        "version_id": [hub.live_version_id],
        "card_id": [card.id for card in live.cards()],
        "card_slug": [card.slug for card in live.cards()],
        "kind": [next(iter(DESTINATIONS))],
        "account_id": list(db.session.scalars(select(Account.id))),
        "contact_id": list(db.session.scalars(select(Contact.id))),
        "erasure_id": [rights.erase_address(hub.workspace_id, "nobody@example.com").id],
        "form": ["json", "csv"],
        "delivery_id": list(db.session.scalars(select(Delivery.id))),
        "play_token": ["unknown"],
        "public_id": [store_picture(hub.workspace_id, picture.getvalue())],
        "face_id": [_faced(hub)],
        "digest": ["unknown"],
        "path": ["css/public.css"],
        "token": [
            generate_reset_password_token(db.session.scalars(select(User)).first()),
            _invited(hub),
        ],
        "carried": [_carried(hub)],
        "number": [1],
        "message_id": [0],
        # Only posted to.
        "link_id": [2**31 - 1],
        "pool": ["codes"],
        "draw_id": [_drawn(hub)],
        "position": [1],
        "entry_id": list(db.session.scalars(select(Submission.id))),
        "login_id": [2**31 - 1],
        "member_id": [2**31 - 1],
        "invitation_id": [2**31 - 1],
        "run_id": [1],
        "what": ["pause"],
    }


def _carried(hub: Hub) -> str:
    """By a link to the preview."""
    make_preview_link(hub.id, None)
    return preview_links_of(hub.id)[0][1]


def _drawn(hub: Hub) -> str:
    """A draw in which somebody has won."""
    user = db.session.scalars(select(User.id)).first()
    drawn = results.seal(hub.id, results.Wanted(), 1, 0, "visits", user)
    results.draw(hub.id, drawn)
    return drawn


def _invited(hub: Hub) -> str:
    """The token in the link of somebody who was invited."""
    row = Invitation(workspace_id=hub.workspace_id, email="eve@example.com", role="editor")
    row.token_hash = hashlib.sha256(b"invited").hexdigest()
    row.ends_at = now() + timedelta(days=1)
    db.session.add(row)
    save()
    return "invited"


def _is_played(form: Element) -> bool:
    return "data-play" in form.attributes


def emptied(page: Page, form: Element) -> dict[str, list[str]]:
    """What a form sends when all that can be emptied is."""
    typed = [each for each in page.in_form(form) if each.tag in ("input", "textarea", "select")]
    names = {each.attributes.get("name", "") for each in typed if not _is_kept(each)}
    return {**{each: [""] for each in names if each}, **_hidden(page, form)}


def _is_kept(control: Element) -> bool:
    return control.attributes.get("type") in ("hidden", "file", "radio", "checkbox")


def _hidden(page: Page, form: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in page.in_form(form):
        if each.attributes.get("type") == "hidden":
            found.setdefault(each.attributes["name"], []).append(each.attributes["value"])
    return found


def filled(page: Page, form: Element) -> dict[str, list[str]]:
    """What a visitor would send who takes the first of each choice."""
    found = _hidden(page, form)
    chosen = set(found)
    for control in page.in_form(form):
        name, kind = control.attributes.get("name", ""), control.attributes.get("type", "text")
        value = _value_of(page, control, kind)
        once = control.tag == "button" or kind in ("radio", "checkbox", "hidden")
        if not name or value is None or (once and name in chosen) or control.inside("p"):
            continue
        chosen.add(name)
        found.setdefault(name, []).append(value)
    return found


def _value_of(page: Page, control: Element, kind: str) -> str | None:
    said = control.attributes
    if control.tag == "select":
        options = [each for each in page.all("option") if control in each.within]
        return options[-1].attributes.get("value", "")
    if control.tag == "button" or kind in ("radio", "checkbox", "hidden"):
        return said.get("value")
    if control.tag in ("input", "textarea"):
        return TYPED.get(said.get("autocomplete", ""), TYPED.get(kind, "1"))
    return None


def _faced(hub: Hub) -> str:
    """The file stays when the draft goes back to the face of its look."""
    editing.choose_face(hub.id, None, "Brand.woff2", BODY)
    face = editing.draft_snapshot(hub.id).face
    editing.drop_face(hub.id, None)
    assert face is not None
    return face.id
