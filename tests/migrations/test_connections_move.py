"""A connection of before moves nowhere."""

from __future__ import annotations

from flask_migrate import downgrade, upgrade

from tests.migrations.test_mapping_versions import rows
from tests.migrations.test_up import first_release

__all__ = ["first_release"]


def test_a_connection_of_before_moves_nowhere(first_release):
    upgrade(revision="20261201T0810")
    many = rows("select count(*) from connection")
    assert many > [(0,)]
    upgrade(revision="20261201T0820")
    assert rows("select count(*) from connection where moves_from is null") == many
    downgrade(revision="20261201T0810")
    assert rows("select count(*) from connection") == many
