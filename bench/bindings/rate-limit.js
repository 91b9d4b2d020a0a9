/** Counts by key in memory, in windows of `period` seconds, as Cloudflare's binding does near the Worker. */

export function wrap({ limit, period }) {
  let openedAt = 0;
  let counts = new Map();
  return {
    async limit({ key }) {
      const now = Date.now();
      if (now - openedAt >= period * 1000) {
        openedAt = now;
        counts = new Map();
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return { success: count <= limit };
    },
  };
}
