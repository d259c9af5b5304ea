"""What triggers messages: campaigns, canvases, transactional e-mail (CONTRACT 7). Nothing leaves
the sandbox: a message that Braze would send stands on its page."""

from __future__ import annotations

import re
import uuid
from typing import Any

import orjson
from flask import Blueprint, Response

from hubapp.sandbox import attributes, subscriptions
from hubapp.sandbox.answering import Answer, endpoint
from hubapp.sandbox.merging import chosen
from hubapp.sandbox.profiles import make
from hubapp.sandbox.store import Json, Store
from hubapp.sandbox.validation import attribute_error

bp = Blueprint("messages", __name__)
CAMPAIGN = "44444444-4444-4444-8444-444444444444"
TRANSACTIONAL = "66666666-6666-4666-8666-666666666666"
CANVAS = "55555555-5555-4555-8555-555555555555"
NAMES = {
    CAMPAIGN: "Thank you for playing",
    TRANSACTIONAL: "Your entry is in",
    CANVAS: "Welcome journey",
}
"""What the sandbox's workspace has from the start."""
_MOST = 50
_LARGEST_PROPERTIES = 50 * 1024
_SEND_ID = re.compile(r"[a-zA-Z0-9\-_+/=]+", re.ASCII)
_A_DAY = 24 * 3600
_KINDS = ("external_user_id", "user_alias", "braze_id", "email")


@bp.post("/campaigns/trigger/send")
def campaign() -> Response:
    """An API-triggered campaign, to at most fifty people."""
    return endpoint("campaigns.trigger.send", _campaign)


@bp.post("/canvas/trigger/send")
def canvas() -> Response:
    """An API-triggered canvas, for at most fifty people."""
    return endpoint("canvas.trigger.send", _canvas)


@bp.post("/transactional/v1/campaigns/<campaign_id>/send")
def transactional(campaign_id: str) -> Response:
    """To one person; within a day the same ``external_send_id`` sends nothing more."""
    return endpoint(
        "transactional.send", lambda store, body: _transactional(store, body, campaign_id)
    )


def campaigns_of(store: Store) -> list[str]:
    """The ids of campaigns in this workspace."""
    return list(store.given.get("campaigns") or (CAMPAIGN, TRANSACTIONAL))


def canvases_of(store: Store) -> list[str]:
    """The ids of canvases in this workspace."""
    return list(store.given.get("canvases") or (CANVAS,))


def _campaign(store: Store, body: Json) -> Answer:
    if body.get("campaign_id") not in campaigns_of(store):
        return 400, {"message": "Invalid Campaign ID"}
    return _trigger(store, body, body["campaign_id"], "trigger_properties")


def _canvas(store: Store, body: Json) -> Answer:
    if body.get("canvas_id") not in canvases_of(store):
        return 400, {"message": "Invalid Canvas ID"}
    return _trigger(store, body, body["canvas_id"], "canvas_entry_properties")


def _trigger(store: Store, body: Json, named: str, properties: str) -> Answer:
    recipients = body.get("recipients")
    if not isinstance(recipients, list) or not recipients:
        # A broadcast goes to an audience that is defined at Braze; the sandbox has none.
        return 400, {"message": "'recipients' must be an array of objects"}
    if len(recipients) > _MOST:
        return 400, {"message": f"The max number of recipients per request is {_MOST}"}
    shared = body.get(properties)
    wrong = _unfit_properties(shared, properties) or next(
        filter(None, (_unfit(each, store, _KINDS, properties) for each in recipients)), ""
    )
    if wrong:
        return 400, {"message": wrong}
    dispatch = uuid.uuid4().hex
    for each in recipients:
        own = {**(shared or {}), **(each.get(properties) or {})}
        _send(store, named, each, own, dispatch)
    return 201, {"dispatch_id": dispatch, "message": "success"}


