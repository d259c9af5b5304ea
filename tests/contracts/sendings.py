"""What a destination is given by its contract: a hub that has every field, records of every sort,
and replies of any shape."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from hubapp.cards import CARD_TYPES
from hubapp.core.destination import Destination, Failure, OutgoingRequest, Reply
from hubapp.core.mapping import FieldMapping, Record, Source
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.doors.vault import seal
from hubapp.fields import FIELD_KINDS
from hubapp.models import Account, Connection, Hub
from tests.contracts.table import Table
from tests.support.forms import posted_by

TIME = "2026-01-15T10:00:00.000Z"
SAMPLES: dict[str, Any] = {
    "text": "Blue",
    "number": 3,
    "boolean": True,
    "date": "1990-04-23",
    "time": TIME,
    "list": ["a", "b"],
}
IDENTITIES = {"email": "ana{}@example.com", "phone": "+614123456{:02}", "id": "user-{}"}
_OF_THE_SCREEN = {
    *("csrf_token", "secret", "identify_by", "identity_source", "event", "event_name"),
    *("only_changes", "resend_events", "keep_days"),
    *("lacking", "fallback_by", "fallback_source", "label", "only_existing"),
    *("whom", "consent_source"),
}


def lay(table: Table) -> int:
    """A hub whose form has a field of every kind."""
    fields = [
        {
            "id": f"f{at}",
            "kind": kind.kind,
            "key": kind.default_key,
            "help": "",
            "label": kind.default_label,
            "required": False,
            "options": {option.key: option.default for option in kind.options},
        }
        for at, kind in enumerate(FIELD_KINDS.values())
    ]
    form = {"placement": "end", "headline": "", "button": "Go", "fields": fields}
    return table.lay(next(iter(CARD_TYPES.values())), form=form).hub_id


def address_of(destination: Destination, hub_id: int) -> str:
    return f"/hubs/{hub_id}/settings/integrations/{destination.kind}"


def connect(destination: Destination, hub_id: int, settings: dict[str, Any]) -> None:
    """As if it had been saved with these settings and nothing mapped."""
    kind = destination.kind
    with transaction() as session:
        account = Account(
            workspace_id=session.get_one(Hub, hub_id).workspace_id,
            kind=kind,
            settings=settings,
            lanes=1,
            secret=seal("zq-saved-key"),
            secret_hint="-key",
        )
        mapping = FieldMapping().to_json()
        session.add(
            Connection(hub_id=hub_id, account=account, kind=kind, state="on", mapping=mapping)
        )


def screen(destination: Destination, table: Table) -> str:
    """The connect screen of a new connection, with three rows."""
    address = address_of(destination, lay(table))
    data = [(name, value) for name, value in posted_by(table.open(address), id="connect")]
    data = [pair for pair in data if not pair[0].startswith("rows.")]
    data += [(f"rows.r{at}.source", "") for at in range(3)]
    reply = table.member.post(address, data={**dict(data), "_action": "show:example"})
    assert reply.status_code == 200
    return str(reply.text)


def own(names: set[str]) -> set[str]:
    """Of the controls of the connect screen, those that the destination brings along."""
    return {n for n in names if not n.startswith(("rows.", "_"))} - _OF_THE_SCREEN


def settings_of(destination: Destination) -> dict[str, Any]:
    return destination.example_settings({})


def origins_of(settings: dict[str, Any]) -> list[str]:
    """Addresses in settings, which a test may allow."""
    return [each for each in settings.values() if str(each).startswith("http")]


def values_for(destination: Destination) -> dict[str, Any]:
    """A value at every target, and at one that is named."""
    found = {each.key: SAMPLES[each.value_types[0]] for each in destination.targets()}
    return {**found, **{f"{each.key}colour": "Blue" for each in destination.groups if each.named}}


def records_for(destination: Destination, count: int = 6, values: Any = None) -> list[Record]:
    """Records of different people, by every rule in turn."""
    rules, found = destination.identity_rules, []
    values = values_for(destination) if values is None else values
    for at in range(count):
        rule = rules[at % len(rules)]
        identity = IDENTITIES[rule.identifies[0]].format(at)
        key = f"{rule.key}:{identity}"
        found.append(Record(key, rule.key, identity, TIME, "took part", values))
    return found


def request_for(destination: Destination, count: int = 6) -> OutgoingRequest:
    records = records_for(destination, count)
    return destination.build(settings_of(destination), "zq-key", records)


def placed(request: OutgoingRequest) -> list[int]:
    """The records that are in it."""
    return [at for at in range(request.taken) if at not in request.unsendable]


def answer(status: int, body: Any = None, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, named, json.dumps(body).encode() if body is not None else b"")


def silences() -> list[Reply]:
    return [Reply(None, failure=each, words=Words("silence")) for each in Failure]


_ODD = ["", "0", "-1", "nan", "inf", "1e400", "9" * 5000, "soon", "1_0", "٣", "\x00", "4102444800"]
_ODD_DATES = [
    "Wed, 21 Oct 2015 07:28:00 GMT",
    "Wed, 21 Oct 2015 07:28:00 +9999999999",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "Mon, 1 Jan 0001 00:00:00 +2359",
    "Mon, 99 Foo 99999 99:99:99 GMT",
    f"Mon, 1 Jan {'9' * 5000} 00:00:00 GMT",
]
WAITS = [*_ODD, *_ODD_DATES]
_HUGE = [2**63, 2**70, -(10**30), 10**400]
_HEADERS = ["retry-after", "x-ratelimit-retry-after", "x-ratelimit-reset", "x-request-id"]
_KEYS = ["message", "errors", "error", "type", "index", "input_array", "ok", "x"]
_TOLD = ["success", "queued", "attributes", "events", "x", ""]
_leaves = (
    st.none()
    | st.booleans()
    | st.integers(-5, 2**70)
    | st.sampled_from(_TOLD)
    | st.floats()
    | st.text()
)
_json = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner),
    max_leaves=8,
)
_bodies = st.one_of(
    _json.map(lambda body: json.dumps(body).encode()),
    st.binary(max_size=20),
    st.sampled_from([b"", b"<html><h1>502</h1></html>", b"{", b"[" * 2000, b'"' + b"9" * 5000]),
)
_statuses = st.sampled_from([200, 201, 204, 301, 400, 401, 403, 404, 408, 413, 422, 429, 500, 504])
replies = st.one_of(
    st.sampled_from(silences()),
    st.builds(
        Reply,
        _statuses | st.integers(100, 999),
        st.dictionaries(st.sampled_from(_HEADERS), st.sampled_from(WAITS) | st.text(), max_size=3),
        _bodies,
    ),
)
"""Whatever may come back."""
values = st.dictionaries(
    st.sampled_from(["custom.", "event.", "attribute.", "", "x"]).flatmap(
        lambda group: st.text(max_size=20).map(lambda name: group + name)
    ),
    st.one_of(
        st.none(),
        st.booleans(),
        st.sampled_from(_HUGE),
        st.integers(),
        st.floats(),
        st.text(),
        st.lists(st.text()),
    ),
    max_size=4,
)


@st.composite
def sources(draw: st.DrawFn) -> list[Source]:
    """What a hub may know: fields of any kinds, outputs of cards, facts."""
    kinds = draw(st.lists(st.sampled_from(list(FIELD_KINDS.values())), min_size=1, max_size=6))
    found = {}
    for at, kind in enumerate(kinds):
        name = draw(st.from_regex(r"[a-z0-9_]{1,60}", fullmatch=True) | st.just(kind.default_key))
        found[f"field.{name}"] = Source(
            f"field.{name}",
            Words.verbatim(f"Field {at}"),
            Words("Form fields"),
            kind.value_type,
            kind.sample,
            name=name,
            means=kind.means,
            identifies=kind.identifies,
            suggested=kind.suggested,
        )
    for value_type, sample in SAMPLES.items():
        key = f"card.c1.{value_type}"
        label = Words.verbatim(value_type)
        found[key] = Source(key, label, label, value_type, sample, f"quiz_{value_type}")
    found["fact.hub_name"] = Source("fact.hub_name", Words("Hub name"), Words("Hub"), "text", "Hub")
    return list(found.values())
