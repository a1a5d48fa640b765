"""EDGE: fetch images of a page, from the hosts that a person has named and from nowhere else.

A page is text of a stranger: what it names could be a machine of the house, or tell its author
who reads it. So each address has to lie on a host of the list, and every redirect again; a name
that leads into a private network is refused; no cookie, referrer or proxy is used; and size and
time have their ends.
"""

from __future__ import annotations

import http.client
import mimetypes
import re
import socket
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Timer
from time import monotonic
from typing import Final, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from report.diagnostics import Place, Warn
from report.model.assets import Asset
from report.rules import Phrase, finding

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of one image."""
MOST_BYTES: Final = 200 * 1024 * 1024
"""Bytes of all images of a page."""
MOST_SECONDS: Final = 120.0
"""Seconds for all images of a page."""
PATIENCE: Final = 20.0
"""Seconds for one image, from the first word to the last byte."""
_REDIRECTS: Final = 5
_PORTS: Final = {"https": 443, "http": 80}
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_ORIGIN: Final = re.compile(
    r"(?:(?P<scheme>https?)://)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s/\[\]:@]+)(?::(?P<port>\d{1,5}))?/?"
)
_SAFE: Final = "!$&'()*+,/:;=@%~-._"


class Wanted(NamedTuple):
    """An image that a page names: the name it gets, its address, and where it stands."""

    name: str
    address: str
    at: Place | None


class Refused(Exception):
    """An image that was not fetched, and why."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A host that images may come from: by one scheme and one port, with ``below`` it or not."""

    scheme: str
    host: str
    port: int
    below: bool = False

    def holds(self, scheme: str, host: str, port: int) -> bool:
        """Say whether an address lies here."""
        named = host == self.host or (self.below and host.endswith(f".{self.host}"))
        return named and (scheme, port) == (self.scheme, self.port)


def read_origin(written: str) -> Origin:
    """Return a host of the list as a person writes it; raises :class:`ValueError` for none.

    >>> read_origin("example.org"), read_origin(".example.org").below
    (Origin(scheme='https', host='example.org', port=443, below=False), True)
    >>> read_origin("http://127.0.0.1:8000").port
    8000
    """
    match = _ORIGIN.fullmatch(written.strip())
    if match is None:
        raise ValueError(f"{written!r} is no host")
    scheme, host = match["scheme"] or "https", match["host"].strip("[]")
    below = host.startswith(".")
    port = int(match["port"] or _PORTS[scheme])
    # «.org» would be half the web: below a name stand the machines of one owner.
    if port > 65535 or (below and "." not in host[1:]):
        raise ValueError(f"{written!r} is no host")
    return Origin(scheme, _ascii(host[below:]), port, below)


def fetch_images(
    wanted: Iterable[Wanted], origins: Sequence[Origin], warn: Warn
) -> Iterator[Asset]:
    """Yield the images that could be fetched, under their names.

    Args:
        wanted: the images that a page names.
        origins: where images may come from.
        warn: is told of each image that was not fetched, and why (C050).
    """
    started, left = monotonic(), MOST_BYTES
    for name, address, at in wanted:
        try:
            if monotonic() - started > MOST_SECONDS:
                raise Refused(f"the images of this page take longer than {MOST_SECONDS:.0f} s")
            data = fetch(address, origins, min(LARGEST, left))
        except Refused as refusal:
            reason = Phrase(str(refusal))
            warn(finding("C050", at, name=name, address=address, reason=reason))
            continue
        left -= len(data)
        yield Asset(name, mimetypes.guess_type(name)[0] or "application/octet-stream", data)


def fetch(address: str, origins: Sequence[Origin], largest: int = LARGEST) -> bytes:
    """Return what lies at an address on a host of the list; raises :class:`Refused`."""
    ends = monotonic() + PATIENCE
    for _ in range(_REDIRECTS + 1):
        came = _ask(address, origins, largest, ends)
        if isinstance(came, bytes):
            return came
        try:
            address = urljoin(address, came)
        except ValueError:
            raise Refused("the host leads on to no address") from None
    raise Refused(f"the host leads on more than {_REDIRECTS} times")


