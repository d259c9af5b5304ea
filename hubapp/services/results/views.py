"""Pages that were opened, counted in memory: nobody waits for a page because it is counted."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping

from hubapp.core.source import OTHER
from hubapp.doors.database import transaction
from hubapp.models.columns import now
from hubapp.services.results.rollups import Counted, add, quarter_of

MOST = 5000
"""Kinds of views in memory; beyond them sources are not told apart, and beyond twice as many
nothing is."""


class Views:
    """What this process has seen since it was last added to the sums."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Counted] = Counter()

    def note(self, hub_id: int, card_id: str, metric: str, source: str) -> None:
        """One more."""
        with self._lock:
            self._put(Counted(hub_id, card_id, quarter_of(now()), metric, "", source), 1)

    def _put(self, what: Counted, count: int) -> None:
        if what not in self._counts and len(self._counts) >= MOST:
            what = what._replace(source=OTHER)
        if what in self._counts or len(self._counts) < 2 * MOST:
            self._counts[what] += count

    def take(self) -> Counter[Counted]:
        """All of it; what comes from now on is not in it."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def give_back(self, counts: Mapping[Counted, int]) -> None:
        """What could not be added."""
        with self._lock:
            for what, count in counts.items():
                self._put(what, count)


def add_views(views: Views) -> None:
    """Add what was seen to the sums. An error leaves it for the next time."""
    counts = views.take()
    if not counts:
        return
    try:
        with transaction() as session:
            add(session, counts)
    except BaseException:
        views.give_back(counts)
        raise
