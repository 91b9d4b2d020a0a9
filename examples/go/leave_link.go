// Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
// Standard library only; docs/link-format.md says what a link is made of.

package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
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
	originPattern = regexp.MustCompile(`^(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:\d+)?$`)
	listPattern   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	uuidPattern   = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	mailtoPattern = regexp.MustCompile(`(?i)^([a-z0-9]+([._-][a-z0-9]+)*@)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$`)

	lowerBase32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
)

type fault struct {
	pattern *regexp.Regexp
	problem string
}

// What must not be signed, since such a link could never work.
var (
	contactFaults = []fault{
		{regexp.MustCompile(`[<>()\[\]{},;:\\"]`), "has a mark such as < , or : in it; give the address alone, such as mira@example.com"},
		{regexp.MustCompile(`[\p{Z}\p{Cc}\p{Cf}\x{34F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{3164}` +
			`\x{FE00}-\x{FE0F}\x{FFA0}\x{E0000}-\x{E0FFF}]`), "has white space or an invisible character in it; remove it"},
		{regexp.MustCompile(`@.*@`), "has more than one @; give one address"},
		{regexp.MustCompile(`@\.|\.$`), "has a dot at an end of its domain; remove it"},
		{regexp.MustCompile(`(?i)%(2[bde]|3\d|4[0-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])`), "is percent-encoded; decode it first"},
		{regexp.MustCompile(`^[^@]*$|^@|@$`), "must be a Resend contact ID, or an email address"},
	}
	secretFaults = []fault{
		{regexp.MustCompile(`^$`), "is missing"},
		{regexp.MustCompile(`[\s,]`), "has a comma or white space in it, and so looks like several"},
		{regexp.MustCompile("[\"'`()\\[\\]{}<>$;]"), "has a quote, a bracket, $ or ; in it, which shells and settings files change"},
		{regexp.MustCompile(`[^!-~]`), "has a character outside printable ASCII"},
		{regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*=[^=]`), "starts with a variable's name and ="},
		{regexp.MustCompile(`^.{1,31}$`), "must have at least 32 characters"},
	}
)

// NewLeaveLink signs the link with which one contact leaves one list.
func NewLeaveLink(p LeaveLinkParams) (LeaveLink, error) {
	if !originPattern.MatchString(p.Origin) {
		return LeaveLink{}, errors.New("origin: must be https and a host alone, such as https://acme.com")
	}
	if !listPattern.MatchString(p.List) {
		return LeaveLink{}, errors.New("list: must be a name from LISTS (a-z, 0-9, dashes, at most 40) or a segment ID")
	}
	if p.MailtoDomain != "" && !mailtoPattern.MatchString(p.MailtoDomain) {
		return LeaveLink{}, errors.New("mailtoDomain: must be a domain alone, or an address such as u@acme.com")
	}
	if problem := findProblem(secretFaults, p.Secret); problem != "" {
		return LeaveLink{}, fmt.Errorf("secret: %s; use the first of the Worker's LINK_SECRETS", problem)
	}

	contact, kind, bytes := p.Contact, "e", []byte(p.Contact)
	if id := strings.ToLower(contact); uuidPattern.MatchString(id) {
		contact, kind = id, "c"
		bytes, _ = hex.DecodeString(strings.ReplaceAll(id, "-", ""))
	} else if problem := findProblem(contactFaults, contact); problem != "" {
		return LeaveLink{}, fmt.Errorf("contact: %s", problem)
	} else if len(contact) > 254 || !utf8.ValidString(contact) {
		return LeaveLink{}, errors.New("contact: has more than 254 bytes, or is not UTF-8, which no mail server takes")
	}

	mac := hmac.New(sha256.New, []byte(p.Secret))
	mac.Write([]byte("leave:v1:" + p.List + ":" + contact))
	ticket := kind + lowerBase32.EncodeToString(bytes) + lowerBase32.EncodeToString(mac.Sum(nil)[:16])

	url := p.Origin + "/leave/" + p.List + "/" + ticket
	unsubscribe := "<" + url + ">"
	// Only a contact ID and a list's name fit into the 64 characters before an address's @.
	if p.MailtoDomain != "" && kind == "c" && !uuidPattern.MatchString(p.List) {
		name := p.List + "." + ticket
		address := name + "@" + p.MailtoDomain
		if user, domain, found := strings.Cut(p.MailtoDomain, "@"); found {
			address = user + "+" + name + "@" + domain
		}
		if length := strings.Index(address, "@"); length > 64 {
			return LeaveLink{}, fmt.Errorf("list: makes the mailto: address %d characters long before its @, "+
				"and 64 is the limit; shorten the list's name, or leave the mailto domain out", length)
		}
		unsubscribe += ", <mailto:" + address + ">"
	}

	return LeaveLink{
		URL: url,
		Headers: map[string]string{
			"List-Unsubscribe":      unsubscribe,
			"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		},
	}, nil
}

func findProblem(faults []fault, text string) string {
	for _, f := range faults {
		if f.pattern.MatchString(text) {
			return f.problem
		}
	}
	return ""
}
