"""A workspace's accounts at destinations: who uses them, what they may do, a new key, an end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import open_sealed, seal
from hubapp.extensions import db
from hubapp.models import Account, Connection, Delivery, Hub
from hubapp.models.account import PRODUCTION, SANDBOX
from hubapp.services import audit, delivery
from hubapp.services.integrations.mappings import destination_or_404, endpoints_of
from hubapp.services.integrations.newest import newest
from hubapp.services.integrations.trial import try_key

LONGEST_NAME = 80
TAGS = ((PRODUCTION, Words("Production")), (SANDBOX, Words("Sandbox, to try things out")))


@dataclass(frozen=True)
class AccountForm:
    """What the screen of an account holds. secret: empty keeps the saved one."""

    name: str = ""
    tag: str = PRODUCTION
    secret: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


def accounts_of(workspace_id: int, kind: str = "") -> Sequence[Account]:
    """Those that can be used; of one kind of destination, or of all. One whose key is forgotten is
    on its way out."""
    query = select(Account).where(Account.workspace_id == workspace_id, Account.secret != b"")
    if kind:
        query = query.where(Account.kind == kind)
    return db.session.scalars(query.order_by(Account.id)).all()


def account_of(workspace_id: int, account_id: int) -> Account:
    """Raises NotFoundHere, also for one that is on its way out."""
    account = db.session.get(Account, account_id)
    if account is None or account.workspace_id != workspace_id or not account.secret:
        raise NotFoundHere
    return account


def hubs_with(account: Account) -> Sequence[tuple[Hub, Connection]]:
    """The hubs that send with it."""
    query = (
        select(Hub, Connection)
        .join(Connection, Connection.hub_id == Hub.id)
        .where(Connection.account_id == account.id, Connection.state != "leaving")
        .order_by(Hub.id)
    )
    return [(hub, connection) for hub, connection in db.session.execute(query)]


def name_of_account(account: Account) -> Words:
    """As people tell it from others."""
    if account.name:
        return Words.verbatim(account.name)
    destination = destination_of(account.kind)
    home = account.kind
    if destination is not None:
        home = destination.place(account.settings) or destination.home(account.settings)
    place = home.removeprefix("https://").removeprefix("http://")
    return Words("%(place)s, key …%(end)s", place=place, end=account.secret_hint)


def key_of(account: Account) -> str:
    """The mark of what it sends with until now, also where one of an earlier release stands; empty
    for a new one."""
    if account.id is None:
        return ""
    secret, destination = open_sealed(account.secret), destination_or_404(account.kind)
    return delivery.key_mark(destination.home(account.settings), secret) if secret else account.mark


def give(
    account: Account, settings: dict[str, Any], mark: str, secret: str, is_other: bool
) -> None:
    """Let an account send with this key to this address. is_other: than until now. The caller
    commits."""
    if is_other:
        # Perhaps the key of somebody else, who was told nothing yet.
        account.doubted_to = newest(Delivery)
    account.settings, account.mark = settings, mark
    account.secret, account.secret_hint = seal(secret), secret[-4:]
    if account.state == "held":
        delivery.release(account)
        delivery.wake_after_commit((account.id, lane) for lane in range(account.lanes))


def save_account(workspace_id: int, account_id: int, form: AccountForm) -> bool:
    """Its name, tag, address and key. A new key is tried first; what waits goes out with it.
    Returns whether there was one.

    Raises NotFoundHere, and Refused with a sentence for each control.
    """
    account = account_of(workspace_id, account_id)
    destination = destination_or_404(account.kind)
    allowed = endpoints_of(workspace_id)
    settings, problems = destination.clean_settings(form.typed, allowed)
    moved = destination.home(account.settings) != destination.home(settings)
    kept = "" if moved and not problems else open_sealed(account.secret) or ""
    secret = destination.secret_kept(kept, form.secret, form.typed)
    problems += destination.secret_problems(secret)
    if len(form.name) > LONGEST_NAME:
        sentence = Words("Shorten the name to %(most)s characters.", most=LONGEST_NAME)
        problems.append(Problem("name", sentence))
    mark = delivery.key_mark(destination.home(settings), secret)
    twin = same_key(workspace_id, account.kind, mark, account_id)
    # One that has a twin already is joined with it; until then its name and tag may change.
    if not problems and twin is not None and mark != key_of(account):
        problems.append(Problem("secret", _taken(twin)))
    if problems:
        raise Refused(*problems)
    changed = secret != kept or bool(form.secret) or moved
    end_reading()
    if changed:
        try_key(destination, settings, secret, allowed)
    with transaction() as session:
        account = session.get_one(Account, account_id, with_for_update={"key_share": True})
        if not account.secret:
            raise NotFoundHere
        account.name = form.name
        account.tag = form.tag if form.tag in dict(TAGS) else PRODUCTION
        if changed:
            audit.note(workspace_id, audit.Act.KEY_CHANGED, str(name_of_account(account)))
            give(account, settings, mark, secret, is_other=key_of(account) != mark)
        else:
            account.settings = settings
    return changed


def _taken(twin: Account) -> Words:
    return Words(
        "The account “%(account)s” has this key already. Connect the hubs to that one, so that "
        "their updates of a person stay in order.",
        account=name_of_account(twin),
    )


def same_key(workspace_id: int, kind: str, mark: str, but: int = 0) -> Account | None:
    """Another account of the workspace with this key at this place: two would race."""
    query = select(Account).where(
        Account.mark == mark,
        Account.workspace_id == workspace_id,
        Account.kind == kind,
        Account.id != but,
        Account.secret != b"",
    )
    return db.session.scalars(query.order_by(Account.id)).first()
