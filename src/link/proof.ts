/**
 * Proofs that only a result page carries: they say what its reader may undo, and until when. Pure but
 * for the MAC; the clock is handed in.
 */

import { decodeBase32, encodeBase32 } from "./base32.ts";
import { mac, sameMac } from "./mac.ts";

/** What was done, and so what there is to undo. */
export type Undoable = "leave" | "everything";

/**
 * `restore`: it was done, and may be put back. `reverse`: it waits, and may be withdrawn, or put back
 * where it got through. `cancel`: it may be withdrawn while it waits, and no more than that.
 */
export type Grant = "restore" | "reverse" | "cancel";

/** What a proof says, and about whom. */
export interface Proof {
  undo: Undoable;
  grant: Grant;
}

/** The link that the proof belongs to. */
interface Subject {
  list: string;
  contact: string;
}

/** For how long a page's undo works. */
export const PROOF_SECONDS = 30 * 60;

const PROOF = /^(leave|everything)\.(restore|reverse|cancel)\.([0-9]{1,12})\.([a-z2-7]{26})$/;

/**
 * Signs a proof that holds for `PROOF_SECONDS`.
 *
 * @param nowMs milliseconds since 1970
 */
export async function signProof(
  { undo, grant }: Proof,
  subject: Subject,
  secret: string,
  nowMs: number,
): Promise<string> {
  const expiresAt = Math.floor(nowMs / 1000) + PROOF_SECONDS;
  const claim = `${undo}.${grant}.${expiresAt}`;
  return `${claim}.${encodeBase32(await mac(secret, signedText(claim, subject)))}`;
}

/**
 * Opens a proof.
 *
 * @returns what it allows, or `undefined` when it is malformed, forged, expired or about somebody else
 */
export async function openProof(
  text: string,
  subject: Subject,
  secrets: readonly string[],
  nowMs: number,
): Promise<Proof | undefined> {
  const [, undo, grant, expiresAt, claimedMac] = PROOF.exec(text) ?? [];
  const claimed = decodeBase32(claimedMac ?? "");
  if (claimed === undefined || Number(expiresAt) * 1000 < nowMs) return undefined;
  for (const secret of secrets) {
    const expected = await mac(secret, signedText(`${undo}.${grant}.${expiresAt}`, subject));
    if (sameMac(claimed, expected)) return { undo: undo as Undoable, grant: grant as Grant };
  }
  return undefined;
}

function signedText(claim: string, { list, contact }: Subject): string {
  return `rejoin:v1:${claim}:${list}:${contact}`;
}
