/** The questions that a deployment asks a person at a terminal. Each answer is checked before it counts. */

import {
  type CANCEL_SYMBOL,
  confirm,
  isCancel,
  multiselect,
  password,
  select,
  text,
} from "@clack/prompts";

import { isListName, isSegmentId } from "../../src/links/names.ts";
import { MIN_SECRET_LENGTH, splitSecrets } from "../../src/links/ticket.ts";
import type { Terminal } from "../terminal.ts";
import type { Segment } from "./account.ts";
import { Interrupted } from "./interrupted.ts";
import type { ListEntry, Lists } from "./put-lists.ts";
import type { Account } from "./wrangler.ts";

export interface Asker {
  /** Which of several accounts to deploy to; its ID. */
  account(accounts: readonly Account[]): Promise<string>;
  apiKey(): Promise<string>;
  /** The link secrets that the person has, or `undefined` to make a fresh one. */
  linkSecrets(): Promise<string | undefined>;
  /** @param segments the account's; without them the person gives IDs */
  lists(segments: readonly Segment[] | undefined): Promise<Lists>;
  /** Where the Ledger is to be. @param first the answer that is marked first */
  ledgerPlace(first: LedgerPlace): Promise<LedgerPlace>;
  goAhead(question: string): Promise<boolean>;
}

/** A value of `LEDGER_JURISDICTION`: the European Union, or nowhere in particular. */
export type LedgerPlace = "eu" | "";

const MAX_LIST_NAME = 40;

/** @throws Interrupted from every question, when the person presses Ctrl-C or the signal comes */
export function createAsker({ stdin, stdout }: Terminal, signal: AbortSignal): Asker {
  const at = { input: stdin, output: stdout, signal };

  async function entry(segment: Segment, others: Lists): Promise<[string, ListEntry]> {
    const name = await answered(
      text({
        ...at,
        message: `The list's name in links to leave “${segment.name || segment.id}”`,
        initialValue: listNameFrom(segment.name),
        validate: (given = "") => listNameProblem(given, others),
      }),
    );
    const title = await answered(
      text({ ...at, message: "The name that readers see", initialValue: segment.name || name }),
    );
    return [name, { segment: segment.id, ...(title.trim() && { name: title.trim() }) }];
  }

  async function picked(segments: readonly Segment[]): Promise<readonly Segment[]> {
    const options = segments.map(({ id, name }) => ({ value: id, label: name, hint: id }));
    const message =
      "Which segments are lists that people can leave? (None: links then name segments by ID)";
    const ids = await answered(multiselect({ ...at, message, options, required: false }));
    return segments.filter(({ id }) => ids.includes(id));
  }

  async function pasted(): Promise<Segment | undefined> {
    const id = await answered(
      text({
        ...at,
        message: "The ID of a Resend segment that people can leave (empty: no more)",
        defaultValue: "",
        validate: (given = "") =>
          given === "" || isSegmentId(given.trim().toLowerCase())
            ? undefined
            : "That is no segment ID; copy it from Resend's Segments page.",
      }),
    );
    return id === "" ? undefined : { id: id.trim().toLowerCase(), name: "" };
  }

  return {
    account(accounts) {
      const options = accounts.map(({ id, name }) => ({ value: id, label: name, hint: id }));
      return answered(select({ ...at, message: "Deploy to which account?", options }));
    },

    async apiKey() {
      const message = "A Resend API key with full access (https://resend.com/api-keys)";
      return (await answered(password({ ...at, message, validate: keyProblem }))).trim();
    },

    async linkSecrets() {
      const fresh = await answered(
        select({
          ...at,
          message: "The secret that signs links",
          options: [
            { value: true, label: "Make a fresh one, and keep it in .dev.vars" },
            { value: false, label: "Paste one that signed links already" },
          ],
        }),
      );
      if (fresh) return undefined;
      const message = "The link secrets, separated by commas; the first signs";
      return (await answered(password({ ...at, message, validate: secretsProblem }))).trim();
    },

    async lists(segments) {
      const lists: Record<string, ListEntry> = {};
      const add = async (segment: Segment) => {
        const [name, list] = await entry(segment, lists);
        lists[name] = list;
      };
      if (segments !== undefined && segments.length > 0) {
        for (const segment of await picked(segments)) await add(segment);
        return lists;
      }
      for (let segment = await pasted(); segment !== undefined; segment = await pasted()) {
        await add(segment);
      }
      return lists;
    },

    ledgerPlace(first) {
      const message =
        "Where should the Ledger store personal data? This can never be changed afterwards.";
      const options = [
        { value: "" as const, label: "Nowhere in particular" },
        { value: "eu" as const, label: "European Union (eu)" },
      ];
      return answered(select<LedgerPlace>({ ...at, message, options, initialValue: first }));
    },

    goAhead: (message) => answered(confirm({ ...at, message })),
  };

  async function answered<Answer>(asked: Promise<Answer | typeof CANCEL_SYMBOL>): Promise<Answer> {
    const answer = await asked;
    if (isCancel(answer)) throw new Interrupted(signal.aborted ? signal.reason : "SIGINT");
    return answer;
  }
}

/** A name for links, out of one for people: `Weekly Digest 📬` gives `weekly-digest`. */
export function listNameFrom(title: string): string {
  const plain = title.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const name = plain.replaceAll(/[^a-z0-9]+/g, "-").slice(0, MAX_LIST_NAME);
  return name.replaceAll(/^-+|-+$/g, "");
}

function keyProblem(given = ""): string | undefined {
  return given.trim() === "" ? "Paste the key." : undefined;
}

function listNameProblem(name: string, others: Lists): string | undefined {
  if (Object.hasOwn(others, name)) return "Another list has that name.";
  return isListName(name) ? undefined : "Use a-z, 0-9 and dashes, at most 40 characters.";
}

function secretsProblem(given = ""): string | undefined {
  const secrets = splitSecrets(given);
  const long = secrets.every((secret) => secret.length >= MIN_SECRET_LENGTH);
  return secrets.length > 0 && long
    ? undefined
    : `Each has at least ${MIN_SECRET_LENGTH} characters.`;
}
