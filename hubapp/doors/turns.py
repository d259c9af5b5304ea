"""Turns out of budgets: a token bucket for each rate, in the queue's memory or, while that is away,
in ours."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence

from hubapp.core.destination import Rate

Turn = tuple[str, Rate]
"""A bucket, and how fast it fills."""
SCRIPT = """
local at = redis.call('TIME')
local now = at[1] + at[2] / 1000000
local wait = 0
local left = {}
local turns = #ARGV / 2
for i = 1, turns do
  local most, seconds = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local had = redis.call('HMGET', KEYS[i], 'left', 'at')
  local since = math.max(0, now - (tonumber(had[2]) or now))
  left[i] = math.min(most, (tonumber(had[1]) or most) + since * most / seconds)
  if left[i] < 1 then wait = math.max(wait, (1 - left[i]) * seconds / most) end
end
for i = 1, turns do
  local taken = wait == 0 and 1 or 0
  redis.call('HSET', KEYS[i], 'left', left[i] - taken, 'at', now)
  redis.call('EXPIRE', KEYS[i], 2 * tonumber(ARGV[2 * i]) + 60)
end
if wait > 0 and KEYS[turns + 1] then
  redis.call('INCR', KEYS[turns + 1])
  redis.call('EXPIRE', KEYS[turns + 1], 777600)
end
return tostring(wait)
"""
"""Takes one of each bucket, or none when one is empty; then a last key, if there is one, counts.
That is kept for nine days."""
MOST = 10_000
"""Buckets that are kept here; who makes up more empties the oldest first."""


class OwnBuckets:
    """The same for this process alone."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def clear(self) -> None:
        """All are full again."""
        self._kept.clear()

    def take(self, turns: Sequence[Turn]) -> float:
        """Seconds to wait; 0: taken."""
        with self._lock:
            return self._take(turns, time.monotonic())

    def _take(self, turns: Sequence[Turn], moment: float) -> float:
        wait, after = 0.0, {}
        for key, rate in turns:
            left, at = self._kept.get(key, (float(rate.requests), moment))
            left = min(rate.requests, left + (moment - at) * rate.requests / rate.seconds)
            after[key] = (left - 1, moment)
            if left < 1:
                wait = max(wait, (1 - left) * rate.seconds / rate.requests)
        if not wait:
            for key, bucket in after.items():
                self._kept[key] = bucket
                self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return wait
