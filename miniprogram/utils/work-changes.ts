/** A change that the cloud has taken, for the other pages that show the same work. */
export type WorkChange =
  | { kind: 'removed'; workId: string }
  | { kind: 'changed'; workId: string; isFavorite?: boolean; title?: string };

const listeners = new Set<(change: WorkChange) => void>();

export function announce(change: WorkChange): void {
  for (const listener of listeners) listener(change);
}

/** Returns a function that removes the listener. */
export function onWorkChange(listener: (change: WorkChange) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
