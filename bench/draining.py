"""How fast a backlog goes out, and whether its size can be felt."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from bench.backlog import app_at, connected_hub, fill, other_database, settled
from bench.endpoint import Endpoint, endpoint
from bench.references import bare_loop, rq_jobs_per_second
from bench.rows import Row, megabytes, row
from hubapp.doors.database import end_reading
from hubapp.extensions import db
from hubapp.models import AccountLane, Connection
from hubapp.services.delivery import drain
from hubapp.services.delivery.settle import SIZES

BACKLOG = 60_000
LARGE = 1_000_000
SMALL = 10_000
ROUNDS, ROUND = 8, 5_000
"""The same many deliveries are measured at each size of the backlog, in turn, for a machine is not
equally fast all the time."""
TURNS = 4
"""Ours and the references are measured in turn, for a machine is not equally fast all the time."""


def drain_until(account_id: int, lanes: int, target: Endpoint, objects: int) -> float:
    """What one worker's threads do until the endpoint has seen so many objects; seconds."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    aim = target.objects() + objects

    def drain_lane(lane: int) -> None:
        with app.app_context():
            while target.objects() < aim and drain.drain_lane(account_id, lane):
                pass

    # A transaction of ours would keep the others from writing.
    end_reading()
    begun = time.time()
    threads = app.extensions["settings"].worker_threads
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(drain_lane, range(lanes)))
    return target.last() - begun


def median_size(account_id: int) -> float:
    """Of the objects in a request, from the lanes' tallies: the upper edge of the middle one."""
    counts = [0] * (len(SIZES) + 1)
    for tally in db.session.scalars(
        select(AccountLane.tally).where(AccountLane.account_id == account_id)
    ):
        for at, number in enumerate(tally.get("sizes", ())):
            counts[at] += number
    end_reading()
    middle, seen = sum(counts) / 2, 0
    for at, number in enumerate(counts):
        seen += number
        if seen >= middle:
            # Between the edges 70 and 75 nearly all are full: the mean says where.
            return float(SIZES[at]) if at < len(SIZES) else float(SIZES[-1])
    return 0.0


def backlog_rows(folder: Path, name: str, url: str, valkey: str) -> Iterator[Row]:
    """A backlog of 60,000, one worker, against an endpoint with 0 and with 50 ms."""
    for delay, count in ((0.0, BACKLOG), (0.05, BACKLOG // 4)):
        at = f"{name}, {delay * 1000:g} ms"
        with (
            endpoint(delay) as target,
            app_at(folder / f"b{delay}", url, braze_extra_endpoints=target.url),
        ):
            connection = connected_hub("bench", target.url)
            fill(connection, count)
            settled()
            account_id = connection.account_id
            turns = [_turn(account_id, target, valkey, delay, count) for _ in range(TURNS)]
            yield from _speeds(at, count, turns)
            yield _size(at, median_size(account_id), turns)
            db.session.remove()


class Turn(NamedTuple):
    """Ours and the two references, in people a second; what ours sent, in objects and requests."""

    ours: float
    jobs: float
    bare: float
    objects: int
    requests: int


def _turn(account_id: int, target: Endpoint, valkey: str, delay: float, count: int) -> Turn:
    objects, requests = target.objects(), target.requests()
    seconds = drain_until(account_id, 4, target, count // TURNS)
    objects, requests = target.objects() - objects, target.requests() - requests
    jobs = rq_jobs_per_second(target.url, valkey, (240 if delay else 1200) // TURNS)
    bare = bare_loop(target.url, (60 if delay else 1200) // TURNS)
    return Turn(objects / seconds if objects else 0.0, jobs, bare, objects, requests)


def _speeds(at: str, count: int, turns: Sequence[Turn]) -> Iterator[Row]:
    """at: the database, and how long the endpoint takes."""
    ours, jobs, bare = (
        statistics.harmonic_mean([each for each in column if each])
        for column in zip(*(turn[:3] for turn in turns), strict=True)
    )
    what, unit = f"backlog of {count:,} by one worker beside", "people/s"
    for name, plain, least in (("one RQ job each", jobs, 40), ("a bare loop", bare, 0.5)):
        budget = f">= {least:g}"
        yield row(
            f"{what} {name} ({at})", unit, ours, plain, ours / plain, budget=budget, sample=count
        )


def _size(at: str, median: float, turns: Sequence[Turn]) -> Row:
    sent = sum(turn.requests for turn in turns)
    mean = sum(turn.objects for turn in turns) / sent
    what, unit = f"objects in a request while there is backlog ({at})", f"median; mean {mean:.1f}"
    return row(what, unit, median, 75, median / 75, budget=">= 70", sample=sent)


@contextmanager
def _waiting(folder: Path, url: str, count: int) -> Iterator[Callable[[], float]]:
    """A database with so many waiting, and what delivers a round of them; then as many are added
    as went, without the clock running, so that the size stays what it is. Seconds for each."""
    with (
        endpoint() as target,
        app_at(folder / f"m{count}", url, braze_extra_endpoints=target.url) as app,
    ):
        connection = connected_hub("bench", target.url)
        fill(connection, count)
        settled()
        connection_id, account_id = connection.id, connection.account_id
        end_reading()

        def deliver() -> float:
            with app.app_context():
                before = target.objects()
                seconds = drain_until(account_id, 4, target, ROUND)
                # The drains that were under way went on for a little.
                went = target.objects() - before
                fill(db.session.get_one(Connection, connection_id), went, first=count + before)
                db.session.remove()
                return seconds / went

        yield deliver


def million_row(folder: Path, name: str, url: str) -> Iterator[Row]:
    """What a delivery costs with a million waiting, beside ten thousand, in turn; and memory."""
    with (
        _waiting(folder, url and other_database(url), SMALL) as few,
        _waiting(folder, url, LARGE) as many,
    ):
        few(), many()
        before = megabytes()
        costs = [(few(), many()) for _ in range(ROUNDS)]
        memory, sample = megabytes() / before, ROUNDS * ROUND
    small, large = (statistics.mean(each) * 1e6 for each in zip(*costs, strict=True))
    yield row(
        f"cost of a delivery, {LARGE:,} waiting beside {SMALL:,} ({name})",
        "µs",
        large,
        small,
        large / small,
        budget="<= 1.2",
        sample=sample,
    )
    yield row(
        f"worker memory after beside before, {LARGE:,} waiting ({name})",
        "times",
        memory,
        1,
        memory,
        budget="<= 1.2",
        sample=sample,
    )
