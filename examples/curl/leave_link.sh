# shellcheck shell=bash
#
# Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
# Bash 4, openssl and coreutils; docs/link-format.md says what a link is made of.

# leave_link ORIGIN LIST CONTACT SECRET [MAILTO_DOMAIN]
#
#   ORIGIN         where the Worker answers, such as https://acme.com
#   LIST           a name from LISTS, or a segment ID
#   CONTACT        a Resend contact ID, or an email address
#   SECRET         the first of the Worker's LINK_SECRETS
#   MAILTO_DOMAIN  the Worker's MAILTO_DOMAIN, if it has one
#
# Sets leave_url, list_unsubscribe and list_unsubscribe_post. While openssl signs, its command
# line shows the secret to everyone who may list processes: not for a machine that you share.
leave_link() {
  local origin=$1 list=$2 contact=$3 secret=$4 mailto_domain=${5-}
  local LC_ALL=C # lengths in bytes, and a-z without surprises
  local uuid='^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  local who mac ticket

  [[ $origin =~ ^(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:[0-9]+)?$ ]] ||
    leave_refuse 'origin: must be https and a host alone, such as https://acme.com' || return
  [[ $list =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]] ||
    leave_refuse 'list: must be a name (a-z, 0-9, dashes, at most 40) or a segment ID' || return
  ((${#secret} >= 32)) ||
    leave_refuse 'secret: must have at least 32 characters' || return

  if [[ ${contact,,} =~ $uuid ]]; then
    contact=${contact,,}
    who=c$(printf %b "$(sed 's/../\\x&/g' <<<"${contact//-/}")" | leave_base32)
  elif [[ $contact == ?*@* && $contact != *@ && ! $contact =~ [[:space:][:cntrl:]] ]] && ((${#contact} <= 254)); then
    who=e$(printf %s "$contact" | leave_base32)
  else
    leave_refuse 'contact: must be a Resend contact ID or an email address' || return
  fi

  mac=$(printf %s "leave:v1:$list:$contact" | openssl dgst -sha256 -hmac "$secret" -binary | head -c 16 | leave_base32)
  ((${#mac} == 26)) || leave_refuse 'mac: openssl or base32 failed' || return
  ticket=$who$mac

  leave_url=$origin/leave/$list/$ticket
  list_unsubscribe="<$leave_url>"
  list_unsubscribe_post='List-Unsubscribe=One-Click'
  # Only a contact ID and a list's name fit into the 64 characters before an address's @.
  if [[ $mailto_domain && $ticket == c* && ! $list =~ $uuid ]]; then
    ((${#list} <= 10)) ||
      leave_refuse 'list: must have at most 10 characters to fit into a mailto:' || return
    list_unsubscribe+=", <mailto:$list.$ticket@$mailto_domain>"
  fi
}

leave_refuse() {
  echo "$1" >&2
  return 1
}

leave_base32() {
  base32 --wrap=0 | tr -d = | tr A-Z a-z
}
