/** Topics as the Worker's client and Resend's own SDK see them: each reads what the other has changed. */

import { beforeEach, describe, expect, it } from "vitest";

import { connectResend } from "../../cli/resend.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY, MIRA } from "../../sandbox/settings.ts";
import type { TopicId } from "../../src/links/names.ts";

const standIn = runningStandIn();
let ours: ReturnType<typeof connectResend>["resend"];

beforeEach(() => {
  ours = connectResend({ apiKey: API_KEY, baseUrl: standIn.url }).resend;
});

/** Creates a topic with the SDK. */
async function topicOf(defaultSubscription: "opt_in" | "opt_out"): Promise<TopicId> {
  const { data } = await standIn.resend.topics.create({ name: "News", defaultSubscription });
  return (data?.id ?? "") as TopicId;
}

/** What the SDK reads of the contact's topic. */
async function subscription(topic: TopicId): Promise<string | undefined> {
  const { data } = await standIn.resend.contacts.topics.list({ id: MIRA });
  return data?.data.find(({ id }) => id === topic)?.subscription;
}

describe.each(["both", "object", "array"] as const)(
  "a change of topics, sent as %s",
  (topicsBody) => {
    it.each([
      ["topics", "all"],
      ["id", "all"],
      ["id", "chosen"],
    ] as const)(
      "and answered with %s, of which %s are listed",
      async (topicsAnswer, topicsListed) => {
        await standIn.server.behave({ topicsBody, topicsAnswer, topicsListed });
        const topic = await topicOf("opt_in");
        expect(await ours.isOptedIn(MIRA, topic)).toEqual({ kind: "found", value: true });
        expect(await ours.setTopic(MIRA, topic, "opt_out")).toEqual({ kind: "done" });
        expect(await subscription(topic)).toBe("opt_out");
        expect(await ours.isOptedIn(MIRA, topic)).toEqual({ kind: "found", value: false });
        expect(await ours.setTopic(MIRA, topic, "opt_in")).toEqual({ kind: "done" });
        expect(await subscription(topic)).toBe("opt_in");
      },
    );
  },
);

it("reads what the SDK has changed, and each topic's default", async () => {
  const topic = await topicOf("opt_out");
  expect(await ours.findTopic(topic)).toMatchObject({ value: { defaultSubscription: "opt_out" } });
  expect(await ours.isOptedIn(MIRA, topic)).toMatchObject({ value: false });
  const topics = [{ id: topic, subscription: "opt_in" as const }];
  await standIn.resend.contacts.topics.update({ id: MIRA, topics });
  expect(await ours.isOptedIn(MIRA, topic)).toMatchObject({ value: true });
  expect(await ours.listTopics()).toMatchObject({ value: [{ id: topic, name: "News" }] });
});

it("makes a topic that the SDK reads as public, opted in by default", async () => {
  const made = await ours.createTopic("Offers");
  const id = made.kind === "found" ? made.value : "";
  const { data } = await standIn.resend.topics.get(id);
  expect(data).toMatchObject({ id, name: "Offers", default_subscription: "opt_in" });
});
