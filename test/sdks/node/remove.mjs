import { Resend } from "resend";

const [segmentId, contactId, email] = process.argv.slice(2);
const resend = new Resend(process.env.RESEND_API_KEY);

// Resend's page calls the first one `id`; the SDK refuses that.
for (const contact of [{ contactId }, { email }]) {
  const { error } = await resend.contacts.segments.remove({ ...contact, segmentId });
  if (error) throw new Error(error.message);
}
