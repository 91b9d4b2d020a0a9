import { beforeEach, describe, expect, it } from "vitest";
import { NOBODY, runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

const standIn = runningStandIn();

const LINK = "https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
const FALLBACK = "https://acme.com/leave/weekly";

const create = (key: string) =>
  standIn.resend.contactProperties.create({ key, type: "string", fallbackValue: FALLBACK });

describe("contact properties", () => {
  it("are created, retrieved, listed, changed and deleted", async () => {
    const { contactProperties } = standIn.resend;
    const { data: created } = await create("leave_weekly");
    const id = created?.id ?? "";
    const property = { id, key: "leave_weekly", type: "string", fallbackValue: FALLBACK };

    expect(created).toEqual({ object: "contact_property", id: expect.any(String) });
    expect((await contactProperties.get(id)).data).toEqual({
      object: "contact_property",
      ...property,
      createdAt: expect.stringMatching(/^20\d\d-/),
    });
    expect((await contactProperties.list()).data).toMatchObject({
      object: "list",
      has_more: false,
      data: [property],
    });

    await contactProperties.update({ id, fallbackValue: "https://acme.com/leave" });
    expect((await contactProperties.get(id)).data?.fallbackValue).toBe("https://acme.com/leave");

    const removed = await contactProperties.remove(id);
    expect(removed.data).toEqual({ object: "contact_property", id, deleted: true });
    expect((await contactProperties.get(id)).error).toEqual({
      statusCode: 404,
      message: "Contact property not found",
      name: "not_found",
    });
  });

  it("are listed newest first, in pages", async () => {
    for (const key of ["first", "second", "third"]) await create(key);
    const { contactProperties } = standIn.resend;

    const page = await contactProperties.list({ limit: 2 });
    const after = page.data?.data.at(-1)?.id ?? "";
    const rest = await contactProperties.list({ limit: 2, after });

    expect(page.data).toMatchObject({
      has_more: true,
      data: [{ key: "third" }, { key: "second" }],
    });
    expect(rest.data).toMatchObject({ has_more: false, data: [{ key: "first" }] });
  });

  it.each(["", "leave-weekly", "leave weekly", "a".repeat(51), "FIRST_NAME"])(
    "cannot have the key “%s”",
    async (key) => {
      expect((await create(key)).error).toMatchObject({ statusCode: 422 });
    },
  );

  it("may have fifty letters, and tell upper from lower case", async () => {
    expect((await create("a".repeat(50))).error).toBeNull();
    expect((await create("A".repeat(50))).error).toBeNull();
  });

  it("cannot be created twice", async () => {
    await create("leave_weekly");
    expect((await create("leave_weekly")).error).toMatchObject({
      statusCode: 422,
      message: expect.stringContaining("already exists"),
    });
  });

  it("cannot have a fallback of another type", async () => {
    const { contactProperties } = standIn.resend;
    const wrong = { key: "age", type: "number", fallbackValue: "old" } as never;
    expect((await contactProperties.create(wrong)).error).toMatchObject({ statusCode: 422 });
  });
});

describe("a contact's properties", () => {
  beforeEach(() => create("leave_weekly"));

  const shown = async (id = MIRA) => (await standIn.resend.contacts.get({ id })).data?.properties;

  it("are given when it is created, and shown with their type", async () => {
    const { data } = await standIn.resend.contacts.create({
      email: "new@example.com",
      properties: { leave_weekly: LINK },
    });
    expect(await shown(data?.id)).toEqual({ leave_weekly: { type: "string", value: LINK } });
  });

  it("change by ID and by address; what is not named stays", async () => {
    const { contacts } = standIn.resend;
    await standIn.resend.contactProperties.create({ key: "age", type: "number" });

    await contacts.update({ id: MIRA, properties: { leave_weekly: LINK } });
    await contacts.update({ email: "mira@example.com", properties: { age: 41 } });
    await contacts.update({ id: MIRA, firstName: "Mi" });

    expect(await shown()).toEqual({
      leave_weekly: { type: "string", value: LINK },
      age: { type: "number", value: 41 },
    });
  });

  it("stay when the contact is upserted", async () => {
    const { contacts } = standIn.resend;
    await contacts.update({ id: MIRA, properties: { leave_weekly: LINK } });
    await contacts.create({ email: "mira@example.com" });
    expect(await shown()).toEqual({ leave_weekly: { type: "string", value: LINK } });
  });

  it("go when they are set to null, or the property is deleted", async () => {
    const { contacts, contactProperties } = standIn.resend;
    await contacts.update({ id: MIRA, properties: { leave_weekly: LINK } });
    await contacts.update({ id: MIRA, properties: { leave_weekly: null } });
    expect(await shown()).toEqual({});

    await contacts.update({ id: MIRA, properties: { leave_weekly: LINK } });
    const { data } = await contactProperties.list();
    await contactProperties.remove(data?.data[0]?.id ?? "");
    expect(await shown()).toEqual({});
  });

  it("must exist, and nothing of the update is done otherwise", async () => {
    const { error } = await standIn.resend.contacts.update({
      id: MIRA,
      firstName: "Mi",
      properties: { leave_weekly: LINK, leave_weakly: LINK },
    });
    expect(error).toMatchObject({ statusCode: 422, name: "validation_error" });
    expect(error?.message).toContain("leave_weakly");
    expect((await standIn.resend.contacts.get({ id: MIRA })).data?.first_name).toBe("Mira");
    expect(await shown()).toEqual({});
  });

  it("must be of the property's type", async () => {
    const update = { id: MIRA, properties: { leave_weekly: 7 } };
    expect((await standIn.resend.contacts.update(update)).error).toMatchObject({ statusCode: 422 });
  });

  it("are not in the list of a segment's contacts", async () => {
    await standIn.resend.contacts.update({ id: MIRA, properties: { leave_weekly: LINK } });
    const segmentId = SAMPLE_LISTS.weekly.segment;
    const { data } = await standIn.resend.contacts.list({ segmentId });
    expect(data?.data.at(-1)).toEqual({
      id: MIRA,
      email: "mira@example.com",
      first_name: "Mira",
      last_name: "Holm",
      created_at: "2026-02-10T09:14:00.000Z",
      unsubscribed: false,
    });
  });

  it("cannot be given to nobody", async () => {
    const update = { id: NOBODY, properties: { leave_weekly: LINK } };
    expect((await standIn.resend.contacts.update(update)).error).toMatchObject({ statusCode: 404 });
  });
});
