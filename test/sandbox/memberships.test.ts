import { describe, expect, it } from "vitest";
import { NOBODY, runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

const standIn = runningStandIn();

const WEEKLY = SAMPLE_LISTS.weekly.segment;
const PRODUCT_NEWS = SAMPLE_LISTS["product-news"].segment;

async function listsOf(contact: { contactId: string } | { email: string }) {
  const { data } = await standIn.resend.contacts.segments.list(contact);
  return data?.data.map(({ name }) => name);
}

describe("a membership", () => {
  it("ends by contact ID, and touches no other list", async () => {
    const { data } = await standIn.resend.contacts.segments.remove({
      contactId: MIRA,
      segmentId: WEEKLY,
    });

    expect(data).toMatchObject({ object: "contact_segment", contact_id: MIRA, deleted: true });
    expect(await listsOf({ contactId: MIRA })).toEqual(["Product news"]);
  });

  it("ends by address", async () => {
    const email = "jonas.feld+news@example.net";
    const { data } = await standIn.resend.contacts.segments.remove({ email, segmentId: WEEKLY });

    expect(data).toMatchObject({ segment_id: WEEKLY, deleted: true });
    expect(await listsOf({ email })).toEqual(["Product news"]);
  });

  it("begins again, once however often it is asked for", async () => {
    const { segments } = standIn.resend.contacts;
    const email = "pavel@example.com";

    const { data } = await segments.add({ email, segmentId: PRODUCT_NEWS });
    await segments.add({ email, segmentId: PRODUCT_NEWS });

    expect(data).toEqual({ id: PRODUCT_NEWS });
    expect(await listsOf({ email })).toEqual(["Product news", "Weekly digest"]);
  });

  it("is listed in pages", async () => {
    const { segments } = standIn.resend.contacts;
    const { data: first } = await segments.list({ contactId: MIRA, limit: 1 });
    const { data: second } = await segments.list({
      contactId: MIRA,
      limit: 1,
      after: PRODUCT_NEWS,
    });

    expect(first).toEqual({
      object: "list",
      has_more: true,
      data: [{ id: PRODUCT_NEWS, name: "Product news", created_at: "2026-02-03T08:00:00.000Z" }],
    });
    expect(second).toMatchObject({ has_more: false, data: [{ id: WEEKLY }] });
  });

  it("cannot begin for a contact or in a segment that is not there", async () => {
    const { segments } = standIn.resend.contacts;
    const stranger = await segments.add({ email: "stranger@example.com", segmentId: WEEKLY });
    expect(stranger.error).toMatchObject({ statusCode: 404, message: "Contact not found" });
    const nowhere = await segments.add({ contactId: MIRA, segmentId: NOBODY });
    expect(nowhere.error).toMatchObject({ statusCode: 404, message: "Audience not found" });
  });

  it("cannot end where the names are malformed", async () => {
    const { segments } = standIn.resend.contacts;
    const { error } = await segments.remove({ contactId: MIRA, segmentId: "weekly" });
    expect(error).toMatchObject({ statusCode: 422, name: "validation_error" });
  });
});
