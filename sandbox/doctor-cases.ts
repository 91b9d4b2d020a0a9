/** What the doctor is tried on: the sandbox in good health, and with one fault at a time. */

import type { Fault } from "./resend/faults.ts";
import type { Certificate } from "./proxy.ts";
import type { FaultName } from "./proxy-faults.ts";
import type { MessageFault } from "./sent-message.ts";

export interface DoctorCase {
  title: string;
  /** What the proxy in front of the Worker does. */
  proxy?: FaultName;
  /** The proxy speaks TLS with this certificate. */
  certificate?: Certificate;
  /** What the stand-in for Resend does. */
  resend?: Fault;
  /** What the doctor has in its environment in place of the sandbox's own. */
  env?: Readonly<Record<string, string>>;
  /** A Worker of its own, with these variables. */
  workerVars?: Readonly<Record<string, string>>;
  /** A sent message is examined, too. */
  message?: MessageFault;
  /** The segment of the list `weekly` in the doctor's own `wrangler.toml`. */
  segment?: string;
  /** Everything is told. */
  full?: true;
}

export const CASES: readonly DoctorCase[] = [
  { title: "In good health", full: true },
  { title: "In good health, with a message", certificate: "good", message: "none", full: true },
  { title: "Redirect to https", proxy: "to-https" },
  { title: "Redirect to www", proxy: "to-www" },
  { title: "Redirect to another host", proxy: "to-another-host" },
  { title: "Redirect for a trailing slash", proxy: "trailing-slash" },
  { title: "Challenge, by its header", proxy: "challenge" },
  { title: "Bot Fight Mode", proxy: "bot-fight-mode" },
  { title: "Browser Integrity Check", proxy: "browser-integrity-check" },
  { title: "Under Attack mode", proxy: "under-attack" },
  { title: "Access, by redirect", proxy: "access-redirect" },
  { title: "Access, by its page", proxy: "access-page" },
  { title: "A security rule blocks multipart", proxy: "firewall-rule" },
  { title: "A rate limiting rule", proxy: "rate-limit-rule" },
  { title: "Library user agents are blocked", proxy: "blocks-agents" },
  { title: "The body of POSTs is stripped", proxy: "strips-body" },
  { title: "Cookies are set", proxy: "sets-cookies" },
  { title: "Pages are cached", proxy: "caches" },
  { title: "Headers are stripped", proxy: "strips-headers" },
  { title: "A script is added", proxy: "adds-script" },
  { title: "HEAD is refused", proxy: "refuses-head" },
  { title: "The path is put into lower case", proxy: "lower-case" },
  { title: "The path is put into upper case", proxy: "upper-case" },
  { title: "The path is cut", proxy: "cuts-path" },
  { title: "Odd paths are refused", proxy: "refuses-junk" },
  { title: "A forged link is accepted", proxy: "accepts-forged" },
  { title: "Slow", proxy: "slow" },
  { title: "POSTs are dropped", proxy: "drops-posts" },
  { title: "Another site answers", proxy: "another-site" },
  { title: "Self-signed certificate", certificate: "self-signed" },
  { title: "Expired certificate", certificate: "expired" },
  { title: "Certificate of another host", certificate: "other-host" },
  {
    title: "Another link secret",
    env: { LINK_SECRETS: "another-secret-of-at-least-thirty-two-characters" },
  },
  { title: "Faulty settings", workerVars: { MAILTO_DOMAIN: "leave" } },
  { title: "Resend is down", resend: "503" },
  { title: "The key is wrong", env: { RESEND_API_KEY: "re_of_somebody_else" } },
  { title: "A segment that does not exist", segment: "00000000-0000-4000-8000-000000000000" },
  { title: "Message: click tracking", certificate: "good", message: "tracked" },
  { title: "Message: headers not covered by DKIM", certificate: "good", message: "uncovered" },
  { title: "Message: headers missing", certificate: "good", message: "bare" },
  { title: "Message: encoded header", certificate: "good", message: "encoded" },
  { title: "Message: DKIM of another domain", certificate: "good", message: "unaligned" },
];
