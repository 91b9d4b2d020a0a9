/** What a POST to a signed link does, and the page that tells of it. */

import { type Config, segmentOf } from "../config.ts";
import {
  leave,
  type LeaveOutcome,
  type LeaveServices,
  rejoin,
  type RejoinOutcome,
} from "../leave.ts";
import { type Grant, type OpenedLink, openProof, type Proof, signProof } from "../link.ts";
import type { Step } from "../pages/index.ts";
import type { Answer } from "./answer.ts";
import type { Body } from "./body.ts";
import { subjectOf } from "./subject.ts";

type Post = (link: OpenedLink, body: Body) => Promise<Answer>;

type Departure = "leave" | "everything";

/** Makes the function that carries out what a link and a body ask for. */
export function createPost(config: Config, services: LeaveServices): Post {
  const { linkSecrets, offerEverything } = config;
  const [secret] = linkSecrets;

  async function depart(link: OpenedLink, operation: Departure, body: Body): Promise<Answer> {
    const subject = subjectOf(link, config);
    const { channel } = body;
    const outcome = await leave({ operation, channel, ...about(link) }, services);
    switch (outcome.kind) {
      case "left":
      case "leaving": {
        const undo = await wayBack(link, operation, outcome);
        const state =
          outcome.kind === "left" && operation === "everything" ? "stopped" : outcome.kind;
        const more = offerEverything && operation === "leave";
        return { page: { state, subject, undo, offerEverything: more } };
      }
      case "try-again":
      case "too-many":
        return refused(outcome, subject, { action: operation });
    }
  }

  async function comeBack(link: OpenedLink, text: string): Promise<Answer> {
    const subject = subjectOf(link, config);
    const proof = await openProof(text, link, linkSecrets, services.now());
    if (proof === undefined) return { page: { state: "expired", subject } };
    const outcome = await rejoin({ proof, ...about(link) }, services);
    switch (outcome.kind) {
      case "rejoined":
        return { page: { state: proof.undo === "leave" ? "rejoined" : "resumed", subject } };
      case "cancelled":
      case "too-late":
        return { page: { state: outcome.kind, subject } };
      case "try-again":
      case "too-many":
        return refused(outcome, subject, { action: "rejoin", proof: text, undoes: proof.undo });
    }
  }

  /** What is done and was never theirs to undo has no way back; what still waits can be withdrawn. */
  async function wayBack(
    link: OpenedLink,
    undoes: Departure,
    { kind, undo: grant }: Extract<LeaveOutcome, { undo: Grant }>,
  ): Promise<Step | undefined> {
    if (kind === "left" && grant === "cancel") return undefined;
    const proof: Proof = { undo: undoes, grant };
    return {
      action: "rejoin",
      undoes,
      proof: await signProof(proof, link, secret, services.now()),
    };
  }

  function about({ list, contact, hash }: OpenedLink) {
    return { membership: { list, segment: segmentOf(list, config), contact }, hash };
  }

  return async (link, body) => {
    switch (link.action) {
      case "leave":
        return depart(link, "leave", body);
      case "everything":
        return offerEverything ? depart(link, "everything", body) : { page: { state: "bad-link" } };
      case "rejoin":
        return comeBack(link, body.proof);
    }
  };
}

function refused(
  { kind, retryAfterSeconds }: Extract<LeaveOutcome | RejoinOutcome, { retryAfterSeconds: number }>,
  subject: ReturnType<typeof subjectOf>,
  step: Step,
): Answer {
  return { page: { state: kind, subject, step }, retryAfterSeconds };
}
