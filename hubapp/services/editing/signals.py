"""What others may want to know of. Whoever listens is none of our business."""

from __future__ import annotations

from blinker import Signal

hub_changed = Signal("What visitors see of a hub is another than before.")
