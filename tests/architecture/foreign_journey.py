"""A member and a visitor who look at every page, in a language that nobody speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hubapp.cards import CARD_TYPES
from hubapp.core.spoken import masked_email
from hubapp.core.time_zones import time_zones
from hubapp.core.words import Words
from hubapp.destinations import DESTINATIONS
from hubapp.extensions import db
from hubapp.fields import FIELD_KINDS
from hubapp.models import Account, Contact, Delivery, Draw, Erasure, Hub, Play
from hubapp.services import editing
from tests.architecture.foreign import has_latin, new_lines, own, untranslated
from tests.architecture.foreign_hub import blanks, told

_NO_PAGES = (
    *("web.", "health.", "auth.", "hubs.qr_code", "editor.thumbnail"),
    *(
        "public.face",
        "public.picture",
        "public.theme",
        "public.preview_theme",
        "public.shared_preview_theme",
    ),
)


def names() -> frozenset[str]:
    """What is the same in every language: names of products and of their fields, types and values
    as they are sent, and what stands for a person's data."""
    samples = {
        str(each)
        for kind in FIELD_KINDS.values()
        for each in (kind.sample if isinstance(kind.sample, list) else [kind.sample])
    }
    given = {told(at, kind)[1] for at, kind in enumerate(FIELD_KINDS.values())}
    masked = {f"{each[:2]}…" for each in given}
    masked |= {str(masked_email(each)) for each in given if "@" in each}
    labels = {each.label for each in DESTINATIONS.values()}
    keys = {
        target.key.partition(".")[2] for each in DESTINATIONS.values() for target in each.targets()
    }
    zones = {each.replace("_", " ") for each in time_zones()}
    return frozenset(
        {
            "hubapp",
            # A language is offered in its own words.
            "English",
            # What keys of webhooks begin with.
            "whsec_",
            # What a first mapping calls the title of a card.
            "card",
            "true",
            "false",
            *zones,
            *labels,
            *keys,
            *samples,
            *given,
            *masked,
            *CARD_TYPES,
        }
    )


def texts_in(told: Any) -> Iterator[str]:
    """What a script is told, without the names of the controls that it is told of."""
    if isinstance(told, dict):
        for each in told.values():
            yield from texts_in(each)
    elif isinstance(told, list):
        for each in told:
            yield from texts_in(each)
    else:
        yield str(told)


class Journey:
    """What was read on the way (``seen``), and what was not in that language (``left``)."""

    def __init__(self, app: Flask, member: FlaskClient, hub: Hub) -> None:
        self.app, self.member, self.hub = app, member, hub
        self.left: dict[str, str] = {}
        self.seen: set[str] = set()
        self._lines: set[str] = set()
        self._names = names()

    def visitor(self) -> FlaskClient:
        """Somebody new."""
        return self.app.test_client()

    def read(self, where: str, page: str) -> None:
        self.seen.add(where)
        if '<html lang="ru"' not in page:
            self.left.setdefault("lang of the page", where)
        for text in untranslated(new_lines(page, self._lines), self._names):
            self.left.setdefault(" ".join(text.split()), where)

    def take(self, where: str, reply: TestResponse) -> None:
        """Read an answer: a page, or the words that a script shows."""
        if reply.is_json:
            for text in texts_in(reply.json):
                if has_latin(text, self._names):
                    self.left.setdefault(text, where)
        elif reply.mimetype == "text/html" and not 300 <= reply.status_code < 400:
            self.read(f"{where} {reply.status_code}", reply.text)

    def get(self, client: FlaskClient, address: str) -> None:
        self.take(address, client.get(address))

    def post(self, address: str, **data: Any) -> None:
        """A member presses a button, and reads what comes."""
        reply = self.member.post(address, data=data, follow_redirects=True)
        self.take(f"{address} {data}", reply)

    def ends(self) -> None:
        """Nothing was in English."""
        left = [f"{where}: {text}" for text, where in self.left.items()]
        assert not left, "\n".join(left)

    def look(self, client: FlaskClient, *families: str) -> None:
        """Every page that there is, or those of these blueprints."""
        for endpoint, address in list(self._addresses()):
            if not families or endpoint.partition(".")[0] in families:
                self.get(client, address)

    def _addresses(self) -> Iterator[tuple[str, str]]:
        known = self._known()
        with self.app.test_request_context():
            for rule in self.app.url_map.iter_rules():
                if "GET" not in rule.methods or rule.endpoint.startswith(_NO_PAGES):
                    continue
                arguments = sorted(rule.arguments)
                for values in product(*(known[each] for each in arguments)):
                    built = rule.build(dict(zip(arguments, values, strict=True)))
                    yield rule.endpoint, built[1]

    def _known(self) -> Mapping[str, Sequence[Any]]:
        """What may stand in an address. A new argument is added here."""
        cards = editing.cards_in_order(editing.documents(self.hub.id))
        return {
            "hub_id": [self.hub.id],
            "slug": [self.hub.slug],
            "kind": list(DESTINATIONS),
            "card_id": [card["id"] for card in cards],
            "card_slug": [card["slug"] for card in cards],
            "play_token": list(db.session.scalars(select(Play.token).limit(1))),
            "account_id": list(db.session.scalars(select(Account.id))),
            "contact_id": list(db.session.scalars(select(Contact.id))),
            "erasure_id": list(db.session.scalars(select(Erasure.id))),
            # As JSON it is for machines, with keys in English.
            "form": ["csv"],
            "delivery_id": list(db.session.scalars(select(Delivery.id))),
            "token": ["forged"],
            "carried": ["forged"],
            "number": [1],
            "message_id": [0],
            "draw_id": list(db.session.scalars(select(Draw.public_id))),
        }

    def empty_all_cards(self, how: str) -> None:
        """Take what they say away from the cards and forms of the draft: their ``texts``, or their
        ``lists``."""
        docs = editing.documents(self.hub.id)
        changes = {
            key: blanks(body, how) for key, body in docs.items() if key.startswith(("card", "form"))
        }
        editing.change(self.hub.id, None, Words.verbatim(own("Emptying")), changes)
