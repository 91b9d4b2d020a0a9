/**
 * Things with IDs, in the order in which they came. Finding, adding and removing one costs the same
 * however many there are, and so does a page that a cursor points at.
 */

export interface PageRequest {
  limit: number;
  /** The ID of the last item of the page before: older ones are wanted. */
  after?: string | undefined;
  /** The ID of the first item of the page behind: newer ones are wanted. */
  before?: string | undefined;
}

export interface Page<Item> {
  /** Newest first. */
  items: Item[];
  /** Whether there is more in the direction that was walked. */
  hasMore: boolean;
}

/** Below this many slots, empty ones are not worth clearing away. */
const SMALL = 64;

export class Shelf<Item extends { id: string }> {
  /** Oldest first. What was removed leaves an empty slot, so that nobody else moves. */
  #slots: (Item | undefined)[] = [];
  readonly #places = new Map<string, number>();

  constructor(items: Iterable<Item> = []) {
    for (const item of items) this.put(item);
  }

  get size(): number {
    return this.#places.size;
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  get(id: string): Item | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#slots[place];
  }

  /** Adds an item as the newest, or replaces the one with its ID where it stands. */
  put(item: Item): void {
    const place = this.#places.get(item.id) ?? this.#slots.length;
    this.#slots[place] = item;
    this.#places.set(item.id, place);
  }

  /** @returns whether it was there */
  delete(id: string): boolean {
    const place = this.#places.get(id);
    if (place === undefined) return false;
    this.#places.delete(id);
    this.#slots[place] = undefined;
    if (this.#slots.length > SMALL && this.#slots.length > 2 * this.size) this.#clearGaps();
    return true;
  }

  clear(): void {
    this.#slots = [];
    this.#places.clear();
  }

  /** Everything, oldest first. */
  *[Symbol.iterator](): Generator<Item> {
    for (const item of this.#slots) if (item !== undefined) yield item;
  }

  /** @returns `undefined` when the cursor is not on the shelf */
  page({ limit, after, before }: PageRequest): Page<Item> | undefined {
    const cursor = after ?? before;
    const place = cursor === undefined ? this.#slots.length : this.#places.get(cursor);
    if (place === undefined) return undefined;
    const step = before === undefined ? -1 : 1;
    const items: Item[] = [];
    for (let at = place + step; at >= 0 && at < this.#slots.length; at += step) {
      const item = this.#slots[at];
      if (item === undefined) continue;
      if (items.length === limit) return this.#newestFirst(items, step, true);
      items.push(item);
    }
    return this.#newestFirst(items, step, false);
  }

  #newestFirst(items: Item[], step: 1 | -1, hasMore: boolean): Page<Item> {
    return { items: step === 1 ? items.toReversed() : items, hasMore };
  }

  #clearGaps(): void {
    const items = [...this];
    this.clear();
    for (const item of items) this.put(item);
  }
}
