/** How far one picture moves back the next one of the same user. */
export const turnStepMs = 10_000;
export const shards = 16;

/**
 * The turns of a user's new pictures: each at least one step after the previous one, so that the pictures of different users
 * alternate, and a new user comes before everything further back. Fixed at admission.
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
