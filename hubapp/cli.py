"""The ``hubapp`` command."""

from __future__ import annotations

import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade
from werkzeug.serving import make_server

from hubapp import create_app, serving
from hubapp.core.errors import Refused
from hubapp.demo import processes
from hubapp.doors.vault import check_secrets
from hubapp.sandbox import create_sandbox
from hubapp.services import marks, operating, rights
from hubapp.settings import demo_data_dir, demo_port, read_settings


@click.group()
def main() -> None:
    """hubapp: engagement hubs whose answers flow into Braze."""


@contextmanager
def _plainly() -> Iterator[None]:
    """A setting that will not do is said in a sentence, without a traceback."""
    try:
        yield
    except (RuntimeError, ValueError, OSError) as error:
        raise click.ClickException(str(error)) from None


def _app() -> Flask:
    with _plainly():
        return create_app()


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes.")
@click.option("--threads", default=serving.THREADS, show_default=True, help="Of each process.")
def web(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the web application."""
    with _plainly():
        check_secrets(read_settings())
        serving.serve(host, port, workers, threads)


@main.command()
def migrate() -> None:
    """Bring the database to this release."""
    app = _app()
    app.extensions["settings"].data_dir.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        upgrade()


@main.command()
@click.option("--port", default=8001, show_default=True)
@click.option("--data-file", type=click.Path(path_type=Path), default=None)
def sandbox(port: int, data_file: Path | None) -> None:
    """Run the built-in stand-in for Braze."""
    app = create_sandbox(data_file=data_file)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        make_server("127.0.0.1", port, app, threaded=True).serve_forever()
    finally:
        app.extensions["store"].save()


@main.command("create-owner")
@click.option("--email", prompt="Email")
@click.option("--workspace", prompt="Workspace name", default="My workspace")
@click.option("--password", prompt="Password", hide_input=True, confirmation_prompt=True)
def create_owner(email: str, workspace: str, password: str) -> None:
    """Create a workspace and its owner."""
    with _app().app_context():
        try:
            operating.create_owner(email, password, workspace)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
    click.echo(f"{email} can log in now.")


@main.command("set-password")
@click.option("--email", prompt="Email")
@click.option("--password", prompt="New password", hide_input=True, confirmation_prompt=True)
def set_password(email: str, password: str) -> None:
    """Set a forgotten password, where no mail can."""
    with _app().app_context():
        try:
            operating.set_password(email, password)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
    click.echo(f"{email} can log in with it now, and is logged out everywhere.")


@main.command("second-factor-off")
@click.option("--email", prompt="Email")
def second_factor_off(email: str) -> None:
    """For somebody who lost their phone and their recovery codes."""
    with _app().app_context():
        try:
            operating.turn_off_of(email)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
    click.echo(f"{email} logs in with the password alone now.")


@main.command()
def reseal() -> None:
    """Seal all secrets with the newest key, so that an old one can go."""
    with _app().app_context():
        sealed = marks.reseal()
    click.echo(f"Sealed with the newest key: {sealed.done}.")
    if sealed.lost:
        raise click.ClickException(
            f"{sealed.lost} cannot be opened with any key of HUBAPP_ENCRYPTION_KEYS. Add the one "
            "that they were sealed with behind the others, and do this again."
        )


@main.command()
@click.option("--mail", metavar="ADDRESS", default="", help="Send a test mail there, too.")
def doctor(mail: str) -> None:
    """Say in sentences what is wrong, if anything."""
    wrong, app = 0, _app()
    with app.app_context():
        mailed = [operating.finding_of_mail(mail)] if mail else []
        for finding in (*operating.findings(), *operating.findings_of_way(), *mailed):
            wrong += not finding.well
            click.echo(f"{'ok  ' if finding.well else '!!  '}{finding.sentence}")
    click.echo("All is well." if not wrong else f"{wrong} to mend.")
    sys.exit(1 if wrong else 0)


@main.command()
@click.argument("email", required=False)
@click.option("--workspace", default="", help="Its name or number; needed when there are several.")
@click.option("--whole-profile", is_flag=True, help="Delete the profile at the destinations too.")
@click.option("--again", is_flag=True, help="After a restore: everybody on the kept list.")
@click.option(
    "--list",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The kept list, when it is not in the data directory.",
)
def erase(
    email: str | None, workspace: str, whole_profile: bool, again: bool, file: Path | None
) -> None:
    """Erase a person by their EMAIL, here and at the destinations."""
    if bool(email) == again:
        raise click.UsageError("Give an EMAIL, or --again.")
    with create_app().app_context():
        if again:
            count = rights.erase_again(file)
            click.echo(f"{count} of the kept list were here again, and are erased.")
            return
        try:
            where = operating.workspace_called(workspace)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
        done = rights.erase_address(where, str(email), whole_profile=whole_profile)
        for sentence in rights.account_of(done):
            click.echo(str(sentence))


@main.command("demo")
def run_demo() -> None:
    """Run the whole product on this machine, with a demo hub."""
    sys.exit(processes.run(demo_port(), demo_data_dir().resolve()))


@main.command("secret-key", hidden=True)
def secret_key() -> None:
    """Print a random text for HUBAPP_SECRET_KEY."""
    click.echo(secrets.token_urlsafe(48))


@main.command("encryption-key", hidden=True)
def encryption_key() -> None:
    """Print a key for HUBAPP_ENCRYPTION_KEYS."""
    click.echo(Fernet.generate_key().decode())


@main.command("password-salt", hidden=True)
def password_salt() -> None:
    """Print what HUBAPP_PASSWORD_SALT must be for today's passwords to fit another secret key."""
    click.echo(read_settings().salt_of_passwords)
