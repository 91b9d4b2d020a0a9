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
  local mailto='^([a-z0-9]+([._-][a-z0-9]+)*@)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$'
  local who mac ticket user name

  [[ $origin =~ ^(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:[0-9]+)?$ ]] ||
    leave_refuse 'origin: must be https and a host alone, such as https://acme.com' || return
  [[ $list =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]] ||
    leave_refuse 'list: must be a name from LISTS (a-z, 0-9, dashes, at most 40) or a segment ID' || return
  [[ -z $mailto_domain || ${mailto_domain,,} =~ $mailto ]] ||
    leave_refuse 'mailto_domain: must be a domain alone, or an address such as u@acme.com' || return
  leave_check_secret "$secret" || return

  if [[ ${contact,,} =~ $uuid ]]; then
    contact=${contact,,}
    who=c$(printf %b "$(sed 's/../\\x&/g' <<<"${contact//-/}")" | leave_base32)
  else
    leave_check_address "$contact" || return
    who=e$(printf %s "$contact" | leave_base32)
  fi

  mac=$(printf %s "leave:v1:$list:$contact" | openssl dgst -sha256 -hmac "$secret" -binary | head -c 16 | leave_base32)
  ((${#mac} == 26)) || leave_refuse 'mac: openssl or base32 failed' || return
  ticket=$who$mac

  leave_url=$origin/leave/$list/$ticket
  list_unsubscribe="<$leave_url>"
  list_unsubscribe_post='List-Unsubscribe=One-Click'
  # Only a contact ID and a list's name fit into the 64 characters before an address's @.
  if [[ $mailto_domain && $ticket == c* && ! $list =~ $uuid ]]; then
    user=${mailto_domain%"${mailto_domain##*@}"} # such as u@, or empty
    name=${user/@/+}$list.$ticket
    ((${#name} <= 64)) ||
      leave_refuse "list: makes the mailto: address ${#name} characters long before its @, and 64 is the limit; shorten the list's name, or leave the mailto domain out" || return
    list_unsubscribe+=", <mailto:$name@${mailto_domain##*@}>"
  fi
}

# What must not be signed, since such a link could never work.
leave_check_address() {
  # Spaces and invisible characters, as the bytes of UTF-8.
  local invisible=$'[\x01-\x20\x7f]|\xc2[\x80-\xa0\xad]|\xe2\x80[\x80-\x8f\xa8-\xaf]|\xe2\x81[\x9f-\xaf]'
  invisible+=$'|\xcd\x8f|\xd8\x9c|\xe1\x9a\x80|\xf3\xa0|\xe3\x80\x80|\xe3\x85\xa4|\xef\xb8[\x80-\x8f]|\xef\xbb\xbf'
  invisible+=$'|\xd8[\x80-\x85]|\xdb\x9d|\xdc\x8f|\xe1(\x85[\x9f\xa0]|\x9e[\xb4\xb5]|\xa0[\x8b-\x8f])|\xef(\xbe\xa0|\xbf[\xb0-\xbb])'
  invisible+=$'|\xe0\xa3\xa2|\xf0(\x91\x82\xbd|\x91\x83\x8d|\x93\x90[\xb0-\xbf]|\x9b\xb2[\xa0-\xa3]|\x9d\x85[\xb3-\xba])'
  local encoded='%(2[bBdDeE]|3[0-9]|4[0-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9Aa])'
  local problem=''
  if [[ $1 == *[]'<>()[{},;:\"']* ]]; then
    problem='has a mark such as < , or : in it; give the address alone, such as mira@example.com'
  elif [[ $1 =~ $invisible ]]; then
    problem='has white space or an invisible character in it; remove it'
  elif [[ $1 == *@*@* ]]; then
    problem='has more than one @; give one address'
  elif [[ $1 == *@.* || $1 == *. ]]; then
    problem='has a dot at an end of its domain; remove it'
  elif [[ $1 =~ $encoded ]]; then
    problem='is percent-encoded; decode it first'
  elif [[ $1 != ?*@?* ]]; then
    problem='must be a Resend contact ID, or an email address'
  elif ((${#1} > 254)); then
    problem='has more than 254 bytes, which no mail server takes'
  fi
  [[ -z $problem ]] || leave_refuse "contact: $problem"
}

leave_check_secret() {
  local problem=''
  if [[ -z $1 ]]; then
    problem='is missing'
  elif [[ $1 == *[[:space:],]* ]]; then
    problem='has a comma or white space in it, and so looks like several'
  elif [[ $1 == *[]\"\''`()[{}<>$;']* ]]; then
    problem='has a quote, a bracket, $ or ; in it, which shells and settings files change'
  elif [[ $1 == *[^[:graph:]]* ]]; then
    problem='has a character outside printable ASCII'
  elif [[ $1 =~ ^[A-Za-z_][A-Za-z0-9_]*=[^=] ]]; then
    problem="starts with a variable's name and ="
  elif ((${#1} < 32)); then
    problem='must have at least 32 characters'
  fi
  [[ -z $problem ]] || leave_refuse "secret: $problem; use the first of the Worker's LINK_SECRETS"
}

leave_refuse() {
  echo "$1" >&2
  return 1
}

leave_base32() {
  base32 --wrap=0 | tr -d = | tr A-Z a-z
}
