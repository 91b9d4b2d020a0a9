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
MAILTO = (
    r"(?ia)([a-z0-9]+([._-][a-z0-9]+)*@)?"
    r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)

# What must not be signed, since such a link could never work.
CONTACT_FAULTS = {
    r'[<>()\[\]{},;:\\"]': "has a mark such as < , or : in it; give the address alone, such as mira@example.com",
    r"[\s\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]": (
        "has white space or an invisible character in it; remove it"
    ),
    r"@.*@": "has more than one @; give one address",
    r"@\.|\.\Z": "has a dot at an end of its domain; remove it",
    r"(?i)%(2[bde]|3[0-9]|4[0-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])": "is percent-encoded; decode it first",
    r"\A[^@]*\Z|\A@|@\Z": "must be a Resend contact ID, or an email address",
}
SECRET_FAULTS = {
    r"\A\Z": "is missing",
    r"[\s,]": "has a comma or white space in it, and so looks like several",
    r"[\"'`()\[\]{}<>$;]": "has a quote, a bracket, $ or ; in it, which shells and settings files change",
    r"[^!-~]": "has a character outside printable ASCII",
    r"\A[A-Za-z_][A-Za-z0-9_]*=[^=]": "starts with a variable's name and =",
    r"\A.{1,31}\Z": "must have at least 32 characters",
}


class LeaveLink(NamedTuple):
    url: str
    headers: dict[str, str]


def leave_link(
    *,
    origin: str,
    list_name: str,
    contact: str,
    secret: str | None,
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
        raise ValueError("origin: must be https and a host alone, such as https://acme.com")
    if not re.fullmatch(LIST, list_name):
        raise ValueError("list: must be a name from LISTS (a-z, 0-9, dashes, at most 40) or a segment ID")
    if mailto_domain and not re.fullmatch(MAILTO, mailto_domain):
        raise ValueError("mailto_domain: must be a domain alone, or an address such as u@acme.com")
    if problem := _problem(SECRET_FAULTS, secret or ""):
        raise ValueError(f"secret: {problem}; use the first of the Worker's LINK_SECRETS")

    by_id = re.fullmatch(UUID, contact.lower()) is not None
    if by_id:
        contact = contact.lower()
        who = "c" + _base32(bytes.fromhex(contact.replace("-", "")))
    elif problem := _problem(CONTACT_FAULTS, contact):
        raise ValueError(f"contact: {problem}")
    elif len(contact.encode()) > 254:
        raise ValueError("contact: has more than 254 bytes, which no mail server takes")
    else:
        who = "e" + _base32(contact.encode())

    signed = f"leave:v1:{list_name}:{contact}".encode()
    mac = hmac.digest(secret.encode(), signed, hashlib.sha256)
    ticket = who + _base32(mac[:16])

    url = f"{origin}/leave/{list_name}/{ticket}"
    unsubscribe = f"<{url}>"
    # Only a contact ID and a list's name fit into the 64 characters before the @.
    if mailto_domain and by_id and not re.fullmatch(UUID, list_name):
        name = f"{list_name}.{ticket}"
        if "@" in mailto_domain:
            address = mailto_domain.replace("@", f"+{name}@")
        else:
            address = f"{name}@{mailto_domain}"
        length = address.index("@")
        if length > 64:
            raise ValueError(
                f"list: makes the mailto: address {length} characters long before its @, "
                "and 64 is the limit; shorten the list's name, or leave mailto_domain out"
            )
        unsubscribe += f", <mailto:{address}>"

    headers = {
        "List-Unsubscribe": unsubscribe,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return LeaveLink(url, headers)


def _problem(faults: dict[str, str], text: str) -> str | None:
    return next((problem for pattern, problem in faults.items() if re.search(pattern, text)), None)


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()
