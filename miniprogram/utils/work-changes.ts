/** What a page did to a work, for the pages behind it that show the same work. */
export type WorkChange =
  | { kind: 'added' }
  | { kind: 'removed'; workId: string }
  | { kind: 'changed'; workId: string; isFavorite?: boolean; title?: string };

const listeners = new Set<(change: WorkChange) => void>();

export function announce(change: WorkChange): void {
  for (const listener of listeners) listener(change);
}

/** Returns the way to stop listening. */
export function onWorkChange(listener: (change: WorkChange) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
