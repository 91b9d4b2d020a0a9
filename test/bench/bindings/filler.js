/** A Worker beside ours in one process: fills the real Outbox as the Worker does, through `accept`. */

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  async fetch(request, env) {
    const { contacts, list, pauseSeconds, together } = await request.json();
    const outbox = env.OUTBOX.getByName("outbox");
    const accept = (contact) =>
      outbox.accept({
        entry: { operation: "leave", list, contact },
        fault: "rate-limited",
        setAside: false,
        pace: { pauseSeconds, limitPerSecond: 1_000_000 },
      });
    if (together) await Promise.all(contacts.map(accept));
    else for (const contact of contacts) await accept(contact);
    return new Response("accepted");
  },
};
