#!/usr/bin/env bash
set -euo pipefail

segment=$1
for contact in "$2" "$3"; do
  curl --silent --show-error --fail-with-body -X DELETE \
    "${RESEND_BASE_URL:-https://api.resend.com}/contacts/$contact/segments/$segment" \
    -H "Authorization: Bearer $RESEND_API_KEY"
done
