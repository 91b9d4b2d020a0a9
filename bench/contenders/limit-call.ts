/** The least that a leave can cost: one request to Resend, whose answer is read, and 200. */

import { PATH, type Settings } from "./bare.ts";

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
