/** Mail to the Worker: good recipients of leavers, spoilt ones of bystanders, and junk. */

import * as fc from "fast-check";

import type { MailAttempt } from "../attempt.ts";
import { authorityOfMail } from "../authority.ts";
import type { People } from "../people.ts";
import { CANARY, ticketsOf } from "./links.ts";

const DOMAIN = "@leave.example.com";

export function mails(people: People): fc.Arbitrary<MailAttempt> {
  const good = ticketsOf(people.leavers).map(({ list, text }) => `${list}.${text}`);
  const spoilt = fc
    .tuple(ticketsOf(people.bystanders), fc.nat(), fc.constantFrom(...WAYS))
    .map(([{ list, text }, place, way]) => way(list, text, place % text.length))
    .filter((local) => authorityOfMail(local + DOMAIN, people).calls.length === 0);
  const junk = fc.string({ unit: "binary", maxLength: 90 });
  return fc
    .record({
      local: fc.oneof(good, { weight: 3, arbitrary: spoilt }, junk),
      tag: fc.constantFrom("", "", "+news", "+@"),
      domain: fc.constantFrom(DOMAIN, DOMAIN.toUpperCase(), "", "@"),
      subject: fc.constantFrom("", "unsubscribe", CANARY, "=?utf-8?q?=66=75=7a=7a?="),
      from: fc.constantFrom("mira@example.com", "MAILER-DAEMON@example.net", "a@b"),
    })
    .map(({ local, tag, domain, subject, from }) => ({
      kind: "mail",
      maker: "mail",
      from,
      to: local + tag + domain,
      message: `From: <${from}>\r\nTo: <fuzz@example.com>\r\nMessage-ID: <fuzz@example.com>\r\nSubject: ${subject}\r\n\r\n${subject}\r\n`,
    }));
}

type Way = (list: string, text: string, place: number) => string;

const WAYS: readonly Way[] = [
  (_, text) => text,
  (list, text) => `${list}-${text}`,
  (list, text) => `${list}/${text}`,
  (list, text) => `x${list}.${text}`,
  (list, text, place) => `${list}.${text.slice(0, place)}`,
  (list, text, place) => `${list}.${text.slice(0, place)}7${text.slice(place + 1)}`,
  (list, text) => `${list}.${text}/everything`,
  (list, text) => `${list}..${text}`,
  (list, text) => `other.${list}.${text}`,
  (list, text) => `product-news.${list === "weekly" ? text : text.slice(1)}`,
];
