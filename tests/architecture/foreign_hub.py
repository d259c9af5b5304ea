"""A hub that says nothing in Latin letters of its own: one card of every type without a form, with
one before it and with one after it, and in each form one field of every kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from hubapp.cards import CARD_TYPES, opened
from hubapp.core.field_kind import Clean, FieldKind
from hubapp.core.words import Words
from hubapp.fields import FIELD_KINDS
from hubapp.models import Hub
from hubapp.services import editing, stock
from tests.architecture.foreign import own

_NO_TEXT = re.compile(r"#[0-9a-f]{6}|https?://.*|[a-z_]*")
"""Colours, web addresses, and names that only the program reads."""
_SAMPLE = "https://example.com/"
"""How an address begins that is there to be replaced."""
TYPED = "7"
"""What is typed where no choices are given; the only code that opens a card."""
Page = tuple[str, str]
"""Where, and the HTML."""


def make_foreign_hub(workspace_id: int, user_id: int) -> Hub:
    """Published twice, with one edit to undo and one to redo."""
    hub = editing.create_hub(workspace_id, user_id, own("Summer"), "1-2")
    for kind, card_type in CARD_TYPES.items():
        for placement in ("end",) if card_type.needs_form else ("", "start", "end"):
            _add(hub, user_id, kind, placement)
    words = {"name": own("Summer"), "tagline": own("Four cards"), "dates": own("June")}
    terms = {"terms_url": "https://1.2/3", "privacy_url": "https://1.2/4"}
    theme = editing.document(hub.id, "hub")[0]["theme"]
    editing.save_hub(hub.id, user_id, {**words, **terms}, theme)
    for _ in range(2):
        editing.publish(hub.id, user_id)
    first = editing.cards_in_order(editing.documents(hub.id))[0]["id"]
    editing.move_card(hub.id, user_id, first, 2)
    editing.move_card(hub.id, user_id, first, 1)
    editing.undo(hub.id, user_id)
    return hub


def _add(hub: Hub, user_id: int, kind: str, placement: str) -> None:
    card_id = editing.add_card(hub.id, user_id, kind)
    card, _ = editing.document(hub.id, f"card:{card_id}")
    changes: dict[str, Any] = {
        f"card:{card_id}": {
            **card,
            "title": own(f"Card {card_id}"),
            "summary": own("In one line"),
            "slug": "-".join(card_id),
            "content": _without_latin(card["content"], set(_ids_in(card["content"]))),
        }
    }
    if placement:
        changes[f"form:{card_id}"] = _form(placement)
    editing.change(hub.id, user_id, Words.verbatim(own("Making it")), changes)
    _put_codes(hub.id, card_id)


def _put_codes(hub_id: int, card_id: str) -> None:
    card, _ = editing.document(hub_id, f"card:{card_id}")
    open_card = opened(card["kind"], card["schema"], card["content"])
    for pool in open_card.type.pools(open_card.content) if open_card else ():
        stock.add_codes(hub_id, card_id, pool, [TYPED])


def _ids_in(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        yield from [part["id"]] if "id" in part else []
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _ids_in(each)


def _without_latin(part: Any, ids: set[str]) -> Any:
    if isinstance(part, Mapping):
        return {key: _without_latin(value, ids) for key, value in part.items()}
    if isinstance(part, list):
        return [_without_latin(each, ids) for each in part]
    if isinstance(part, str) and part.startswith(_SAMPLE):
        return "https://1.2/3"
    if not isinstance(part, str) or part in ids or _NO_TEXT.fullmatch(part):
        return part
    return own(part)


def blanks(part: Any, how: str) -> Any:
    """A document without its ``texts``, or without its ``lists``; what programs read stays."""
    if isinstance(part, Mapping):
        kept = ("id", "kind", "slug", "placement", "key", "cover")
        return {key: each if key in kept else blanks(each, how) for key, each in part.items()}
    if isinstance(part, list):
        return [] if how == "lists" else [blanks(each, how) for each in part]
    if isinstance(part, str) and how == "texts" and not part.startswith("#"):
        return ""
    return part


def _form(placement: str) -> dict[str, Any]:
    fields = [_field(at, kind) for at, kind in enumerate(FIELD_KINDS.values())]
    return {
        "placement": placement,
        "headline": own("Who are you?"),
        "button": own("Go on"),
        "fields": fields,
    }


def _field(at: int, kind: FieldKind) -> dict[str, Any]:
    return {
        "id": f"f{at}",
        "kind": kind.kind,
        "key": f"k{at}",
        "label": own(kind.default_label),
        "help": own("Help"),
        "required": kind.shown,
        "options": options_of(kind),
    }


def options_of(kind: FieldKind) -> dict[str, Any]:
    """A kind's defaults, without Latin letters where it takes others."""
    options = {option.key: option.default for option in kind.options}
    for option in kind.options:
        foreign = {**options, option.key: own(str(option.default))}
        older = {**options, option.key: 18}
        if option.control == "number" and _takes_its_sample(kind, older):
            options = older
        if option.control in ("text", "lines") and not kind.option_problems(foreign):
            options = foreign
    return options


