"""The contracts of the open sets: what each card type, field kind and destination promises."""

import pytest

# A rule that fails says as much as a test.
pytest.register_assert_rewrite(
    "tests.contracts.card_rules",
    "tests.contracts.field_rules",
    "tests.contracts.destination_rules",
    "tests.contracts.reply_rules",
)
