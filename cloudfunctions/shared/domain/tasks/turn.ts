/** What one picture moves the next one of the same user back by. */
export const turnStepMs = 10_000;
export const shards = 16;

/**
 * The turns of a user's new pictures: each at least a step after the one before, so that one user's many pictures fall between
 * those of others, and a newcomer comes before all that is further back. Fixed when they are admitted.
 */
export function turnsFor(
  count: number,
  { lastTurn, weight }: { lastTurn: Date | null; weight: number },
  now: Date,
): Date[] {
  const turns: Date[] = [];
  let last = lastTurn?.getTime() ?? 0;
  for (let index = 0; index < count; index += 1) {
    last = Math.max(now.getTime(), last + turnStepMs / weight);
    turns.push(new Date(last));
  }
  return turns;
}

export function shardOf(userId: string): number {
  let sum = 0;
  for (const character of userId) sum = (sum * 31 + character.charCodeAt(0)) % 65_521;
  return sum % shards;
}
