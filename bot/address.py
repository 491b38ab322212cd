"""Where a server of Amber's listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from kpi_core.errors import InputError

_THIS_MACHINE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 takes a free one."""

    host: str
    port: int

    @classmethod
    def named(cls, text: str, place: str = "") -> Self:
        """Read `PORT` (on this machine alone) or `HOST:PORT`. Raises InputError that says the place."""
        host, _, port = text.rpartition(":")
        if not port.isdecimal() or int(port) > 65535:
            raise InputError(f"'{text}' is no port; write it like 3000, or 0.0.0.0:3000 for all of a network", place)
        return cls(host.strip("[]") or _THIS_MACHINE, int(port))


def https_address(address: str, path: str, caller: str, place: str) -> str:
    """Return the URL at which a caller out there reaches a path of Amber's; the address may name the path already.

    Raises InputError that says the place, for an address that nobody would call.
    """
    if not is_public(address):
        raise InputError(f"{caller} does not call '{address}'; write it like https://amber.example.com", place)
    return address.rstrip("/").removesuffix(path) + path


def is_public(address: str) -> bool:
    """Whether somebody out there may call this address of Amber's: https, with a host and at most a path."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not (parts.query or parts.fragment)
