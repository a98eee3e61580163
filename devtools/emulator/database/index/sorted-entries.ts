const chunkSize = 512;

/** Where an entry lies relative to a position in the order: negative before it, positive after it, never zero. */
export type Side<Entry> = (entry: Entry) => number;

/**
 * Sorted entries in chunks of at most 512, with the number of entries before each chunk. A rank takes two binary
 * searches, and a change moves at most one chunk.
 */
export class SortedEntries<Entry> {
  private chunks: Entry[][] = [];
  /** Number of entries before each chunk; valid for the first `counted` chunks. */
  private before: number[] = [];
  private counted = 0;
  private total = 0;

  constructor(private readonly compare: (a: Entry, b: Entry) => number) {}

  get size(): number {
    return this.total;
  }

  /** Replaces everything. */
  load(entries: Entry[]): void {
    entries.sort(this.compare);
    this.chunks = [];
    // Fill chunks to two thirds, which leaves room for changes.
    const filled = Math.floor((chunkSize * 2) / 3);
    for (let start = 0; start < entries.length; start += filled)
      this.chunks.push(entries.slice(start, start + filled));
    this.total = entries.length;
    this.counted = 0;
  }

  add(entry: Entry): void {
    const last = this.chunks.length - 1;
    const chunkIndex = Math.min(
      this.chunkOf((other) => this.compare(other, entry) || 1),
      last,
    );
    const chunk = this.chunks[chunkIndex];
    if (chunk === undefined) this.chunks.push([entry]);
    else {
      chunk.splice(
        this.positionIn(chunk, (other) => this.compare(other, entry) || 1),
        0,
        entry,
      );
      if (chunk.length > chunkSize) this.split(chunkIndex, chunk);
    }
    this.changed(chunkIndex, 1);
  }

  /** Removes the entry that compares equal; false when there is none. */
  remove(entry: Entry): boolean {
    const place = this.find(entry);
    if (place === null) return false;
    place.chunk.splice(place.position, 1);
    if (place.chunk.length === 0) this.chunks.splice(place.chunkIndex, 1);
    this.changed(place.chunkIndex, -1);
    return true;
  }

  /** Replaces the entry that compares equal. */
  replace(entry: Entry): boolean {
    const place = this.find(entry);
    if (place === null) return false;
    place.chunk[place.position] = entry;
    return true;
  }

  /** How many entries lie before the position. */
  rank(side: Side<Entry>): number {
    const chunkIndex = this.chunkOf(side);
    const chunk = this.chunks[chunkIndex];
    if (chunk === undefined) return this.total;
    return this.countBefore(chunkIndex) + this.positionIn(chunk, side);
  }

  /** The entry at that rank. */
  at(rank: number): Entry | undefined {
    if (rank < 0 || rank >= this.total) return undefined;
    const { chunkIndex, position } = this.locate(rank);
    return this.chunks[chunkIndex]?.[position];
  }

  /**
   * The entries from rank `start` (inclusive) to `end` (exclusive), forward or backward, in batches of a few hundred.
   */
  *between(start: number, end: number, isBackward = false): Generator<Entry[]> {
    if (start >= end) return;
    const step = isBackward ? -1 : 1;
    let { chunkIndex, position } = this.locate(isBackward ? end - 1 : start);
    for (let left = end - start; left > 0;) {
      const chunk = this.chunks[chunkIndex] ?? [];
      const part = isBackward
        ? chunk.slice(Math.max(0, position + 1 - left), position + 1).reverse()
        : chunk.slice(position, position + left);
      yield part;
      left -= part.length;
      chunkIndex += step;
      position = isBackward ? (this.chunks[chunkIndex]?.length ?? 0) - 1 : 0;
    }
  }

  private find(entry: Entry): { chunk: Entry[]; chunkIndex: number; position: number } | null {
    const side = (other: Entry) => this.compare(other, entry) || 1;
    const chunkIndex = this.chunkOf(side);
    const chunk = this.chunks[chunkIndex];
    if (chunk === undefined) return null;
    const position = this.positionIn(chunk, side);
    const found = chunk[position];
    if (found === undefined || this.compare(found, entry) !== 0) return null;
    return { chunk, chunkIndex, position };
  }

  /** The first chunk whose last entry lies after the position. */
  private chunkOf(side: Side<Entry>): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.chunks[middle] ?? [];
      if (side(chunk[chunk.length - 1] as Entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private positionIn(chunk: Entry[], side: Side<Entry>): number {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (side(chunk[middle] as Entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private locate(rank: number): { chunkIndex: number; position: number } {
    this.countBefore(this.chunks.length - 1);
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.before[middle] ?? 0) <= rank) low = middle;
      else high = middle - 1;
    }
    return { chunkIndex: low, position: rank - (this.before[low] ?? 0) };
  }

  private countBefore(chunkIndex: number): number {
    for (let index = this.counted; index <= chunkIndex; index++)
      this.before[index] =
        index === 0 ? 0 : (this.before[index - 1] ?? 0) + (this.chunks[index - 1]?.length ?? 0);
    this.counted = Math.max(this.counted, chunkIndex + 1);
    return this.before[chunkIndex] ?? 0;
  }

  private split(chunkIndex: number, chunk: Entry[]): void {
    this.chunks.splice(chunkIndex + 1, 0, chunk.splice(chunk.length >>> 1));
  }

  private changed(chunkIndex: number, difference: number): void {
    this.total += difference;
    this.counted = Math.min(this.counted, Math.max(chunkIndex, 0) + 1);
    this.before.length = this.counted;
  }
}
