/** What is weighed by itself: each is added to a limit, in a Worker of its own (`contenders/*-part.ts`). What they are compared with comes first. */

export const PAGE_PARTS = [
  "nothing",
  "one letter beyond Latin-1",
  "one letter of Latin-1 beyond ASCII",
  "an HMAC",
  "four headers of the request",
  "eight headers on the answer",
  "Hono",
] as const;
export type PagePart = (typeof PAGE_PARTS)[number];

export const LEAVE_PARTS = [
  "nothing",
  "the body read by text()",
  "the body read by formData()",
  "an HMAC",
  "a timeout",
  "four headers of Resend's answer",
  "seven headers on the answer",
  "waitUntil",
  "a line of log",
  "Hono",
] as const;
export type LeavePart = (typeof LEAVE_PARTS)[number];
