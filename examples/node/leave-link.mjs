// Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
// Needs the package leave-this-list; docs/link-format.md says what a link is made of.

import { leaveHeaders, leaveUrl } from "leave-this-list/link";

/**
 * @param {object} link
 * @param {string} link.origin where the Worker answers, such as https://acme.com
 * @param {string} link.list a name from LISTS, or a segment ID
 * @param {string} link.contact a Resend contact ID, or an email address
 * @param {string} link.secret the first of the Worker's LINK_SECRETS
 * @param {string} [link.mailtoDomain] the Worker's MAILTO_DOMAIN, if it has one
 */
export async function leaveLink(link) {
  return { url: await leaveUrl(link), headers: await leaveHeaders(link) };
}
