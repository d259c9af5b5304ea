"""The list of messages, and the form of one."""

from __future__ import annotations

from flask import render_template

from hubapp.core.trigger import OUTCOME, Plan
from hubapp.core.words import NOTHING
from hubapp.models import Hub
from hubapp.services import integrations
from hubapp.web.posted import Told


def listing_page(hub: Hub, kind: str) -> str:
    """Raises NotFoundHere."""
    return render_template(
        "messages/list.html",
        hub=hub,
        tab="settings",
        section="integrations",
        destination=integrations.destination_or_404(kind),
        messages=integrations.plans_of(hub, kind),
    )


def message_page(hub: Hub, kind: str, plan: Plan, problems: Told | None = None) -> tuple[str, int]:
    """The form of a message, as saved or as it was posted. Raises NotFoundHere."""
    integrations.existing(hub, kind)
    destination = integrations.destination_or_404(kind)
    where = (each.help for each in destination.triggers if each.key == plan.kind)
    page = render_template(
        "messages/message.html",
        hub=hub,
        tab="settings",
        section="integrations",
        destination=destination,
        where=next(where, NOTHING),
        plan=plan,
        moments=integrations.MOMENTS,
        outcome=OUTCOME,
        cards=integrations.cards_of(hub),
        outcomes=integrations.outcomes_of(hub),
        sources=integrations.properties_of(hub),
        problems=problems or {},
    )
    return page, 422 if problems else 200
