"""What is being set up stays in one browser."""

from __future__ import annotations

from hubapp.blueprints.account.pages import KEY, secret_of_session


def test_what_is_being_set_up_stays_the_same_in_a_second_tab(app):
    with app.test_request_context() as context:
        secret = secret_of_session()
        assert secret_of_session() == secret
        assert secret not in context.session[KEY]
        context.session[KEY] = "forged"
        assert secret_of_session() != secret
