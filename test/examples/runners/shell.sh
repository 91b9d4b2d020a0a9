source "$1"
while IFS= read -r -d $'\x1f' origin && IFS= read -r -d $'\x1f' list && IFS= read -r -d $'\x1f' contact &&
  IFS= read -r -d $'\x1f' secret && IFS= read -r -d $'\x1f' domain; do
  if message=$(leave_link "$origin" "$list" "$contact" "$secret" "$domain" 2>&1); then
    leave_link "$origin" "$list" "$contact" "$secret" "$domain"
    printf 'made\t%s\t%s\t%s\n' "$leave_url" "$list_unsubscribe" "$list_unsubscribe_post"
  else
    printf 'refused\t%s\n' "$message"
  fi
done
