/** HTTPS and its certificate, as a mailbox provider sees it. Over plain http on loopback there is none to check. */

import { connect } from "node:tls";

import { type Finding, findingsOf } from "./finding.ts";
import { lostWords } from "./tally.ts";

const certificate = findingsOf("certificate", "HTTPS and certificate");

/** What a TLS handshake has shown. */
export type Handshake =
  | { kind: "plain-http" }
  | { kind: "lost"; why: string }
  | {
      kind: "shaken";
      /** Such as `CERT_HAS_EXPIRED`; `undefined` when all holds. */
      fault: string | undefined;
      validUntil: Date;
      /** Such as `TLSv1.3`. */
      protocol: string;
    };

const PATIENCE_MS = 15_000;
const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

const FAULTS = new Map([
  ["CERT_HAS_EXPIRED", "has expired"],
  ["CERT_NOT_YET_VALID", "is not valid yet"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "is signed by itself"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "comes from an authority that nobody knows"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "comes from an authority that is not known here"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "comes without its chain, or from an unknown authority"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "is for another hostname"],
]);

const REMEDY =
  "In Cloudflare's dashboard, SSL/TLS > Edge Certificates shows the certificate. A hostname two levels down, such as a.b.acme.com, is not covered by Universal SSL; a custom domain on the Worker gets a certificate of its own.";

/** Shakes hands, and takes any certificate so that it can be looked at. */
export function shakeHands(origin: string): Promise<Handshake> {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol === "http:") return Promise.resolve({ kind: "plain-http" });
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
    const to = { host, port: Number(port || 443), ...servername, rejectUnauthorized: false };
    const socket = connect(to, () => {
      const { authorizationError: error } = socket;
      resolve({
        kind: "shaken",
        fault: socket.authorized ? undefined : String(error),
        validUntil: new Date(socket.getPeerCertificate().valid_to),
        protocol: socket.getProtocol() ?? "",
      });
      socket.destroy();
    });
    const lost = (why: string) => {
      socket.destroy();
      resolve({ kind: "lost", why });
    };
    socket.setTimeout(PATIENCE_MS, () => lost("timeout"));
    socket.on("error", (error: NodeJS.ErrnoException) => lost(error.code ?? error.name));
  });
}

/** Judges a handshake. Pure. */
export function judgeCertificate(handshake: Handshake, now: Date): Finding {
  switch (handshake.kind) {
    case "plain-http":
      return certificate.skipped("Plain http, on this machine alone.");
    case "lost":
      return certificate.failure(`TLS was ${lostWords(handshake.why)}.`, REMEDY);
    case "shaken": {
      const { fault, validUntil, protocol } = handshake;
      const until = `until ${validUntil.toISOString().slice(0, 10)}`;
      if (fault !== undefined) {
        return certificate.failure(`The certificate ${FAULTS.get(fault) ?? fault}.`, REMEDY);
      }
      const daysLeft = Math.floor((validUntil.getTime() - now.getTime()) / DAY_MS);
      if (daysLeft < SOON_DAYS) {
        const saw = `The certificate is valid ${until} only.`;
        return certificate.warning(saw, `Cloudflare renews by itself, weeks before. ${REMEDY}`);
      }
      return certificate.ok(`${protocol}; valid ${until}.`);
    }
  }
}
