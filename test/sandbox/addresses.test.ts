import { describe, expect, it } from "vitest";
import { runningStandIn } from "../../sandbox/running.ts";
import { SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

const standIn = runningStandIn();

const segmentId = SAMPLE_LISTS.weekly.segment;

async function member(email: string) {
  await standIn.resend.contacts.create({ email, segments: [{ id: segmentId }] });
}

async function isMember(address: string): Promise<boolean> {
  const { body } = await standIn.control("GET", "state");
  return body.segments[0].contacts.some(({ email }: { email: string }) => email === address);
}

describe("a percent-encoded address", () => {
  it.each([
    ["who?are/you#1%@example.com", "who%3Fare%2Fyou%231%25%40example.com"],
    ["../../segments/x@example.com", "..%2F..%2Fsegments%2Fx%40example.com"],
    ["50%25off@example.com", "50%2525off%40example.com"],
    ["plus+tag@example.com", "plus%2Btag%40example.com"],
    ["zoë@bücher.example.org", "zo%C3%AB%40b%C3%BCcher.example.org"],
  ])("%s names its contact and nothing else", async (address, encoded) => {
    await member(address);
    const target = `/contacts/${encoded}/segments/${segmentId}`;

    const response = await standIn.call("DELETE", target);

    expect(await response.json()).toMatchObject({ segment_id: segmentId, deleted: true });
    expect(await isMember(address)).toBe(false);
    const { body } = await standIn.control("GET", "requests");
    expect(body.requests.at(-1)).toMatchObject({ method: "DELETE", url: target, status: 200 });
  });
});

describe("an address that the client did not encode", () => {
  it("is cut off at its question mark, and so is not found", async () => {
    await member("who?are@example.com");
    await standIn.resend.contacts.segments.remove({ email: "who?are@example.com", segmentId });
    expect(await isMember("who?are@example.com")).toBe(true);
  });

  it("is refused where its percent sign encodes nothing", async () => {
    await member("50%off@example.com");
    const { error } = await standIn.resend.contacts.get({ email: "50%off@example.com" });
    expect(error).toMatchObject({ statusCode: 400, name: "validation_error" });
  });
});
