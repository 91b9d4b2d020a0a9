import { describe, expect, it } from "vitest";
import { NOBODY, runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

const standIn = runningStandIn();

describe("segments", () => {
  it("are created, retrieved, listed and deleted", async () => {
    const { segments } = standIn.resend;
    const { data: created } = await segments.create({ name: "Beta testers" });
    const id = created?.id ?? "";

    expect(created).toEqual({ object: "segment", id, name: "Beta testers" });
    expect((await segments.get(id)).data).toMatchObject({
      object: "segment",
      name: "Beta testers",
    });
    expect((await segments.list()).data?.data.map(({ name }) => name)).toEqual([
      "Beta testers",
      "Product news",
      "Weekly digest",
    ]);
    expect((await segments.remove(id)).data).toEqual({ object: "segment", id, deleted: true });
    expect((await segments.get(id)).error).toEqual({
      statusCode: 404,
      message: "Audience not found",
      name: "not_found",
    });
  });

  it("are deleted as well where they never existed, as recorded", async () => {
    const { data } = await standIn.resend.segments.remove(NOBODY);
    expect(data).toEqual({ object: "segment", id: NOBODY, deleted: true });
  });

  it("list their contacts in pages", async () => {
    const segmentId = SAMPLE_LISTS.weekly.segment;
    const { data: all } = await standIn.resend.contacts.list({ segmentId });
    const { data: page } = await standIn.resend.contacts.list({ segmentId, limit: 2 });

    expect(all?.has_more).toBe(false);
    expect(all?.data.map(({ email }) => email)).toEqual([
      "kit.larsen@example.net",
      "pavel@example.com",
      "noor.castell@example.org",
      "jonas.feld+news@example.net",
      "mira@example.com",
    ]);
    expect(page).toEqual({ object: "list", has_more: true, data: all?.data.slice(0, 2) });
  });

  it("leave their contacts alone when they are deleted", async () => {
    await standIn.resend.segments.remove(SAMPLE_LISTS.weekly.segment);
    const { data } = await standIn.resend.contacts.segments.list({ contactId: MIRA });
    expect(data?.data.map(({ name }) => name)).toEqual(["Product news"]);
  });

  it("have no contacts to list when nobody made them", async () => {
    const { error } = await standIn.resend.contacts.list({ segmentId: NOBODY });
    expect(error).toMatchObject({ statusCode: 404, message: "Audience not found" });
  });

  it("cannot be named by anything but a UUID", async () => {
    const { error } = await standIn.resend.segments.get("weekly");
    expect(error).toMatchObject({ statusCode: 422, name: "validation_error" });
  });
});
