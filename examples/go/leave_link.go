// Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
// Standard library only; docs/link-format.md says what a link is made of.

package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"
)

// LeaveLink is what goes into one email.
type LeaveLink struct {
	URL     string
	Headers map[string]string
}

// LeaveLinkParams says who leaves which list, and where.
type LeaveLinkParams struct {
	Origin       string // where the Worker answers, such as https://acme.com
	List         string // a name from LISTS, or a segment ID
	Contact      string // a Resend contact ID, or an email address
	Secret       string // the first of the Worker's LINK_SECRETS
	MailtoDomain string // the Worker's MAILTO_DOMAIN, if it has one
}

var (
	originPattern  = regexp.MustCompile(`^(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:\d+)?$`)
	listPattern    = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	uuidPattern    = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	addressPattern = regexp.MustCompile(`^[^\p{Z}\p{Cc}\x{FEFF}]+@[^\p{Z}\p{Cc}\x{FEFF}@]+$`)

	lowerBase32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
)

// NewLeaveLink signs the link with which one contact leaves one list.
func NewLeaveLink(p LeaveLinkParams) (LeaveLink, error) {
	if !originPattern.MatchString(p.Origin) {
		return LeaveLink{}, errors.New("origin: must be https and a host alone, such as https://acme.com")
	}
	if !listPattern.MatchString(p.List) {
		return LeaveLink{}, errors.New("list: must be a name (a-z, 0-9, dashes, at most 40) or a segment ID")
	}
	if utf8.RuneCountInString(p.Secret) < 32 {
		return LeaveLink{}, errors.New("secret: must have at least 32 characters")
	}

	contact, kind, bytes := p.Contact, "e", []byte(p.Contact)
	if id := strings.ToLower(contact); uuidPattern.MatchString(id) {
		contact, kind = id, "c"
		bytes, _ = hex.DecodeString(strings.ReplaceAll(id, "-", ""))
	} else if len(contact) > 254 || !utf8.ValidString(contact) || !addressPattern.MatchString(contact) {
		return LeaveLink{}, errors.New("contact: must be a Resend contact ID or an email address")
	}

	mac := hmac.New(sha256.New, []byte(p.Secret))
	mac.Write([]byte("leave:v1:" + p.List + ":" + contact))
	ticket := kind + lowerBase32.EncodeToString(bytes) + lowerBase32.EncodeToString(mac.Sum(nil)[:16])

	url := p.Origin + "/leave/" + p.List + "/" + ticket
	unsubscribe := "<" + url + ">"
	// Only a contact ID and a list's name fit into the 64 characters before an address's @.
	if p.MailtoDomain != "" && kind == "c" && !uuidPattern.MatchString(p.List) {
		localPart := p.List + "." + ticket
		if len(localPart) > 64 {
			return LeaveLink{}, errors.New("list: must have at most 10 characters to fit into a mailto:")
		}
		unsubscribe += ", <mailto:" + localPart + "@" + p.MailtoDomain + ">"
	}

	return LeaveLink{
		URL: url,
		Headers: map[string]string{
			"List-Unsubscribe":      unsubscribe,
			"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		},
	}, nil
}
