/** Works on several things at once, so that the time an answer takes does not set the pace. */

/**
 * Takes things as they come, in order, and works on at most so many at the same time.
 *
 * @throws what the first failed work threw, once all that was under way has ended
 */
export async function inParallel<Item>(
  items: AsyncGenerator<Item, void, undefined>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let failed = false;
  const worker = async () => {
    try {
      for (;;) {
        const next = await items.next();
        if (next.done || failed) return;
        await work(next.value);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  const bad = ended.find((end) => end.status === "rejected");
  if (bad !== undefined) throw bad.reason;
}
