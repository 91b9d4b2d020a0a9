#!/usr/bin/env bash
# Sends one email with one-click unsubscribe. Run by `npm run test:sdks`.
# curl 7.82 or newer, for --json.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/leave_link.sh"

leave_link https://acme.com weekly e169aa45-1ecf-4183-9955-b1499d5701d3 "$LINK_SECRET" leave.acme.com

curl --silent --show-error --fail-with-body "${RESEND_BASE_URL:-https://api.resend.com}/emails" \
  --header "Authorization: Bearer $RESEND_API_KEY" \
  --json @- <<JSON
{
  "from": "Acme <weekly@news.acme.com>",
  "to": ["reader@example.com"],
  "subject": "The case for one empty drawer",
  "html": "<p>…</p><p><a href=\"$leave_url\">Unsubscribe</a></p>",
  "headers": {
    "List-Unsubscribe": "$list_unsubscribe",
    "List-Unsubscribe-Post": "$list_unsubscribe_post"
  }
}
JSON
