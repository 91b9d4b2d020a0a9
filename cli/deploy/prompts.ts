/**
 * What a deployment shows while it waits, and its questions for a person at a terminal. Each answer is checked before it is
 * accepted.
 */

import {
  type CANCEL_SYMBOL,
  confirm,
  isCancel,
  multiselect,
  type Option,
  password,
  select,
  text,
} from "@clack/prompts";
import { SingleBar } from "cli-progress";

import { MAX_MAILTO_LIST } from "../../src/links/mint.ts";
import { isListName, isSegmentId } from "../../src/links/names.ts";
import { secretProblem, splitSecrets } from "../../src/links/ticket.ts";
import type { Segment, Topic } from "../../src/resend/lists.ts";
import { Interrupted, type Terminal } from "../command.ts";
import type { AccountTargets } from "../resend.ts";
import type { ListEntry, Lists } from "./edit-config.ts";
import type { Account } from "./wrangler.ts";

/** Makes a topic in Resend. @returns its ID; `undefined` if that is not possible */
type MakeTopic = (name: string) => Promise<string | undefined>;

const MAX_LIST_NAME = 40;

const LINE_EVERY_MS = 30_000;

export type Prompts = ReturnType<typeof createPrompts>;

/**
 * Shows a text while work is done: on a terminal, in one line that is always current, and elsewhere as a line every half
 * minute.
 *
 * @param line called for each time it is shown
 */
export async function showWhile<Result>(
  line: () => string,
  stream: Terminal["stderr"],
  work: () => Promise<Result>,
): Promise<Result> {
  const bar = new SingleBar({
    stream,
    format: line,
    clearOnComplete: true,
    hideCursor: true,
    // The command shuts down in order by itself.
    gracefulExit: false,
  });
  bar.start(1, 0);
  const write = () => void stream.write(`${line()}\n`);
  const lines = stream.isTTY ? undefined : setInterval(write, LINE_EVERY_MS);
  try {
    return await work();
  } finally {
    bar.stop();
    clearInterval(lines);
  }
}

