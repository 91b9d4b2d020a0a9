/** The least that a leave can cost: one request to Resend, whose answer is read, and 200. */

interface Settings {
  RESEND_API_KEY: string;
  RESEND_BASE_URL: string;
}

const PATH =
  "/contacts/e169aa45-1ecf-4183-9955-b1499d5701d3/segments/78261eea-8f8b-4381-83c6-79fa7120f1cf";

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  async fetch(_request: Request, env: Settings) {
    const answer = await fetch(env.RESEND_BASE_URL + PATH, {
      method: "DELETE",
      headers: { authorization: `Bearer ${env.RESEND_API_KEY}`, "user-agent": "limit-call" },
    });
    await answer.text();
    return new Response("You have left the list.\n", { status: answer.status });
  },
};
