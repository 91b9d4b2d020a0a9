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
) -> Result<LeaveLink, &'static str> {
    if !is_origin(origin) {
        return Err("origin: must be https and a host alone, such as https://acme.com");
    }
    if !is_list(list) {
        return Err("list: must be a name (a-z, 0-9, dashes, at most 40) or a segment ID");
    }
    if secret.chars().count() < 32 {
        return Err("secret: must have at least 32 characters");
    }

    let id = contact.to_ascii_lowercase();
    let id_bytes = uuid_bytes(&id);
    let (contact, who) = match &id_bytes {
        Some(bytes) => (id.as_str(), format!("c{}", base32(bytes))),
        None if is_address(contact) => (contact, format!("e{}", base32(contact.as_bytes()))),
        None => return Err("contact: must be a Resend contact ID or an email address"),
    };

    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("leave:v1:{list}:{contact}").as_bytes());
    let ticket = who + &base32(&mac.finalize().into_bytes()[..16]);

    let url = format!("{origin}/leave/{list}/{ticket}");
    let mut unsubscribe = format!("<{url}>");
    // Only a contact ID and a list's name fit into the 64 characters before an address's @.
    if let (Some(domain), Some(_), None) = (mailto_domain, id_bytes, uuid_bytes(list)) {
        let local_part = format!("{list}.{ticket}");
        if local_part.len() > 64 {
            return Err("list: must have at most 10 characters to fit into a mailto:");
        }
        unsubscribe += &format!(", <mailto:{local_part}@{domain}>");
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

fn is_address(text: &str) -> bool {
    let refused = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    let has_sides = |(local, domain): (&str, &str)| !local.is_empty() && !domain.is_empty();
    text.len() <= 254 && !text.contains(refused) && text.rsplit_once('@').map_or(false, has_sides)
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