/** Every question throws `Interrupted` if the person presses Ctrl-C, or if the signal is aborted. */
export function createPrompts(
  { stdin, stdout }: Pick<Terminal, "stdin" | "stdout">,
  signal: AbortSignal,
) {
  const at = { input: stdin, output: stdout, signal };

  async function answered<Answer>(asked: Promise<Answer | typeof CANCEL_SYMBOL>): Promise<Answer> {
    const answer = await asked;
    if (isCancel(answer)) throw new Interrupted(signal.aborted ? signal.reason : "SIGINT");
    return answer;
  }

  const yes = (message: string) => answered(confirm({ ...at, message }));

  const oneOf = (message: string, options: Option<string>[], initialValue?: string) =>
    answered(
      select({ ...at, message, options, ...(initialValue !== undefined && { initialValue }) }),
    );

  async function someOf<Item extends Topic>(message: string, items: readonly Item[]) {
    const options = items.map(asOption);
    const ids = await answered(multiselect({ ...at, message, options, required: false }));
    return items.filter(({ id }) => ids.includes(id));
  }

  const secret = async (message: string, validate: (given?: string) => string | undefined) =>
    (await answered(password({ ...at, message, validate }))).trim();

  /** Asks how links and people name a list. @param list its segment or its topic */
  async function named(list: Topic, others: Lists): Promise<[string, string]> {
    const name = await answered(
      text({
        ...at,
        message: `The list's name in links that unsubscribe from “${list.name || list.id}”`,
        initialValue: listNameFrom(list.name),
        validate: (given = "") => listNameProblem(given, others),
      }),
    );
    const problem = mailtoProblem(name);
    if (problem !== undefined && !(await yes(`${problem}. Use it?`))) return named(list, others);
    const title = await answered(
      text({ ...at, message: "The name that people see", initialValue: list.name || name }),
    );
    return [name, title.trim()];
  }

  /** Asks which topic a list has, besides its segment. @returns its ID; `undefined` if none */
  async function topicOf(name: string, topics: readonly Topic[], make: MakeTopic) {
    const hint = "public; everyone is opted in until they opt out";
    const id = await oneOf(
      `The topic of “${name}”, if any: unsubscribing opts people out of it, too`,
      [
        { value: "", label: "None" },
        ...topics.map(asOption),
        { value: "new", label: `Make the topic “${name}” in Resend now`, hint },
      ],
    );
    return id === "new" ? make(name) : id || undefined;
  }

  /** The segments that are lists: selected, or their IDs pasted if none is known. */
  async function* chosen(segments: readonly Segment[]): AsyncGenerator<Topic> {
    if (segments.length > 0) {
      yield* await someOf(
        "Which segments are lists that people can unsubscribe from? (None: links use segment IDs)",
        segments,
      );
      return;
    }
    const message = "The ID of a Resend segment that people can unsubscribe from (empty: no more)";
    const options = { ...at, message, defaultValue: "", validate: segmentProblem };
    for (let id; (id = await answered(text(options))) !== "";) {
      yield { id: id.trim().toLowerCase(), name: "" };
    }
  }

  return {
    confirm: yes,

    /** Asks which of several accounts to deploy to. @returns its ID */
    account: (accounts: readonly Account[]) =>
      oneOf("Deploy to which account?", accounts.map(asOption)),

    apiKey: () =>
      secret("A Resend API key with full access (https://resend.com/api-keys)", keyProblem),

    /** Asks for the link secrets. @param file where a new one is saved @returns `undefined` to make it */
    async linkSecrets(file: string): Promise<string | undefined> {
      const source = await oneOf("The secret that signs links", [
        { value: "new", label: `Make a new one, and save it in ${file}` },
        { value: "pasted", label: "Paste the one that already signs links" },
      ]);
      if (source === "new") return undefined;
      return secret("The link secrets, separated by commas; the first signs", secretsProblem);
    },

    /**
     * @param targets what the account has; without segments, the person enters IDs
     * @param makeTopic makes a topic in Resend
     */
    async lists(targets: AccountTargets | undefined, makeTopic: MakeTopic): Promise<Lists> {
      const { segments = [], topics } = targets ?? {};
      const lists: Record<string, ListEntry> = {};
      for await (const segment of chosen(segments)) {
        const [name, title] = await named(segment, lists);
        const topic = topics && (await topicOf(title || name, topics, makeTopic));
        lists[name] = {
          segment: segment.id,
          ...(topic !== undefined && { topic }),
          ...(title && { name: title }),
        };
      }
      const used = new Set(Object.values(lists).map(({ topic }) => topic));
      const left = (topics ?? []).filter(({ id }) => !used.has(id));
      if (left.length === 0) return lists;
      const message = "Which of the other topics are lists without a segment? (Enter: none)";
      for (const topic of await someOf(message, left)) {
        const [name, title] = await named(topic, lists);
        lists[name] = { topic: topic.id, ...(title && { name: title }) };
      }
      return lists;
    },

    /** Asks for `LEDGER_JURISDICTION`. @param preselected the answer for Enter */
    ledgerPlace: (preselected: "eu" | "") =>
      oneOf(
        "Where should the Ledger store personal data? You cannot change this later.",
        [
          { value: "", label: "Anywhere" },
          { value: "eu", label: "European Union (eu)" },
        ],
        preselected,
      ),
  };
}

/** Says that links to a list will have no `mailto:`; `undefined` if they can. */
export function mailtoProblem(list: string): string | undefined {
  if (list.length <= MAX_MAILTO_LIST) return undefined;
  return `“${list}” is longer than the ${MAX_MAILTO_LIST} characters that fit into a mailto: address, and a list's name cannot change once links are sent`;
}

/** Makes a name for links from one for people: `Weekly Digest 📬` gives `weekly-digest`. */
export function listNameFrom(title: string): string {
  const plain = title.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const name = plain.replaceAll(/[^a-z0-9]+/g, "-").slice(0, MAX_LIST_NAME);
  return name.replaceAll(/^-+|-+$/g, "");
}

function asOption({ id, name }: { id: string; name: string }) {
  return { value: id, label: name, hint: id };
}

function segmentProblem(given = ""): string | undefined {
  const isGood = given === "" || isSegmentId(given.trim().toLowerCase());
  return isGood ? undefined : "This is not a segment ID. Copy it from Resend's Segments page.";
}

const keyProblem = (given = "") => (given.trim() === "" ? "Paste the key." : undefined);

function listNameProblem(name: string, others: Lists): string | undefined {
  if (Object.hasOwn(others, name)) return "Another list has that name.";
  return isListName(name) ? undefined : "Use at most 40 of a-z, 0-9, and dashes.";
}

function secretsProblem(given = ""): string | undefined {
  const secrets = splitSecrets(given);
  if (secrets.length === 0) return "Paste the secrets.";
  const problem = secrets.map(secretProblem).find(Boolean);
  return problem && `A secret ${problem}.`;
}
