/** What to do about it, and where: the remedies that more than one check names. */

/** The requests that security features and rules must leave alone, in the language of Cloudflare's rules. */
export const OUR_PATHS = 'starts_with(http.request.uri.path, "/leave/")';

export const SKIP_RULE = `a custom rule under Security > Security rules, placed first: if ${OUR_PATHS}, then Skip, with all rules and all products ticked.`;

export const ROUTE = `See that the hostname's DNS record is proxied (the orange cloud), and that a route such as "acme.com/leave/*", or a custom domain, sends it to the Worker: wrangler.toml's routes, or Workers & Pages > the Worker > Domains.`;

export const LOOK_AT_LOG =
  "`npx wrangler tail` shows the Worker's log; its `fault` says why (docs/resend.md).";

export const EXEMPT_RULE = `add \`and not ${OUR_PATHS}\` to the rule that does it.`;
