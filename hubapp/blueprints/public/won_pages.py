"""What the page of a play needs to offer its code by mail."""

from __future__ import annotations

from typing import Any, NamedTuple

from hubapp.blueprints.public import links
from hubapp.core.spoken import masked_email
from hubapp.core.words import NOTHING, Words
from hubapp.services import visiting
from hubapp.services.visiting import Visit


class Mailed(NamedTuple):
    """What came of asking for it. typed: an address that comes back, because something is wrong
    with it or with when it was asked."""

    note: Words = NOTHING
    wrong: bool = False
    typed: str = ""


NOT_MAILED = Mailed()


def by_mail(visit: Visit, run: Any, mailed: Mailed) -> dict[str, Any]:
    """Nothing where there is no code, and in a preview. to: the address that was given with the
    form, so far as its owner knows it by; empty: it is asked for."""
    email = visiting.may_be_mailed(visit, run) if run is not None else None
    if email is None:
        return {}
    # Below the page of the play itself, where its own cookie says whose it is.
    way = "mail" + links.riding()
    to = masked_email(email) if email else NOTHING
    return {"by_mail": {"way": way, "to": to, **mailed._asdict()}}
