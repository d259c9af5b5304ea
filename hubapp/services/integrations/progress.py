"""What the screen says of runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Connection, Run
from hubapp.models.columns import now
from hubapp.models.run import MOVE
from hubapp.services.integrations import leaving


@dataclass(frozen=True)
class Progress:
    """A run in words. part: 0 to 100; steered: it can be paused and stopped."""

    id: int
    kind: str
    state: str
    part: int
    sentence: Words
    steered: bool


_WORDS = {
    "backfill": Words("Sending what came before"),
    "resend": Words("Sending everything again"),
    "replay": Words("Replaying rejected deliveries"),
}
_STATES = {"paused": Words("Paused"), "done": Words("Done"), "stopped": Words("Stopped")}


def runs_of(connection: Connection) -> list[Progress]:
    """What goes on in the background, and what ended within a day, newest first."""
    recent = now() - timedelta(days=1)
    query = (
        select(Run)
        .where(
            Run.connection_id == connection.id,
            (Run.ended_at.is_(None)) | (Run.ended_at > recent),
        )
        .order_by(Run.id.desc())
        .limit(5)
    )
    return [
        Progress(
            run.id,
            run.kind,
            run.state,
            min(100, round(100 * run.done / run.total)) if run.total else 100,
            _sentence(run),
            run.kind not in (leaving.KIND, MOVE) and run.state in ("running", "paused"),
        )
        for run in db.session.scalars(query)
    ]


def _sentence(run: Run) -> Words:
    figures = {"done": f"{run.done:,}", "total": f"{run.total:,}"}
    if run.kind == MOVE:
        words = Words("Taking along what waits: %(done)s of %(total)s are with it.", **figures)
        return words if run.ended_at is None else Words("What waited was taken along.")
    if run.kind == leaving.KIND:
        return Words(
            "Disconnecting: the key is forgotten; %(done)s of %(total)s deliveries are deleted.",
            **figures,
        )
    counted = Words(
        "%(what)s: %(done)s of %(total)s looked at, %(added)s put in line.",
        what=_WORDS[run.kind],
        added=f"{run.added:,}",
        **figures,
    )
    if run.state not in _STATES:
        return counted
    return Words("%(counted)s %(state)s.", counted=counted, state=_STATES[run.state])
