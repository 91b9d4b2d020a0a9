# Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
# Standard library only; docs/link-format.md says what a link is made of.

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import NamedTuple

ORIGIN = r"(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:[0-9]+)?"
LIST = r"[a-z0-9][a-z0-9-]{0,39}"
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ADDRESS = r"[^\s\x00-\x1f\x7f-\x9f\ufeff]+@[^\s\x00-\x1f\x7f-\x9f\ufeff@]+"


class LeaveLink(NamedTuple):
    url: str
    headers: dict[str, str]


def leave_link(
    *,
    origin: str,
    list_name: str,
    contact: str,
    secret: str,
    mailto_domain: str | None = None,
) -> LeaveLink:
    """Sign the link with which one contact leaves one list.

    origin: where the Worker answers, such as https://acme.com
    list_name: a name from LISTS, or a segment ID
    contact: a Resend contact ID, or an email address
    secret: the first of the Worker's LINK_SECRETS
    mailto_domain: the Worker's MAILTO_DOMAIN, if it has one
    """
    if not re.fullmatch(ORIGIN, origin):
        raise ValueError("origin: must be https and a host alone")
    if not re.fullmatch(LIST, list_name):
        raise ValueError("list: must be a name (a-z, 0-9, dashes) or a segment ID")
    if len(secret) < 32:
        raise ValueError("secret: must have at least 32 characters")

    by_id = re.fullmatch(UUID, contact.lower()) is not None
    if by_id:
        contact = contact.lower()
        who = "c" + _base32(bytes.fromhex(contact.replace("-", "")))
    elif re.fullmatch(ADDRESS, contact) and len(contact.encode()) <= 254:
        who = "e" + _base32(contact.encode())
    else:
        raise ValueError("contact: must be a Resend contact ID or an email address")

    signed = f"leave:v1:{list_name}:{contact}".encode()
    mac = hmac.digest(secret.encode(), signed, hashlib.sha256)
    ticket = who + _base32(mac[:16])

    url = f"{origin}/leave/{list_name}/{ticket}"
    unsubscribe = f"<{url}>"
    # Only a contact ID and a list's name fit into the 64 characters before the @.
    if mailto_domain and by_id and not re.fullmatch(UUID, list_name):
        local_part = f"{list_name}.{ticket}"
        if len(local_part) > 64:
            raise ValueError("list: must have at most 10 characters to fit a mailto:")
        unsubscribe += f", <mailto:{local_part}@{mailto_domain}>"

    headers = {
        "List-Unsubscribe": unsubscribe,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return LeaveLink(url, headers)


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()
