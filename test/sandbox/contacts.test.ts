import { describe, expect, it } from "vitest";
import { NOBODY, runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

const standIn = runningStandIn();

describe("contacts", () => {
  it("are retrieved by ID and by address, as the documentation shows them", async () => {
    const byId = await standIn.resend.contacts.get({ id: MIRA });
    const byAddress = await standIn.resend.contacts.get({ email: "mira@example.com" });

    expect(byId.data).toEqual({
      object: "contact",
      id: MIRA,
      email: "mira@example.com",
      first_name: "Mira",
      last_name: "Holm",
      created_at: "2026-02-10T09:14:00.000Z",
      unsubscribed: false,
      properties: {},
    });
    expect(byAddress.data).toEqual(byId.data);
  });

  it("take an ID in upper case for the same contact", async () => {
    const { data } = await standIn.resend.contacts.get({ id: MIRA.toUpperCase() });
    expect(data?.id).toBe(MIRA);
  });

  it("are created in the segments that the call names", async () => {
    const { data } = await standIn.resend.contacts.create({
      email: "new@example.com",
      firstName: "Ida",
      segments: [{ id: SAMPLE_LISTS.weekly.segment }],
    });

    const { data: segments } = await standIn.resend.contacts.segments.list({
      contactId: data?.id ?? "",
    });
    expect(segments?.data.map(({ name }) => name)).toEqual(["Weekly digest"]);
  });

  it("are upserted by address, which subscribes again who had opted out", async () => {
    const before = await standIn.resend.contacts.get({ email: "kit.larsen@example.net" });
    const created = await standIn.resend.contacts.create({ email: "kit.larsen@example.net" });
    const after = await standIn.resend.contacts.get({ email: "kit.larsen@example.net" });

    expect(created.data).toEqual({ object: "contact", id: before.data?.id });
    expect(before.data?.unsubscribed).toBe(true);
    expect(after.data).toMatchObject({ unsubscribed: false, first_name: null });
  });

  it("keep what an update does not name", async () => {
    await standIn.resend.contacts.update({ id: MIRA, unsubscribed: true });
    const { data } = await standIn.resend.contacts.get({ id: MIRA });
    expect(data).toMatchObject({ unsubscribed: true, first_name: "Mira", last_name: "Holm" });
  });

  it("lose a name that an update sets to null", async () => {
    await standIn.resend.contacts.update({ email: "mira@example.com", firstName: null });
    const { data } = await standIn.resend.contacts.get({ id: MIRA });
    expect(data).toMatchObject({ first_name: null, last_name: "Holm" });
  });

  it("leave their segments when they are deleted", async () => {
    const { data } = await standIn.resend.contacts.remove({ id: MIRA });
    const { data: members } = await standIn.resend.contacts.list({
      segmentId: SAMPLE_LISTS.weekly.segment,
    });

    expect(data).toEqual({ object: "contact", contact: MIRA, deleted: true });
    expect(members?.data.map(({ email }) => email)).not.toContain("mira@example.com");
  });

  it("are listed newest first, in pages that the cursors walk both ways", async () => {
    const { contacts } = standIn.resend;
    const all = (await contacts.list()).data?.data.map(({ id }) => id) ?? [];

    const first = await contacts.list({ limit: 4 });
    const second = await contacts.list({ limit: 4, after: all[3] ?? "" });
    const back = await contacts.list({ limit: 2, before: all[4] ?? "" });

    expect(all).toHaveLength(6);
    expect(all.at(-1)).toBe(MIRA);
    expect(first.data).toMatchObject({ object: "list", has_more: true });
    expect(first.data?.data.map(({ id }) => id)).toEqual(all.slice(0, 4));
    expect(second.data?.has_more).toBe(false);
    expect(second.data?.data.map(({ id }) => id)).toEqual(all.slice(4));
    expect(back.data?.has_more).toBe(true);
    expect(back.data?.data.map(({ id }) => id)).toEqual(all.slice(2, 4));
  });

  it("are not found under an ID that nobody has", async () => {
    const { error } = await standIn.resend.contacts.get({ id: NOBODY });
    expect(error).toEqual({ statusCode: 404, message: "Contact not found", name: "not_found" });
  });

  it("cannot be named by anything but an ID or an address", async () => {
    const { error } = await standIn.resend.contacts.get({ id: "mira" });
    expect(error).toEqual({
      statusCode: 422,
      message: "The `id` must be a valid UUID.",
      name: "validation_error",
    });
  });

  it("cannot be created without an address", async () => {
    const { error } = await standIn.resend.contacts.create({ email: undefined as never });
    expect(error).toMatchObject({ statusCode: 422, name: "missing_required_field" });
  });

  it("cannot be listed in pages of more than a hundred", async () => {
    const { error } = await standIn.resend.contacts.list({ limit: 101 });
    expect(error).toMatchObject({ statusCode: 422, name: "validation_error" });
  });
});
