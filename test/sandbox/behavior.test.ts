import { describe, expect, it } from "vitest";
import { NOBODY, runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

const standIn = runningStandIn();

const WEEKLY = SAMPLE_LISTS.weekly.segment;
const STRANGER = "stranger@example.com";

const behave = (change: object) => standIn.control("PUT", "behavior", change);

const remove = (contact: string, segment: string = WEEKLY) =>
  standIn.call("DELETE", `/contacts/${encodeURIComponent(contact)}/segments/${segment}`);

const notFound = (message: string) => ({ statusCode: 404, message, name: "not_found" });

describe("removing what is not there", () => {
  it.each([
    ["nobody’s ID", NOBODY, WEEKLY, "Contact not found"],
    ["nobody’s address", STRANGER, WEEKLY, "Contact not found"],
    ["an unknown segment", MIRA, NOBODY, "Audience not found"],
  ])("%s: is 200 unless it is switched to 404", async (_what, contact, segment, message) => {
    const done = await remove(contact, segment);
    expect([done.status, await done.json()]).toEqual([
      200,
      { object: "contact_segment", contact_id: contact, segment_id: segment, deleted: true },
    ]);

    await behave({ removingAbsent: "404" });
    expect(await (await remove(contact, segment)).json()).toEqual(notFound(message));
  });

  it("who is not in the segment: the second removal", async () => {
    expect((await remove(MIRA)).status).toBe(200);
    expect((await remove(MIRA)).status).toBe(200);
    await behave({ removingAbsent: "404" });
    expect(await (await remove(MIRA)).json()).toEqual(notFound("Contact not found"));
  });
});

describe("the body of a removal", () => {
  it.each([
    [
      "contact_segment",
      { object: "contact_segment", contact_id: MIRA, segment_id: WEEKLY, deleted: true },
    ],
    ["id", { id: WEEKLY, deleted: true }],
    ["audience", { id: MIRA, audienceId: WEEKLY, deleted: true }],
  ])("may be %s", async (removalBody, body) => {
    await behave({ removalBody });
    expect(await (await remove("mira@example.com")).json()).toEqual(body);
  });
});

describe("adding who is in the segment already", () => {
  it.each(["200", "409", "422"])("may be answered %s, and changes nothing", async (addingAgain) => {
    await behave({ addingAgain });
    const add = () => standIn.call("POST", `/contacts/${MIRA}/segments/${WEEKLY}`);
    expect((await add()).status).toBe(Number(addingAgain));
    await remove(MIRA);
    expect((await add()).status).toBe(200);
  });
});

describe("addresses", () => {
  it("are found by the letter, or in any case", async () => {
    const { contacts } = standIn.resend;
    await contacts.create({ email: "Mixed.Case@example.com" });
    const email = "mixed.CASE@example.com";
    expect((await contacts.get({ email })).error).toMatchObject({ statusCode: 404 });
    await behave({ addressCase: "ignored" });
    expect((await contacts.get({ email })).data?.email).toBe("Mixed.Case@example.com");
    expect((await contacts.create({ email })).data?.id).toBe(
      (await contacts.get({ email })).data?.id,
    );
  });
});

describe("the behavior", () => {
  const started = runningStandIn({ behavior: { removingAbsent: "404" } });

  it("starts as the options have it, and is that again after a reset", async () => {
    const usual = { removalBody: "contact_segment", addingAgain: "200", addressCase: "exact" };
    await started.control("PUT", "behavior", { removingAbsent: "200", addingAgain: "409" });
    await started.control("POST", "reset");
    const { body } = await started.control("GET", "behavior");
    expect(body).toEqual({ ...usual, removingAbsent: "404" });
  });

  it.each([
    [{ removingAbsent: "410" }, '"removingAbsent" must be one of: 200, 404'],
    [{ mood: "good" }, 'no such switch: "mood"'],
  ])("refuses %j", async (change, error) => {
    expect(await behave(change)).toEqual({ status: 400, body: { error } });
  });
});