def _transactional(store: Store, body: Json, named: str) -> Answer:
    if named not in campaigns_of(store):
        return 400, {"message": "Campaign does not exist"}
    given = body.get("recipient")
    recipient: Any = given[0] if isinstance(given, list) and len(given) == 1 else given
    send_id = body.get("external_send_id")
    if send_id is not None and not (isinstance(send_id, str) and _SEND_ID.fullmatch(send_id)):
        return 400, {"message": "'external_send_id' must be a Base64 compatible string"}
    wrong = _unfit_properties(body.get("trigger_properties"), "trigger_properties") or _unfit(
        recipient, store, _KINDS[:2], "trigger_properties"
    )
    if wrong:
        return 400, {"message": wrong}
    sent = _sent_within_a_day(store, send_id)
    if sent is None:
        # Here, unlike a campaign's, attributes alone are enough to make a person who is new.
        told = {"send_to_existing_only": not recipient.get("attributes"), **recipient}
        properties = body.get("trigger_properties") or {}
        sent = _send(store, named, told, properties, uuid.uuid4().hex, send_id)
    metadata = {"campaign_api_id": named, "external_send_id": send_id, "received_at": sent["time"]}
    return 201, {
        "dispatch_id": sent["dispatch_id"],
        "status": "sent",
        "metadata": metadata,
        "message": "success",
    }


def _sent_within_a_day(store: Store, send_id: Any) -> Json | None:
    if send_id is None:
        return None
    oldest = store.now().timestamp() - _A_DAY
    same = (each for each in store.messages if each.get("external_send_id") == send_id)
    return next((each for each in same if each["at"] > oldest), None)


def _unfit_properties(properties: Any, name: str) -> str:
    if properties is not None and not isinstance(properties, dict):
        return f"'{name}' must be an object"
    if properties and len(orjson.dumps(properties)) > _LARGEST_PROPERTIES:
        return f"'{name}' may not be larger than 50 KB"
    return ""


def _unfit(recipient: Any, store: Store, kinds: tuple[str, ...], properties: str) -> str:
    """Why this is nobody to send to; empty when it is somebody."""
    if not isinstance(recipient, dict):
        return "recipients must be objects"
    if sum(bool(recipient.get(kind)) for kind in _KINDS) != 1 or not any(
        recipient.get(kind) for kind in kinds
    ):
        return f"recipients must have exactly one of {', '.join(kinds)}"
    alias = recipient.get("user_alias")
    if alias is not None and not (
        isinstance(alias, dict) and alias.get("alias_name") and alias.get("alias_label")
    ):
        return "'user_alias' needs an alias_name and an alias_label"
    if recipient.get("email") and not recipient.get("prioritization"):
        return "'prioritization' is required when using email"
    only = recipient.get("send_to_existing_only")
    if only is not None and alias is not None:
        return "'send_to_existing_only' cannot be used with user aliases"
    told = recipient.get("attributes")
    if told is not None and not isinstance(told, dict):
        return "'attributes' must be an object"
    if only is False and told is None:
        return "'attributes' is required when 'send_to_existing_only' is false"
    return _unfit_properties(recipient.get(properties), properties) or attribute_error(
        told or {}, store.given
    )


def _send(
    store: Store, named: str, to: Json, properties: Json, dispatch: str, send_id: str | None = None
) -> Json:
    profile = _whom(store, to)
    if profile is not None and to.get("attributes"):
        attributes.apply(profile, to["attributes"], store.given)
        store.index(profile)
        subscriptions.settle(store, profile, to["attributes"])
        store.touched(profile)
    now = store.now()
    message = {
        "id": named,
        "name": NAMES.get(named, ""),
        "dispatch_id": dispatch,
        "external_send_id": send_id,
        "to": next(to[kind] for kind in _KINDS if to.get(kind)),
        "profile": profile["braze_id"] if profile else None,
        "properties": properties,
        "time": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "at": now.timestamp(),
    }
    store.messages.append(message)
    store.dirty = True
    return message


def _whom(store: Store, to: Json) -> Json | None:
    """The profile that gets it; made where the request says so and tells attributes of it."""
    if external := to.get("external_user_id"):
        found = store.by_external.get(str(external))
        may_make = to.get("send_to_existing_only") is False
        return found or (make(store, external_id=str(external)) if may_make else None)
    if alias := to.get("user_alias"):
        return store.by_alias.get((str(alias["alias_label"]), str(alias["alias_name"])))
    if braze_id := to.get("braze_id"):
        return store.profiles.get(str(braze_id))
    return chosen(store.having("email", str(to["email"])), to["prioritization"])
