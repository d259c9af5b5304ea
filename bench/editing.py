"""What an editor waits for in a hub of 200 cards, beside one of ten, both with a quiz of 60
questions: every request of the editing screens. And what that quiz costs beside one of five."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.backlog import app_at, other_database
from bench.rows import Row, row
from hubapp.cards import opened
from hubapp.core.merging import controls_of
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import User
from hubapp.services import editing
from hubapp.services.editing.versions import snapshot_of_version
from tests.support.application import PASSWORD, make_hub

CARDS = (200, 10)
LONG, SHORT = 60, 5
WARM, ROUNDS = 2, 20
Request = Callable[[FlaskClient, int], int]
"""Makes one of them, the number of its round given; its status."""


def editing_rows(folder: Path, name: str, url: str) -> Iterator[Row]:
    """Each request in turn on both hubs: medians, and the same of the small one as the
    reference."""
    small = url and other_database(url)
    snapshot_of_version.cache_clear()
    with (
        _hub(folder / "few", small, CARDS[1]) as (few, light),
        _hub(folder / "many", url, CARDS[0]) as (many, heavy),
    ):
        for what, ours in heavy.items():
            slow, quick = _medians((many, ours), (few, light[what]))
            beside = f"{CARDS[0]} cards beside {CARDS[1]}"
            yield _row(f"{what}, {beside} ({name})", slow, quick, 2)
        for what in ("quiz screen", "saving a question"):
            slow, quick = _medians((few, light[what]), (few, light[f"{what} of a short one"]))
            beside = f"{LONG} questions beside {SHORT}"
            # A page of 60 questions has twelve times as much to show.
            yield _row(f"{what}, {beside} ({name})", slow, quick, 2 if "saving" in what else 12)


Asked = tuple[FlaskClient, Request]


def _medians(one: Asked, other: Asked) -> tuple[float, float]:
    """Of each in turn, seconds."""
    times = [(_time(*one, at), _time(*other, at)) for at in range(WARM + ROUNDS)]
    slow, quick = (statistics.median(each[WARM:]) for each in zip(*times, strict=True))
    return slow, quick


def _row(what: str, slow: float, quick: float, budget: int) -> Row:
    ratio = slow / quick
    return row(what, "ms", slow * 1000, quick * 1000, ratio, budget=f"<= {budget}", sample=ROUNDS)


def _time(client: FlaskClient, ask: Request, at: int) -> float:
    begun = time.perf_counter()
    status = ask(client, at)
    seconds = time.perf_counter() - begun
    assert status in (200, 302), status
    return seconds


@contextmanager
def _hub(folder: Path, url: str, count: int) -> Iterator[tuple[FlaskClient, dict[str, Request]]]:
    with app_at(folder, url) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        hub = make_hub("http://127.0.0.1:1", connect=False)
        email = db.session.scalars(select(User.email)).one()
        asked = _asked(hub.id, *_filled(hub.id, count))
        db.session.remove()
        client = app.test_client()
        assert client.post("/login", data={"email": email, "password": PASSWORD}).status_code == 302
        yield client, asked


def _filled(hub_id: int, count: int) -> tuple[str, str]:
    """Cards up to this number, all published; the ids of the long quiz and of the short one."""
    long, short = (_quiz(hub_id, each) for each in (LONG, SHORT))
    while len(editing.cards_in_order(editing.documents(hub_id))) < count:
        _poll(hub_id)
    # A process remembers versions by their ids: the live ones of its two databases have their own.
    for _ in range(1 + (count == CARDS[0])):
        editing.publish(hub_id, None)
    return long, short


def _poll(hub_id: int) -> None:
    """In words of one's own: samples that nobody has touched are listed before publishing."""
    poll = editing.add_card(hub_id, None, "poll")
    body, _ = editing.document(hub_id, f"card:{poll}")
    content = {**body["content"], "question": f"What is {poll}?"}
    content["choices"] = [{**each, "text": f"It is {each['id']}"} for each in content["choices"]]
    changed = {**body, "title": f"Poll {poll}", "content": content}
    editing.change(hub_id, None, Words("filling"), {f"card:{poll}": changed})


def _quiz(hub_id: int, questions: int) -> str:
    quiz = editing.add_card(hub_id, None, "quiz")
    body, _ = editing.document(hub_id, f"card:{quiz}")
    first = body["content"]["questions"][0]
    body["content"]["questions"] = [
        {**first, "id": f"q{at}", "text": f"Question {at}, and how long it is?"}
        for at in range(questions)
    ]
    editing.change(hub_id, None, Words("filling"), {f"card:{quiz}": body})
    return quiz


def _asked(hub_id: int, quiz: str, short: str) -> dict[str, Request]:
    there = f"/hubs/{hub_id}/edit"
    screen = f"{there}/cards/{quiz}"
    slug = editing.document(hub_id, f"card:{quiz}")[0]["slug"]

    def get(path: str) -> Request:
        return lambda client, _: client.get(path).status_code

    def post(path: str, **form: str) -> Request:
        return lambda client, _: client.post(path, data=form).status_code

    return {
        "hub screen": get(there),
        "quiz screen": get(screen),
        "form screen": get(f"{screen}/form"),
        "picker": get(f"{there}/add"),
        "before publishing": get(f"/hubs/{hub_id}/publish"),
        "preview of the quiz": get(f"/preview/{hub_id}/{slug}/"),
        "saving a question": _saving(hub_id, quiz, screen),
        "quiz screen of a short one": get(f"{there}/cards/{short}"),
        "saving a question of a short one": _saving(hub_id, short, f"{there}/cards/{short}"),
        "saving the hub": _saving_hub(hub_id, there),
        "undo": post(f"{there}/undo"),
        "redo": post(f"{there}/redo"),
        "adding a card": post(f"{there}/add", kind="poll"),
        "moving a card": lambda client, at: (
            client.post(f"{screen}/move", data={"position": str(at % 5)}).status_code
        ),
    }


def _saving(hub_id: int, quiz: str, screen: str) -> Request:
    """As the browser sends it: what changed, and what it held."""
    body, _ = editing.document(hub_id, f"card:{quiz}")
    found = opened(body["kind"], body["schema"], body["content"])
    assert found is not None
    control = f"questions.{body['content']['questions'][1]['id']}.text"
    held = controls_of(found.content)[control]

    def save(client: FlaskClient, at: int) -> int:
        nonlocal held
        text = f"Question {at}?"
        sent = {control: text, "_autosave": "1", "_base": orjson.dumps([{control: held}]).decode()}
        held = text
        return client.post(screen, data=sent).status_code

    return save


def _saving_hub(hub_id: int, there: str) -> Request:
    body, _ = editing.document(hub_id, "hub")
    held = body["tagline"]

    def save(client: FlaskClient, at: int) -> int:
        nonlocal held
        text = f"Line {at}"
        base = orjson.dumps([{"tagline": held}]).decode()
        held = text
        form = {**body["theme"], "name": body["name"], "tagline": text, "_autosave": "1"}
        return client.post(there, data={**form, "_base": base}).status_code

    return save
