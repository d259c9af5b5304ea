"""Structured logs: one JSON object a line, with ids and never with what people told us."""

from __future__ import annotations

import logging
import sys
import traceback

import structlog

_PLACES = 12


def to_lines(level: str) -> None:
    """Write to standard error from now on. level: ``debug``, ``info``, ``warning`` or ``error``."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def way_of(error: BaseException) -> list[str]:
    """The places that an error passed, the last one last."""
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    return [f"{each.filename}:{each.lineno} {each.name}" for each in frames]


def told(error: BaseException) -> dict[str, str]:
    """The kind and the place of an error, as fields of a line. What it says may hold what people
    told us, so that is left out."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return {"error": type(error).__name__, "where": f"{last.filename}:{last.lineno}"}
