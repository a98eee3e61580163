/** The value that the given share (0 to 1) of the samples do not exceed. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('There is no percentile of no samples.');
  return value;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

type Contestants = Readonly<Record<string, () => Promise<number>>>;

/**
 * Takes `rounds` samples of every contestant alternately (A B A B ...), so that other load on the machine affects all
 * of them alike. The first `warmUp` rounds are dropped.
 */
export async function interleave<C extends Contestants>(
  contestants: C,
  { rounds, warmUp = 1 }: { rounds: number; warmUp?: number },
): Promise<Record<keyof C, number[]>> {
  const names = Object.keys(contestants) as (keyof C)[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    keyof C,
    number[]
  >;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const name of names) {
      const sample = await contestants[name]?.();
      if (sample !== undefined && round >= warmUp) samples[name].push(sample);
    }
  }
  return samples;
}
