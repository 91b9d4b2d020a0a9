/** A `LISTS` with as many lists as a Worker's variable holds. */

/** 5 KB, as JSON. */
const MAX_BYTES = 5 * 1024;

/** @returns lists as `LISTS` holds them, all about as short as real ones are */
export function listsThatFit(): Record<string, { segment: string; name: string }> {
  const lists: Record<string, { segment: string; name: string }> = {};
  for (let number = 1; ; number++) {
    const digits = `${number}`.padStart(3, "0");
    const name = `list-${digits}`;
    lists[name] = {
      segment: `78261eea-8f8b-4381-83c6-79fa7120f${digits}`,
      name: `List ${digits}`,
    };
    if (JSON.stringify(lists).length <= MAX_BYTES) continue;
    delete lists[name];
    return lists;
  }
}
