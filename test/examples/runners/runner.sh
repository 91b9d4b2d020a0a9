# shellcheck shell=bash
source "$1/leave_link.sh"

while IFS= read -r -d '' origin && IFS= read -r -d '' list && IFS= read -r -d '' contact &&
  IFS= read -r -d '' secret && IFS= read -r -d '' domain; do
  if message=$(leave_link "$origin" "$list" "$contact" "$secret" "$domain" 2>&1); then
    leave_link "$origin" "$list" "$contact" "$secret" "$domain"
    printf 'made\t%s\t%s\t%s\n' "$leave_url" "$list_unsubscribe" "$list_unsubscribe_post"
  else
    printf 'refused\t%s\n' "$message"
  fi
done
