"""The commands for secrets that were lost or are to be changed."""

from __future__ import annotations

from cryptography.fernet import Fernet

from tests.test_cli import PASSWORD, home, hubapp, migrated, migrated_once

__all__ = ["home", "migrated", "migrated_once"]


def test_who_lost_the_phone_logs_in_with_the_password_again(migrated):
    hubapp("create-owner", "--email", "ana@example.com", "--password", PASSWORD, typed="\n")
    told = hubapp("second-factor-off", typed="ana@example.com\n")
    assert told.output.endswith("ana@example.com logs in with the password alone now.\n")
    told = hubapp("second-factor-off", "--email", "bob@example.com")
    assert told.exit_code == 1
    assert "no account with the email bob@example.com" in told.output


def test_secrets_are_sealed_anew_and_what_cannot_be_is_counted(migrated, monkeypatch):
    hubapp("create-owner", "--email", "ana@example.com", "--password", PASSWORD, typed="\n")
    assert hubapp("reseal").output == "Sealed with the newest key: 1.\n"
    monkeypatch.setenv("HUBAPP_ENCRYPTION_KEYS", Fernet.generate_key().decode())
    told = hubapp("reseal")
    assert told.exit_code == 1
    assert "1 cannot be opened" in told.output
