"""Fixtures for every test. Servers are in ``tests/support``."""

from hypothesis import settings

pytest_plugins = ["tests.support.application", "tests.support.servers"]
# A busy machine must not fail a test.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
