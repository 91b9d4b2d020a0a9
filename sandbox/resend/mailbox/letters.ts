/**
 * The letters in the mailbox: newsletters of Acme, an invented shop, with the link and the two headers that a sender
 * would give them, signed with the project's own library; and the Broadcast, which prints each contact's own link.
 */

import { leaveHeaders, leaveUrl } from "../../../src/links/index.ts";
import {
  BRAND,
  JONAS,
  MIRA,
  NOOR,
  SAMPLE_LISTS,
  type SampleList,
  LINK_SECRET,
  PROPERTY,
} from "../../settings.ts";
import { sendBroadcast } from "../api/sending.ts";
import type { SentLetter, World } from "../world.ts";

/** A letter that the mailbox starts with. Without a contact ID, its link is signed for the address. */
export interface Letter extends SentLetter {
  /** The link at the bottom of the body. */
  url: string;
}

interface Newsletter {
  list: SampleList;
  subject: string;
  /** The first is in larger type. */
  paragraphs: readonly string[];
}

const FROM: Record<SampleList, string> = {
  weekly: "Acme Weekly <weekly@news.example.com>",
  "product-news": "Acme Product News <product@news.example.com>",
};

const EMPTY_DRAWER: Newsletter = {
  list: "weekly",
  subject: "The case for one empty drawer",
  paragraphs: [
    "Every desk deserves a drawer with nothing in it.",
    "It is where tomorrow goes: the letter that has yet to come, the pencil you will want to keep. This week we show three desks whose owners cleared one out, and what moved in.",
    "Also in this issue: how to sharpen a pencil with a kitchen knife, and a reader in Tromsø on writing by the light of snow.",
  ],
};

const HALO: Newsletter = {
  list: "product-news",
  subject: "The Halo lamp now dims to candlelight",
  paragraphs: [
    "Turn the ring past the last mark, and hold.",
    "From this month, every Halo goes down to one percent, warm as a candle and steady as a rule. Lamps bought since March can do it too: press the ring for five seconds.",
    "The lamp costs what it did. The spare shade is back, in chalk and in moss.",
  ],
};

/** Newest first. */
const COPIES: readonly (readonly [Newsletter, email: string, id?: string])[] = [
  [EMPTY_DRAWER, "mira@example.com"],
  [EMPTY_DRAWER, "jonas.feld+news@example.net", JONAS],
  [HALO, "zoe@blüten.example.org"],
  [HALO, "noor.castell@example.org", NOOR],
  [EMPTY_DRAWER, "pavel@example.com"],
  [HALO, "mira@example.com", MIRA],
];

/** Signs the links of every letter in the mailbox. */
export function writeLetters(origin: string): Promise<Letter[]> {
  const sentAt = new Date().toISOString();
  return Promise.all(
    COPIES.map(async ([{ list, subject, paragraphs }, to, id], index): Promise<Letter> => {
      const link = { origin, secret: LINK_SECRET, list, contact: id ?? to };
      // A longer name and a ticket do not fit into the 64 characters before an address's `@`.
      const mailto = list === "weekly" ? { mailtoDomain: "leave.example.com" } : {};
      const url = await leaveUrl(link);
      return {
        id: `${index + 1}`,
        broadcastId: null,
        contactId: id ?? null,
        segmentId: SAMPLE_LISTS[list].segment,
        from: FROM[list],
        to,
        subject,
        html: letterHtml(paragraphs, list, leaveLine(url)),
        text: null,
        headers: await leaveHeaders({ ...link, ...mailto }),
        sentAt,
        url,
      };
    }),
  );
}

const STYLE = `
  :root { color-scheme: light dark; }
  body { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem 1.5rem;
    font: 1.0625rem/1.65 Charter, "Bitstream Charter", Georgia, serif; }
  h1 { margin: 0 0 1rem; font-size: 1.4375rem; font-weight: 400; line-height: 1.4; }
  footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid #8886;
    font: 0.8125rem/1.6 system-ui, sans-serif; }
  body { color: #22252b; } a, .brand { color: ${BRAND.color}; }
  .brand { margin: 0 0 1.5rem; font: 650 1.125rem/1.4 system-ui, sans-serif; }
  @media (prefers-color-scheme: dark) { body { color: #e7e6e2; } a, .brand { color: #93c7bb; } }
`;

/** @param leave the link to unsubscribe, in HTML */
function letterHtml([lead, ...rest]: readonly string[], list: SampleList, leave: string): string {
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><style>${STYLE}</style></head>
  <body>
    <p class="brand">${BRAND.name}</p>
    <h1>${lead}</h1>
    ${rest.map((paragraph) => `<p>${paragraph}</p>`).join("")}
    <footer>You get this because you signed up for ${SAMPLE_LISTS[list].name}. ${leave}<br>
      ${BRAND.address.replaceAll("\n", ", ")}</footer>
  </body>
</html>`;
}

const leaveLine = (url: string) => `<a href="${url}">Unsubscribe</a>`;

/** Puts each contact's own link into a Broadcast. */
export const OWN_LINK = leaveLine(`{{{contact.${PROPERTY}}}}`);

/** Sends an issue of Acme's weekly to the list. @returns the copy of the contact who joined last */
export function sendSample(world: World): SentLetter | undefined {
  const paragraphs = [
    "Hello {{{contact.first_name|there}}}, turn your desk by a quarter.",
    "Light from the side is kinder than light from behind: no glare, no shadow of your own hand, and something to look at that is farther away than the wall.",
    "Also in this issue: what a lamp should cost, and a drawer that closes by itself.",
  ];
  const copies = sendBroadcast(world, {
    segmentId: SAMPLE_LISTS.weekly.segment,
    topicId: null,
    from: FROM.weekly,
    subject: "{{{contact.first_name|Reader}}}, a desk by the window",
    html: letterHtml(paragraphs, "weekly", OWN_LINK),
    text: null,
  });
  return copies.at(-1);
}
