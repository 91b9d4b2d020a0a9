// Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
// cargo add hmac@0.12 sha2@0.10 data-encoding@2; docs/link-format.md says what a link is made of.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use hmac::{Hmac, Mac};
use sha2::Sha256;

pub struct LeaveLink {
    pub url: String,
    pub headers: [(&'static str, String); 2],
}

/// Signs the link with which one contact leaves one list.
///
/// * `origin`: where the Worker answers, such as `https://acme.com`
/// * `list`: a name from `LISTS`, or a segment ID
/// * `contact`: a Resend contact ID, or an email address
/// * `secret`: the first of the Worker's `LINK_SECRETS`
/// * `mailto_domain`: the Worker's `MAILTO_DOMAIN`, if it has one
pub fn leave_link(
    origin: &str,
    list: &str,
    contact: &str,
    secret: &str,
    mailto_domain: Option<&str>,
) -> Result<LeaveLink, String> {
    if !is_origin(origin) {
        return Err("origin: must be https and a host alone, such as https://acme.com".into());
    }
    if !is_list(list) {
        return Err(
            "list: must be a name from LISTS (a-z, 0-9, dashes, at most 40) or a segment ID".into(),
        );
    }
    if !mailto_domain.map_or(true, is_mailto) {
        return Err(
            "mailto_domain: must be a domain alone, or an address such as u@acme.com".into(),
        );
    }
    if let Some(problem) = secret_problem(secret) {
        return Err(format!(
            "secret: {problem}; use the first of the Worker's LINK_SECRETS"
        ));
    }

    let id = contact.to_ascii_lowercase();
    let id_bytes = uuid_bytes(&id);
    let (contact, who) = match (&id_bytes, contact_problem(contact)) {
        (Some(bytes), _) => (id.as_str(), format!("c{}", base32(bytes))),
        (None, None) => (contact, format!("e{}", base32(contact.as_bytes()))),
        (None, Some(problem)) => return Err(format!("contact: {problem}")),
    };

    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("leave:v1:{list}:{contact}").as_bytes());
    let ticket = who + &base32(&mac.finalize().into_bytes()[..16]);

    let url = format!("{origin}/leave/{list}/{ticket}");
    let mut unsubscribe = format!("<{url}>");
    // Only a contact ID and a list's name fit into the 64 characters before an address's @.
    if let (Some(domain), Some(_), None) = (mailto_domain, id_bytes, uuid_bytes(list)) {
        let name = format!("{list}.{ticket}");
        let address = match domain.split_once('@') {
            Some((user, domain)) => format!("{user}+{name}@{domain}"),
            None => format!("{name}@{domain}"),
        };
        let length = address.find('@').unwrap_or_default();
        if length > 64 {
            return Err(format!(
                "list: makes the mailto: address {length} characters long before its @, and 64 is the limit; \
                 shorten the list's name, or leave mailto_domain out"
            ));
        }
        unsubscribe += &format!(", <mailto:{address}>");
    }

    Ok(LeaveLink {
        url,
        headers: [
            ("List-Unsubscribe", unsubscribe),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()),
        ],
    })
}

fn is_origin(text: &str) -> bool {
    let (scheme, authority) = text.split_once("://").unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    };
    match scheme {
        "https" => {
            let allowed = |b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
            !host.is_empty() && host.bytes().all(allowed)
        }
        "http" => matches!(host, "localhost" | "127.0.0.1" | "[::1]"),
        _ => false,
    }
}

fn is_list(text: &str) -> bool {
    let allowed = |b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=40).contains(&text.len()) && text.bytes().all(allowed) && !text.starts_with('-')
}

/// A domain, or an address.
fn is_mailto(text: &str) -> bool {
    let (user, domain) = text.split_once('@').unwrap_or(("u", text));
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_label = |label: &str| {
        !label.starts_with('-') && !label.ends_with('-') && is_part(&label.replace('-', "a"))
    };
    let (_, last) = domain.rsplit_once('.').unwrap_or_default();
    user.split(&['.', '_', '-'][..]).all(is_part)
        && domain
            .split('.')
            .all(|label| !label.is_empty() && is_label(label))
        && last.len() >= 2
        && last.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Why an address must not be signed: its link could never work.
fn contact_problem(text: &str) -> Option<&'static str> {
    let (local, domain) = text.split_once('@').unwrap_or_default();
    if text.contains(|c| "<>()[]{},;:\\\"".contains(c)) {
        Some("has a mark such as < , or : in it; give the address alone, such as mira@example.com")
    } else if text.contains(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c)) {
        Some("has white space or an invisible character in it; remove it")
    } else if domain.contains('@') {
        Some("has more than one @; give one address")
    } else if domain.starts_with('.') || domain.ends_with('.') {
        Some("has a dot at an end of its domain; remove it")
    } else if text.split('%').skip(1).any(starts_encoded) {
        Some("is percent-encoded; decode it first")
    } else if local.is_empty() || domain.is_empty() {
        Some("must be a Resend contact ID, or an email address")
    } else if text.len() > 254 {
        Some("has more than 254 bytes, which no mail server takes")
    } else {
        None
    }
}

#[rustfmt::skip]
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}'
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether the two digits after a `%` stand for what an address writes as it is.
fn starts_encoded(text: &str) -> bool {
    let byte = text
        .get(..2)
        .and_then(|hex| u8::from_str_radix(hex, 16).ok());
    byte.map_or(false, |b| {
        b.is_ascii_alphanumeric() || b"@+._-".contains(&b)
    })
}

/// Why a secret must not sign. The words do not repeat it.
fn secret_problem(text: &str) -> Option<&'static str> {
    let (name, value) = text.split_once('=').unwrap_or_default();
    let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if text.is_empty() {
        Some("is missing")
    } else if text.contains(|c: char| c.is_whitespace() || c == ',') {
        Some("has a comma or white space in it, and so looks like several")
    } else if text.contains(|c| "\"'`()[]{}<>$;".contains(c)) {
        Some("has a quote, a bracket, $ or ; in it, which shells and settings files change")
    } else if !text.bytes().all(|b| b.is_ascii_graphic()) {
        Some("has a character outside printable ASCII")
    } else if name.chars().all(in_name)
        && name.starts_with(|c: char| !c.is_ascii_digit())
        && !value.is_empty()
        && !value.starts_with('=')
    {
        Some("starts with a variable's name and =")
    } else if text.len() < 32 {
        Some("must have at least 32 characters")
    } else {
        None
    }
}

/// The 16 bytes of a lower-case UUID with dashes.
fn uuid_bytes(text: &str) -> Option<Vec<u8>> {
    let lengths = text.split('-').map(str::len);
    if !lengths.eq([8, 4, 4, 4, 12]) {
        return None;
    }
    HEXLOWER.decode(text.replace('-', "").as_bytes()).ok()
}

fn base32(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes).to_ascii_lowercase()
}
