"""What members wait for on the screens of a hub with a million entries, beside one with a thousand;
and the memory that an export of them takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from bench.backlog import app_at, other_database
from bench.copies import campaign
from bench.rows import Row, megabytes, row
from hubapp.extensions import db
from hubapp.models import Contact, Hub, Submission, User
from hubapp.models.columns import now
from hubapp.services import results
from hubapp.services.results import Wanted
from tests.support.application import PASSWORD

FEW, MANY = 1_000, 1_000_000
WARM, ROUNDS = 2, 20
EXPORTED = 100_000
Ask = tuple[str, str, dict[str, str]]
"""Method, path, form."""


def screen_rows(folder: Path, name: str, url: str) -> Iterator[Row]:
    """Each screen in turn on both hubs: p95, and the same of the small one as the reference."""
    with (
        _hub(folder / "few", url and other_database(url), FEW) as (few, small),
        _hub(folder / "many", url, MANY) as (many, large),
    ):
        for screen, (ours, reference) in _both(small, large).items():
            pairs = [(_time(many, ours), _time(few, reference)) for _ in range(WARM + ROUNDS)]
            slow, quick = (_p95(each[WARM:]) for each in zip(*pairs, strict=True))
            yield row(
                f"{screen}, {MANY:,} beside {FEW:,} ({name})",
                "ms",
                slow * 1000,
                quick * 1000,
                slow / quick,
                budget="<= 2",
                sample=ROUNDS,
                # On a busy machine the p95 of a few tells of the machine.
                medians=_medians(pairs),
            )
        with many.application.app_context():
            yield _memory(name)


def _both(small: dict[str, Ask], large: dict[str, Ask]) -> dict[str, tuple[Ask, Ask]]:
    return {screen: (large[screen], small[screen]) for screen in large}


@contextmanager
def _hub(folder: Path, url: str, count: int) -> Iterator[tuple[FlaskClient, dict[str, Ask]]]:
    with app_at(folder, url) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        hub = campaign(count)
        email = db.session.scalars(select(User.email)).one()
        asked = _asked(hub)
        db.session.remove()
        client = app.test_client()
        assert client.post("/login", data={"email": email, "password": PASSWORD}).status_code == 302
        yield client, asked


def _asked(hub: Hub) -> dict[str, Ask]:
    """By name, with ids from the middle of what there is."""
    there, of_braze = f"/hubs/{hub.id}/results", f"/hubs/{hub.id}/settings/integrations/braze"
    newest = db.session.scalar(select(func.max(Submission.id))) or 0
    oldest = db.session.scalar(select(func.min(Submission.created_at)))
    day = ((oldest or now()) + timedelta(hours=3)).date().isoformat()
    contact = db.session.scalar(select(func.max(Contact.id)))
    days = f"begin={day}&end={day}"
    return {
        "results": ("GET", there, {}),
        "entries of one card and day": ("GET", f"{there}?card=draw&{days}", {}),
        "entries, a page in the middle": ("GET", f"{there}?before={newest // 2}", {}),
        "entries by the beginning of an email": ("POST", f"{there}/find", {"text": "person123@"}),
        "figures": ("GET", f"{there}/figures", {}),
        "figures of a year": ("GET", f"{there}/figures?begin={_ago(365)}&end={_ago(0)}", {}),
        "a card's results": ("GET", f"{there}/cards/draw", {}),
        "contacts": ("GET", "/contacts/", {}),
        "contacts by email": ("POST", "/contacts/", {"who": "person123"}),
        "contacts by phone": ("POST", "/contacts/", {"who": "+61400000123"}),
        "a contact": ("GET", f"/contacts/{contact}", {}),
        "deliveries": ("GET", f"{of_braze}/deliveries", {}),
        "deliveries by state": ("GET", f"{of_braze}/deliveries?state=delivered", {}),
        "deliveries by state and day": ("GET", f"{of_braze}/deliveries?state=delivered&{days}", {}),
        "deliveries rejected on a day": ("GET", f"{of_braze}/deliveries?state=rejected&{days}", {}),
        "deliveries waiting on a day": ("GET", f"{of_braze}/deliveries?state=waiting&{days}", {}),
        "deliveries waiting in a year": (
            "GET",
            f"{of_braze}/deliveries?state=waiting&begin={_ago(365)}&end={_ago(1)}",
            {},
        ),
        "hubs": ("GET", "/hubs/", {}),
    }


def _ago(days: int) -> str:
    return (now() - timedelta(days=days)).date().isoformat()


def _time(client: FlaskClient, ask: Ask) -> float:
    method, path, form = ask
    begun = time.perf_counter()
    reply = client.open(path, method=method, data=form or None)
    assert reply.status_code == 200, (reply.status_code, path)
    return time.perf_counter() - begun


def _p95(times: Any) -> float:
    return statistics.quantiles(times, n=20)[18]


def _medians(pairs: Any) -> list[float]:
    """Of the large hub and of the small one, ms."""
    many, few = zip(*pairs[WARM:], strict=True)
    return [round(statistics.median(each) * 1000, 1) for each in (many, few)]


def _memory(name: str) -> Row:
    """Of this process after an export, beside after its first tenth."""
    hub = db.session.scalars(select(Hub)).one()
    before = 0.0
    for at, _ in enumerate(results.table(hub, Wanted(), masked=False)):
        if at == EXPORTED // 10:
            before = megabytes()
        if at == EXPORTED:
            break
    after = megabytes()
    what = f"memory after {EXPORTED:,} exported entries beside {EXPORTED // 10:,} ({name})"
    return row(what, "MB", after, before, after / before, budget="<= 1.2", sample=1)
