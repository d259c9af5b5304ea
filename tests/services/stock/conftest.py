"""A list of codes, and a play that may get one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hubapp.core.card_type import Pool
from hubapp.core.words import Words
from hubapp.models import Hub, Play
from hubapp.services import stock
from tests.support.factories import HubFactory, PlayFactory, VersionFactory

CARD, POOL = "luck", Pool("coffee", Words("Codes of “%(prize)s”", prize="Coffee"))
ASKED = Pool("codes", Words("Codes that open this card"), asked=True)


@pytest.fixture
def hub(this_app) -> Hub:
    return HubFactory()


@pytest.fixture
def listed(hub) -> Callable[..., stock.Standing]:
    """Put codes into a list; how it stands then."""

    def put(*codes: str, pool: Pool = POOL) -> stock.Standing:
        stock.add_codes(hub.id, CARD, pool, codes)
        return stock.standing_of(hub.id, CARD)[pool.name]

    return put


@pytest.fixture
def play(hub) -> Callable[..., Play]:
    """A play of the hub's card, by nobody in particular."""
    nobody = {"speaker_id": None, "contact_id": None, "card_id": CARD}
    version_id = VersionFactory(hub_id=hub.id).id
    return lambda **more: PlayFactory(hub_id=hub.id, version_id=version_id, **{**nobody, **more})
