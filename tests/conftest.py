"""Fixtures for every test. Servers are in ``tests/support``."""

pytest_plugins = ["tests.support.application", "tests.support.servers"]
