"""Eight visitors who send their forms at once, beside a worker that drains: how long the unlucky
ones wait. On SQLite, where all of them write to one file; each way of waiting in turn."""

from __future__ import annotations

import http.client
import multiprocessing
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from flask import Flask

from bench.backlog import app_at, connected_hub, fill, settled
from bench.endpoint import endpoint
from bench.rows import Row, row
from bench.serving import Request, served, submissions
from hubapp import create_app
from hubapp.doors.database import writers_of
from hubapp.extensions import db
from hubapp.services.delivery import drain
from hubapp.services.visiting import stamps
from hubapp.settings import Settings
from tests.support.application import make_hub

BACKLOG = 10_000
VISITORS = 8
ROUNDS = 4
WAYS = {"polling": False, "in line": True}
"""How writers wait, by whether they queue; the first is what SQLite does by itself."""
LONGEST = 12.0
"""Seconds of a round, when the worker cannot get on."""
MOST_FORMS = 3000
"""That one visitor can send in a round."""


class Round(NamedTuple):
    """waits: the seconds of each form that was accepted, by visitor; refused: how many were not;
    drained: people a second."""

    waits: list[list[float]]
    refused: int
    drained: float


def visitor_rows(folder: Path, valkey: str) -> Iterator[Row]:
    """p99 beside p50, for each way."""
    rounds: dict[str, list[Round]] = {way: [] for way in WAYS}
    for number in range(ROUNDS):
        for way, in_line in WAYS.items():
            rounds[way].append(_round(folder / f"{way}{number}", valkey, in_line))
    for way in WAYS:
        yield _row(way, rounds[way])


def _row(way: str, rounds: Sequence[Round]) -> Row:
    waits = [seconds for each in rounds for visitor in each.waits for seconds in visitor]
    cuts = statistics.quantiles(waits, n=100)
    # How the unluckiest visitor did beside the mean of the eight.
    least = min(
        min(map(len, each.waits)) / statistics.mean(map(len, each.waits)) for each in rounds
    )
    drained = statistics.harmonic_mean([each.drained for each in rounds])
    return row(
        f"{VISITORS} visitors beside a worker that drains {BACKLOG:,}, p99 beside p50 ({way})",
        f"ms; slowest {max(waits) * 1000:,.0f}, {sum(each.refused for each in rounds)} refused, "
        f"least of a visitor {least:.2f} of the mean, {drained:,.0f} people/s drained",
        cuts[98] * 1000,
        cuts[49] * 1000,
        cuts[98] / cuts[49],
        budget="<= 5",
        sample=len(waits),
    )


def _round(folder: Path, valkey: str, in_line: bool) -> Round:
    with (
        endpoint() as target,
        app_at(folder, braze_extra_endpoints=target.url, redis_url=valkey) as app,
    ):
        busy, hub = connected_hub("busy", target.url), make_hub("http://127.0.0.1:1")
        stamps.FASTEST = 0
        path = f"/h/{hub.slug}/enter-the-draw/"
        posts = [
            submissions(
                iter([stamps.stamp(f"{hub.id}:draw") for _ in range(MOST_FORMS)]), path, f"v{who}-"
            )
            for who in range(VISITORS)
        ]
        fill(busy, BACKLOG)
        settled()
        settings, account_id = app.extensions["settings"], busy.account_id
        db.session.remove()
        db.engine.dispose()

        def make() -> Flask:
            return _app(settings, in_line)

        with served(make, threads=VISITORS) as port, _worker(make, account_id) as begin:
            begin()
            begun = time.time()
            waits, refused = _visit(
                port,
                posts,
                lambda: target.objects() >= BACKLOG or time.time() > begun + LONGEST,
            )
            drained = target.objects() / (target.last() - begun)
        return Round(waits, refused, drained)


def _app(settings: Settings, in_line: bool) -> Flask:
    app = create_app(settings)
    writers = writers_of(app)
    writers.lock = None
    if in_line:
        with app.app_context():
            writers.queue(db.engine)
    return app


@contextmanager
def _worker(make: Callable[[], Flask], account_id: int) -> Iterator[Callable[[], None]]:
    """A process that drains the account's lanes as a worker's threads do, once told to."""
    context = multiprocessing.get_context("fork")
    ready, told, stopped = context.Event(), context.Event(), context.Event()

    def work() -> None:
        app = make()

        def drain_lane(lane: int) -> None:
            with app.app_context():
                told.wait()
                while not stopped.is_set():
                    if not drain.drain_lane(account_id, lane):
                        time.sleep(0.01)

        lanes = [threading.Thread(target=drain_lane, args=(lane,)) for lane in range(4)]
        for lane in lanes:
            lane.start()
        ready.set()
        for lane in lanes:
            lane.join()

    process = context.Process(target=work)
    process.start()
    assert ready.wait(60)
    try:
        yield told.set
    finally:
        told.set()
        stopped.set()
        process.join(20)
        process.kill()


def _visit(
    port: int, posts: Sequence[Iterator[Request]], is_over: Callable[[], bool]
) -> tuple[list[list[float]], int]:
    """What visitors wait for their forms, one after the other each, until it is over; and how many
    forms were refused."""
    waits: list[list[float]] = [[] for _ in posts]
    refused: list[int] = []

    def visit(forms: Iterator[Request], mine: list[float]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while not is_over():
            begun = time.perf_counter()
            method, path, body, headers = next(forms)
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 303:
                mine.append(time.perf_counter() - begun)
            else:
                refused.append(answer.status)

    visitors = [
        threading.Thread(target=visit, args=pair) for pair in zip(posts, waits, strict=True)
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return waits, len(refused)
