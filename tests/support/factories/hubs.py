"""Hubs and what of them is published."""

from __future__ import annotations

import factory

from hubapp.core.snapshot import HubSnapshot
from hubapp.models import Hub, HubVersion
from tests.support.factories.people import WorkspaceFactory
from tests.support.factories.row import Row


class HubFactory(Row):
    """A bare hub: no draft, nothing published. ``make_hub`` makes one that visitors can use."""

    class Meta:
        model = Hub

    workspace = factory.SubFactory(WorkspaceFactory)
    name = "Summer"
    slug = factory.Sequence("summer-{}".format)


class VersionFactory(Row):
    class Meta:
        model = HubVersion

    hub_id = factory.LazyFunction(lambda: HubFactory().id)
    number = factory.Sequence(lambda at: at + 1)
    snapshot = factory.LazyFunction(lambda: HubSnapshot("Summer").to_json())
