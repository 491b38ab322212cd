"""Who may call: programs on this machine, and the workbench's own page; never another web page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

_LOOPBACK = {"127.0.0.1", "localhost"}
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse a foreign Host (a name that was pointed at this machine), Origin or site."""
    own_port = request.transport.get_extra_info("sockname")[1] if request.transport else None
    host, port = _split(f"//{request.headers.get('Host', '')}")
    # slack_sdk's own websocket client leaves the port out of its Host header.
    if host not in _LOOPBACK or port not in {own_port, None}:
        raise web.HTTPForbidden(text="wrong Host")
    origin = request.headers.get("Origin")
    if origin is not None and _split(origin) not in {(name, own_port) for name in _LOOPBACK}:
        raise web.HTTPForbidden(text="wrong Origin")
    if request.path != "/" and request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        raise web.HTTPForbidden(text="another site may not call this")
    return await handler(request)


async def protect(_request: web.Request, response: web.StreamResponse) -> None:
    """Give every answer its protecting headers."""
    response.headers.update(_HEADERS)


def _split(address: str) -> tuple[str | None, int | None]:
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        return None, None
    return parts.hostname, port
