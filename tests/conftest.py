"""Fixtures for every test: the app and its databases, servers, rows. All of it is in ``support``;
begin to read in ``support/application.py``."""

import gc
import os
import sys

import pytest
from hypothesis import settings

# Hundreds of processes are started by the tests: where nothing may be kept of what was compiled,
# each compiles the whole house again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
_SELDOM = (20_000, 10, 10)
"""How many new objects make Python look: it begins with 700."""


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: nobody need look through it for what is
    not used any more, again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


# A helper that fails says as much as a test.
pytest.register_assert_rewrite("tests.support")
pytest_plugins = [
    "tests.support.application",
    "tests.support.databases",
    "tests.support.people",
    "tests.support.postgres",
    "tests.support.process",
    "tests.support.running",
    "tests.support.servers",
    "tests.support.tls",
]
# A busy machine must not fail a test.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
