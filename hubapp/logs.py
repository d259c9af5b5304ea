"""Structured logs: one JSON object a line, with ids and never with what people told us."""

from __future__ import annotations

import logging
import sys

import structlog


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
