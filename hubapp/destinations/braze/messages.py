"""Links in Braze's messages, in Liquid: who opens one is known, and the signature shows it."""

from __future__ import annotations

_LINK = (
    "{% capture hub_id %}{{${user_id}}}{% endcapture %}"
    "{% capture hub_at %}{{ 'now' | date: '%s' }}{% endcapture %}"
    "{% capture hub_mail %}"
    "{{ ${email_address} | downcase | hmac_sha256_hex: 'KEY' }}{% endcapture %}"
    "{% capture hub_said %}{{ hub_id }}|{{ hub_at }}|{{ hub_mail }}{% endcapture %}"
    "ADDRESS?PARAMETER={{ hub_id | url_param_escape }}"
    "&hub_at={{ hub_at }}&hub_mail={{ hub_mail }}"
    "&hub_sig={{ hub_said | hmac_sha256_hex: 'KEY' }}"
)


def message_link(address: str, parameter: str, key: str) -> str:
    """On one line and without a blank outside of Liquid: it stands within ``href``. The address of
    the email goes along as its hash alone. key: in hexadecimal."""
    text = _LINK.replace("ADDRESS", address).replace("PARAMETER", parameter)
    return text.replace("KEY", key)
