import type { Write } from './change';
import type { Document } from './values';
import { idKey } from './values';

type Version = { place: string; sequence: number; before: Document | null };

export function placeOf(collection: string, key: string): string {
  return `${collection}\u0000${key}`;
}

/** Earlier versions of documents, kept while an open transaction may read them. */
export class History {
  private versions: Version[] = [];
  private byPlace = new Map<string, Version[]>();
  private readonly snapshots = new Map<object, number>();

  open(owner: object, sequence: number): void {
    this.snapshots.set(owner, sequence);
  }

  close(owner: object): void {
    if (!this.snapshots.delete(owner)) return;
    const oldest = Math.min(Infinity, ...this.snapshots.values());
    const kept = this.versions.findIndex((version) => version.sequence > oldest);
    const dropped = this.versions.splice(0, kept === -1 ? this.versions.length : kept);
    for (const { place } of dropped) {
      const versions = this.byPlace.get(place);
      versions?.shift();
      if (versions?.length === 0) this.byPlace.delete(place);
    }
  }

  record(write: Write, sequence: number): void {
    if (this.snapshots.size === 0) return;
    const place = placeOf(write.collection, idKey((write.after ?? write.before)?.['_id']));
    const version: Version = { place, sequence, before: write.before };
    this.versions.push(version);
    const versions = this.byPlace.get(place);
    if (versions === undefined) this.byPlace.set(place, [version]);
    else versions.push(version);
  }

  hasChangedSince(place: string, snapshot: number): boolean {
    return this.firstSince(place, snapshot) !== undefined;
  }

  /** The keys of a collection's documents that were changed by commits after the snapshot. */
  keysChangedSince(collection: string, snapshot: number): string[] {
    const prefix = placeOf(collection, '');
    return [...this.byPlace.keys()]
      .filter((place) => place.startsWith(prefix) && this.hasChangedSince(place, snapshot))
      .map((place) => place.slice(prefix.length));
  }

  /** The document as of the snapshot; `current` when no commit has changed it since. */
  versionAt(place: string, snapshot: number, current: Document | null): Document | null {
    const version = this.firstSince(place, snapshot);
    return version === undefined ? current : version.before;
  }

  clear(): void {
    this.versions = [];
    this.byPlace.clear();
    this.snapshots.clear();
  }

  private firstSince(place: string, snapshot: number): Version | undefined {
    return this.byPlace.get(place)?.find((version) => version.sequence > snapshot);
  }
}
