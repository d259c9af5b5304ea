"""Numbers in addresses: only those that the database can hold lead anywhere. And the address that
somebody comes from."""

from __future__ import annotations

from ipaddress import ip_address

from flask_limiter.util import get_remote_address
from werkzeug.routing import BaseConverter, ValidationError


class Id(BaseConverter):
    """``<int:...>``: the id of a row, as large as its column."""

    regex = r"[0-9]{1,10}"
    most = 2**31 - 1

    def to_python(self, value: str) -> int:
        """The number. Raises ValidationError, which is a 404, beyond the column."""
        number = int(value)
        if number > self.most:
            raise ValidationError
        return number

    def to_url(self, value: int) -> str:
        """As it stands in the address."""
        return str(value)


class LongId(Id):
    """``<long:...>``: the id of a row of a table that grows with every visitor."""

    regex = r"[0-9]{1,19}"
    most = 2**63 - 1


def network() -> str:
    """Of IPv6 the /64 that a household or a phone is given as a whole."""
    asks = get_remote_address()
    try:
        number = ip_address(asks)
    except ValueError:
        return asks
    if number.version == 4:
        return asks
    return str(number.ipv4_mapped or ip_address(int(number) >> 64 << 64))
