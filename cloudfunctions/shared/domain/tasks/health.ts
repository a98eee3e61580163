/** The recent health of a vendor. Refusals of content or input do not count. */
export type ProviderHealth = {
  provider: string;
  /** Consecutive failures. */
  failures: number;
  cooldownUntil: Date | null;
  /** Set while one job tests whether it works again. */
  probeUntil: Date | null;
  reason: string;
};

const maxFailures = 3;
const firstCooldownMs = 60_000;
const maxCooldownMs = 10 * 60_000;
/** For a vendor whose account or model cannot be used. */
const disabledMs = 10 * 60_000;
export const probeMs = 2 * 60_000;

export function healthy(provider: string): ProviderHealth {
  return { provider, failures: 0, cooldownUntil: null, probeUntil: null, reason: '' };
}

/** `probe`: one job may try, the others wait for its result. */
export function readiness(health: ProviderHealth, now: Date): 'ready' | 'cooling' | 'probe' {
  if (health.cooldownUntil === null) return 'ready';
  if (health.cooldownUntil > now) return 'cooling';
  return health.probeUntil !== null && health.probeUntil > now ? 'cooling' : 'probe';
}

/** Until when it must not be asked; null if it may be asked now. */
export function coolUntil(health: ProviderHealth, now: Date): Date | null {
  if (readiness(health, now) !== 'cooling') return null;
  const { cooldownUntil, probeUntil } = health;
  return cooldownUntil !== null && cooldownUntil > now ? cooldownUntil : probeUntil;
}

export function afterFailure(
  health: ProviderHealth,
  { isDisabled, reason }: { isDisabled: boolean; reason: string },
  now: Date,
): ProviderHealth {
  const failures = health.failures + 1;
  const ms = isDisabled ? disabledMs : cooldownMs(failures);
  const cooldownUntil = ms === 0 ? health.cooldownUntil : new Date(now.getTime() + ms);
  return { ...health, failures, cooldownUntil, probeUntil: null, reason };
}

function cooldownMs(failures: number): number {
  if (failures < maxFailures) return 0;
  return Math.min(maxCooldownMs, firstCooldownMs * 2 ** (failures - maxFailures));
}
