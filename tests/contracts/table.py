"""A hub on which a card, a field or a destination is laid to be looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from hubapp.core.card_type import CardType
from hubapp.core.identifiers import new_id
from hubapp.core.words import Words
from hubapp.models import User, Workspace
from hubapp.services import editing, stock
from hubapp.services.editing.checks import problems_of
from tests.support.own_words import own_content, own_form


@dataclass(frozen=True)
class Laid:
    """A card on a published hub, and the addresses of its screens."""

    hub_id: int
    card_id: str
    kind: CardType
    content: Any
    hub: str
    card: str

    @property
    def editor(self) -> str:
        return f"/hubs/{self.hub_id}/edit/cards/{self.card_id}"

    @property
    def preview_of_hub(self) -> str:
        return f"/preview/{self.hub_id}/"

    @property
    def preview(self) -> str:
        return f"/preview/{self.hub_id}/card/"


class Table:
    """An app with a member who is logged in, and visitors."""

    def __init__(self, app: Flask, member: FlaskClient, home: Workspace, user: User) -> None:
        self.app, self.member, self._home, self._user = app, member, home, user
        self.visitor = app.test_client()

    def lay(self, kind: CardType, content: Any = None, form: dict[str, Any] | None = None) -> Laid:
        """A hub with this card alone; published when it can be."""
        content = own_content(kind.default_content() if content is None else content)
        hub = editing.create_hub(self._home.id, self._user.id, f"Table {new_id()}")
        docs, card_id = editing.documents(hub.id), new_id()
        page_key = f"page:{docs['hub']['pages'][0]}"
        card = {
            "kind": kind.kind,
            "schema": kind.schema,
            "slug": "card",
            "title": "Card",
            "summary": "",
            "cover": "",
            "content": content.model_dump(mode="json"),
        }
        changes: dict[str, Any] = {
            f"card:{card_id}": card,
            page_key: {**docs[page_key], "cards": [card_id]},
        }
        if form or kind.needs_form:
            changes[f"form:{card_id}"] = own_form(form or _EMAIL_FORM)
        editing.change(hub.id, self._user.id, Words("laying a card"), changes)
        self._put_codes(hub.id, card_id, kind, content)
        if not problems_of(editing.documents(hub.id)):
            editing.publish(hub.id, self._user.id)
        address = f"/h/{hub.slug}/"
        return Laid(hub.id, card_id, kind, content, address, f"{address}card/")

    def _put_codes(self, hub_id: int, card_id: str, kind: CardType, content: Any) -> None:
        """Whatever is asked for in its example plays, and enough of what it gives."""
        asked = [
            raw[0]
            for play in kind.example_plays(content)
            for step, raw in enumerate(play)
            if raw and kind.asks_code(content, step)
        ]
        for pool in kind.pools(content):
            codes = asked if pool.asked else [new_id(8) for _ in range(20)]
            stock.add_codes(hub_id, card_id, pool, list(dict.fromkeys(codes)))

    def open(self, address: str) -> str:
        """A member's page."""
        reply = self.member.get(address)
        assert reply.status_code == 200, f"{address}: {reply.status_code}"
        return str(reply.text)

    def visit(self, address: str) -> str:
        """A visitor's page; what a link carries rides along from there."""
        reply = self.visitor.get(address, follow_redirects=True)
        assert reply.status_code == 200, f"{address}: {reply.status_code}"
        return str(reply.text)

    def answer(self, laid: Laid, where: str, step: int, raw: list[str]) -> tuple[str, str]:
        """Post an answer; the address of the play and its next page."""
        stamp = re.search(r'name="stamp" value="([^"]+)"', self.visit(where))
        data = {"step": str(step), "answer": raw, "stamp": stamp[1] if stamp else ""}
        reply = self.visitor.post(where, data=data)
        assert reply.status_code == 303, f"step {step}: {reply.status_code}"
        return reply.location, self.visit(reply.location)

    def stored(self, laid: Laid) -> Any:
        """The card's content as it is kept."""
        card, _ = editing.document(laid.hub_id, f"card:{laid.card_id}")
        return laid.kind.read(card["content"], card["schema"])


_EMAIL_FORM: dict[str, Any] = {
    "placement": "end",
    "headline": "",
    "button": "Go",
    "fields": [
        {
            "id": "f1",
            "kind": "email",
            "key": "email",
            "label": "Email",
            "help": "",
            "required": False,
            "options": {},
        }
    ],
}
