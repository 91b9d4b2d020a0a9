/** What to do about it, and where: the remedies that more than one check names. */

/** The requests that security features and rules must leave alone, in the language of Cloudflare's rules. */
export const OUR_PATHS = 'starts_with(http.request.uri.path, "/leave/")';

export const REMOVE_OBSTACLE =
  "Remove what stands in front of the Worker: Redirects, Challenges and Cookies below say what.";

export const SKIP_RULE = `In Cloudflare's dashboard, under Security > Security rules, put a custom rule first: for ${OUR_PATHS}, action Skip, all rules and all products ticked.`;

export const ROUTE = `See that the hostname's DNS record is proxied (the orange cloud), and that a route such as "acme.com/leave/*", or a custom domain, sends it to the Worker: wrangler.toml's routes, or Workers & Pages > the Worker > Domains.`;

export const LOOK_AT_LOG =
  "`npx wrangler tail` shows the Worker's log; its `fault` says why (docs/resend.md).";

export const EXEMPT_RULE = `Make the rule that does it leave this path alone: add \`and not ${OUR_PATHS}\` to it.`;
