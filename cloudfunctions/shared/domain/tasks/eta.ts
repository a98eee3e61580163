export const etaSample = 50;
const minSample = 5;
export const maxAhead = 99;

export type Eta = { from: number; to: number };

/**
 * When a picture is expected, in seconds, based on the durations of the latest ones of its kind and the number of pictures ahead.
 * Null with too few samples: an invented number would be worse than none.
 */
export function etaOf(durationsMs: readonly number[], ahead: number, parallel: number): Eta | null {
  if (durationsMs.length < minSample) return null;
  const sorted = [...durationsMs].sort((one, other) => one - other);
  const rounds = Math.floor(ahead / Math.max(1, parallel)) + 1;
  const seconds = (share: number) => Math.ceil((percentile(sorted, share) * rounds) / 1000);
  return { from: seconds(0.5), to: Math.max(seconds(0.5), seconds(0.9)) };
}

/** By the nearest-rank method. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
