"""What the screens of accounts show."""

from __future__ import annotations

from flask import g, render_template

from hubapp.destinations import DESTINATIONS
from hubapp.services import integrations
from hubapp.services.integrations import AccountForm
from hubapp.web.posted import Told

ICONS = {"yes": "check", "no": "x", "lacking": "info-circle", "unknown": "help-circle"}


def listing_page() -> str:
    """Every account, with the hubs that use it."""
    found = [
        (each, integrations.name_of_account(each), integrations.hubs_with(each))
        for each in integrations.accounts_of(g.workspace.id)
    ]
    return render_template("accounts/list.html", accounts=found, destinations=DESTINATIONS)


def account_page(
    account_id: int, form: AccountForm | None = None, problems: Told | None = None
) -> tuple[str, int]:
    """One account, as saved or as it was posted. Raises NotFoundHere."""
    account = integrations.account_of(g.workspace.id, account_id)
    form = form or AccountForm(account.name, account.tag)
    page = render_template(
        "accounts/account.html",
        account=account,
        name=integrations.name_of_account(account),
        destination=integrations.destination_or_404(account.kind),
        form={"settings": account.settings, "typed": _shown(form), "name": form.name}
        | {"tag": form.tag},
        tags=integrations.TAGS,
        hubs=integrations.hubs_with(account),
        joinings=integrations.joinings_of(account),
        most_counted=integrations.MOST_COUNTED,
        found=integrations.found_in(account),
        icons=ICONS,
        problems=problems or {},
    )
    return page, 422 if problems else 200


def passport_page(account_id: int) -> str:
    """All that an account may write. Raises NotFoundHere."""
    account = integrations.account_of(g.workspace.id, account_id)
    return render_template(
        "accounts/passport.html",
        account=account,
        name=integrations.name_of_account(account),
        destination=integrations.destination_or_404(account.kind),
        headings=integrations.HEADINGS,
        entries=integrations.passport_of(account),
    )


def _shown(form: AccountForm) -> dict[str, str]:
    """The key is never sent back to the browser."""
    return {key: value for key, value in form.typed.items() if key != "secret"}
