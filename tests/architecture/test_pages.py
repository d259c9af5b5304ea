"""Every page there is, as everybody who may see it gets it: sound, guarded, and read-only."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Account
from hubapp.services.visiting import stamps
from tests.architecture import markup
from tests.architecture.visits import Seen, Walk, examples_in
from tests.support.application import make_hub, submit_entries
from tests.support.saving import save

LIBRARY = ("security.",)
"""Log in and passwords: flask-security asks who may enter by itself."""
ROLES = ("owner", "editor", "analyst", "visitor")
RANKS = ("visitor", "analyst", "editor", "admin", "owner")
NEVER_KEPT = {
    *("public.card", "public.begin", "public.play", "public.go_on"),
    *("public.preview", "public.preview_card", "public.yours", "public.code"),
    *("public.shared_preview", "public.shared_preview_card"),
}
OWN_TOKEN = {
    # A visitor has no session: the stamp says that the form is ours.
    **dict.fromkeys(("public.card", "public.begin", "public.yours"), "stamp"),
    # Who speaks for a begun play is told by the cookie; a preview takes nothing.
    **dict.fromkeys(("public.play", "public.go_on", "public.preview_card", "public.code"), None),
    "public.shared_preview_card": None,
}
"""Endpoint -> the token in its forms, where that is not the session's."""


@pytest.fixture
def hub(on_disk, workspace, sandbox, monkeypatch):
    """Every card type and field, published; connected, with deliveries on their way."""
    monkeypatch.setattr(stamps, "FASTEST", 0)
    hub = make_hub(sandbox.url)
    account = db.session.scalars(select(Account)).one()
    hub.workspace_id = account.workspace_id = workspace.id
    save()
    submit_entries(hub, "ben@example.com")
    return hub


@pytest.fixture(scope="module")
def walks() -> dict[str, Walk]:
    """Each way through the product is gone once, and looked at by every test."""
    return {}


@pytest.fixture
def walk(request, walks) -> Walk:
    who = request.param
    if who not in walks:
        walks[who] = _walked(who, *map(request.getfixturevalue, ("on_disk", "hub", "signed_in")))
    return walks[who]


def _walked(who, app, hub, signed_in) -> Walk:
    walk = Walk(app, who, app.test_client() if who == "visitor" else signed_in(who))
    app.config["WTF_CSRF_ENABLED"] = True
    examples = examples_in(hub)
    walk.everywhere(examples)
    if who == "visitor":
        slug = examples["slug"][0]
        for card_slug in examples["card_slug"]:
            walk.play(f"/h/{slug}/{card_slug}/")
        walk.go(f"/h/{slug}/your-data")
    walk.what_pages_load()
    walk.leave_all_empty()
    return walk


as_everybody = pytest.mark.parametrize("walk", ROLES, indirect=True)


def test_every_endpoint_says_who_may_enter(app):
    unlisted = [
        name
        for name, view in app.view_functions.items()
        if not hasattr(view, "required_role") and not name.startswith(LIBRARY)
    ]
    assert not unlisted, "\n".join(unlisted)


@as_everybody
def test_everybody_gets_what_their_role_allows(walk):
    """And nothing that is shown to them is missing: no style, no script, no picture."""
    wrong = [
        f"{seen}, {seen.endpoint}"
        for seen in walk.seen
        if seen.method == "GET"
        # Without a queue and without a token there is none.
        and seen.endpoint not in ("health.ready", "health.metrics")
        and seen.reply.status_code not in _expected(walk, seen)
    ]
    assert not wrong, "\n".join(wrong)
    assert len({seen.endpoint for seen in walk.pages}) > 5


def _expected(walk: Walk, seen: Seen) -> set[int]:
    role = getattr(walk.app.view_functions[seen.endpoint], "required_role", "visitor")
    if RANKS.index(role) <= RANKS.index(walk.who):
        return {200, 302}
    return {302} if walk.who == "visitor" else {403}


@as_everybody
def test_pages_are_well_formed(walk):
    wrong = _wrong(walk, markup.shape)
    assert not wrong, "\n".join(wrong)


@as_everybody
def test_ids_labels_and_descriptions_find_each_other(walk):
    wrong = _wrong(walk, markup.references)
    assert not wrong, "\n".join(wrong)


@as_everybody
def test_forms_carry_their_token(walk):
    wrong = [
        f"{seen}: {each}"
        for seen in walk.pages
        for each in markup.tokens(seen.page, OWN_TOKEN.get(seen.endpoint, "csrf_token"))
    ]
    assert not wrong, "\n".join(wrong)


@as_everybody
def test_pages_keep_to_their_policy(walk):
    wrong = [
        f"{seen}: {each}"
        for seen in walk.pages
        for each in markup.policy(seen.page, seen.reply.headers.get("Content-Security-Policy", ""))
    ]
    wrong += _wrong(walk, markup.origins)
    assert not wrong, "\n".join(wrong)


@as_everybody
def test_a_get_writes_nothing(walk):
    wrong = [
        f"{seen} ran {each}" for seen in walk.seen if seen.method == "GET" for each in seen.written
    ]
    assert not wrong, "\n".join(wrong)


@as_everybody
def test_what_is_somebodys_own_is_not_kept(walk):
    wrong = []
    for seen in walk.pages:
        said = seen.reply.headers.get("Cache-Control", "")
        own = seen.endpoint in NEVER_KEPT or seen.endpoint.startswith(LIBRARY)
        if own and not ("private" in said and "no-store" in said):
            wrong.append(f"{seen} may be kept: {said!r}")
        if "public" in said and seen.endpoint != "public.hub":
            wrong.append(f"{seen} is kept for everybody: {said!r}")
    assert not wrong, "\n".join(wrong)


def _wrong(walk: Walk, rule) -> list[str]:
    return [f"{seen}: {each}" for seen in walk.pages for each in rule(seen.page)]