def _takes_its_sample(kind: FieldKind, options: dict[str, Any]) -> bool:
    return isinstance(kind.clean([str(kind.sample)], options, True, ""), Clean)


def told(at: int, kind: FieldKind) -> tuple[str, str]:
    """Control and value that a visitor gives a field."""
    options = options_of(kind)
    choices = getattr(kind, "choices", lambda _options, _language: [])(options, "en")
    tries = [own(str(kind.sample)), str(kind.sample), "y", *(value for value, _ in choices[:1])]
    for each in tries:
        if isinstance(kind.clean([each], options, True, ""), Clean):
            return f"f-k{at}", each
    raise AssertionError(f"{kind.kind} takes none of {tries}")


def play(client: FlaskClient, hub: Hub, slug: str) -> Iterator[Page]:
    """Every page on the way through a card, each post first sent empty, then filled in. Where
    nothing at all is an answer, the way goes on from there."""
    where = f"/h/{hub.slug}/{slug}/"
    for step in range(50):
        page = client.get(where).text
        yield where, page
        if not re.search(r"data-play[ >]", page):
            return
        for wrong in _wrong(page):
            refused = client.post(where, data=wrong)
            if refused.status_code == 422:
                yield f"{where} refused", refused.text
            elif refused.status_code == 303:
                where = refused.location
                break
        else:
            where = _filled_in(client, where, page, step)
    raise AssertionError(f"{where} has no end")


def _filled_in(client: FlaskClient, where: str, page: str, step: int) -> str:
    """Where what is filled in leads to."""
    went = client.post(where, data=MultiDict([*_hidden(page), *_answers(page, step)]))
    assert went.status_code == 303, f"{where}: {went.status_code} {went.text}"
    return went.location


def _wrong(page: str) -> Iterator[dict[str, str]]:
    """Posts that are refused: nothing at all, and what no field takes."""
    hidden = dict(_hidden(page))
    yield hidden
    for text in (own("what?"), own("x") * 300, "2024-01-01") if 'name="f-' in page else ():
        yield {**{f"f-k{at}": text for at in range(len(FIELD_KINDS))}, **hidden}


def _hidden(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="(stamp|step)" value="([^"]*)"', page)


def _answers(page: str, step: int) -> list[tuple[str, str]]:
    if 'name="f-' in page:
        return [told(at, kind) for at, kind in enumerate(FIELD_KINDS.values())]
    if lists := re.findall(r'(?s)<select name="answer">(.*?)</select>', page):
        # Each has a place of its own.
        options = [re.findall(r'value="([^"]+)"', each) for each in lists]
        return [("answer", each[at]) for at, each in enumerate(options)]
    given = re.findall(r'name="answer"\s+value="([^"]+)"', page)
    # An input to type in has no value: a number is what most of them take.
    return [("answer", given[-1 - step % len(given)] if given else TYPED)]