def _ask(address: str, origins: Sequence[Origin], largest: int, ends: float) -> bytes | str:
    """Return what lies at an address, or where the host leads on to."""
    origin, host, path = _admitted(address, origins)
    connection = http.client.HTTPConnection(host, origin.port)
    try:
        connection.sock = _connected(origin, host, ends)
        with _cut_off(connection.sock, ends - monotonic()):
            shown = f"[{host}]" if ":" in host else host
            usual = origin.port == _PORTS[origin.scheme]
            connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", shown if usual else f"{shown}:{origin.port}")
            connection.putheader("User-Agent", "warraq")
            connection.putheader("Accept", "image/*")
            connection.putheader("Accept-Encoding", "identity")
            connection.putheader("Connection", "close")
            connection.endheaders()
            came = _answer(connection.getresponse(), largest)
        if monotonic() >= ends:
            # What was cut off looks like what is whole where the host gave no length.
            raise TimeoutError
        return came
    except (OSError, http.client.HTTPException, ValueError) as error:
        if monotonic() >= ends:
            raise Refused(f"it takes longer than {PATIENCE:.0f} s") from None
        said = str(error) or type(error).__name__
        raise Refused(f"the host does not answer as it should ({said})") from None
    finally:
        connection.close()


def _admitted(address: str, origins: Sequence[Origin]) -> tuple[Origin, str, str]:
    """Return the origin that holds an address, its host, and the path to ask for."""
    try:
        parts = urlsplit(address)
        host, scheme = _ascii(parts.hostname or ""), parts.scheme.lower()
        port = parts.port or _PORTS.get(scheme, 0)
    except ValueError:
        raise Refused("its address is broken") from None
    if parts.username is not None or parts.password is not None:
        raise Refused("its address carries a name and a password")
    origin = next((origin for origin in origins if origin.holds(scheme, host, port)), None)
    if origin is None:
        where = f"{scheme}://{host}" + (f":{port}" if port != _PORTS.get(scheme) else "")
        raise Refused(f"{where} is not in the list of --fetch")
    path = quote(parts.path, safe=_SAFE) or "/"
    return origin, host, path + (f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else "")


def _ascii(host: str) -> str:
    """Return a host in the letters of DNS; raises :class:`ValueError` for what is no name."""
    host = host.rstrip(".").lower()
    if ":" in host:
        return str(ip_address(host))
    return host.encode("idna").decode() if host else host


def _connected(origin: Origin, host: str, ends: float) -> socket.socket:
    """Return a connection to an address that the host's name leads to and that may be asked.

    What is looked at is what is connected to: a name cannot lead elsewhere the second time.
    """
    found = socket.getaddrinfo(host, origin.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not _is_named(origin, host):
        _refuse_private(addresses)
    trouble: OSError = OSError("no address")
    for address in addresses:
        patience = max(0.1, ends - monotonic())
        try:
            plain = socket.create_connection((address, origin.port), timeout=patience)
        except OSError as error:
            trouble = error
            continue
        if origin.scheme == "http":
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
    raise trouble


def _is_named(origin: Origin, host: str) -> bool:
    """Say whether a person has named the very machine: by its number, or as this one."""
    if origin.below:
        return False
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def _refuse_private(addresses: Iterable[str]) -> None:
    for address in addresses:
        number: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
        if isinstance(number, IPv6Address):
            number = number.ipv4_mapped or number.sixtofour or number
        if not number.is_global or number.is_multicast:
            raise Refused(f"its host leads to {number}, an address of a private network")


@contextmanager
def _cut_off(connected: socket.socket, seconds: float) -> Iterator[None]:
    """End a connection when its time is over, however slowly the other side drips."""
    timer = Timer(max(0.1, seconds), _hang_up, (connected,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(connected: socket.socket) -> None:
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has hung up itself


def _answer(response: http.client.HTTPResponse, largest: int) -> bytes | str:
    if response.status in _MOVED and (target := response.getheader("Location")):
        return target
    if response.status != http.client.OK:
        raise Refused(f"the host answers {response.status}")
    data = response.read(largest + 1)
    if len(data) > largest:
        raise Refused(f"it is larger than {largest // 1024} kB")
    if response.length:
        raise Refused("it ends before its end")
    return data
