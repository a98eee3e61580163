import { userIdOf, workIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Random } from './world/random';

/** A user of a scenario, and their initial data. */
export type Person = {
  name: string;
  tier: 'free' | 'vip' | 'admin';
  /** False: the user has never signed in. */
  isMember: boolean;
  credits: number;
  /** The number of today's seats taken before the start. */
  filled: number;
  /** Individual limits set before the start. */
  own?: Partial<Record<Feature, number>>;
};

export const features = ['image_daily', 'chat_ap_monthly', 'storage_bytes'] as const;
export type Feature = (typeof features)[number];

/** A work, named by its owner and request; `index` tells the two works of a double generation apart. */
export type Target = { owner: string; request: string; index: 0 | 1 };

export function idOf({ owner, request, index }: Target): string {
  return workIdOf(userIdOf(owner), request, index);
}

export const limits = { free: 50, vip: 200, admin: 1000 };

export function createPeople(random: Random, count: number): Person[] {
  return Array.from({ length: count }, (_, index): Person => {
    const tier: Person['tier'] =
      index === 0 && random.chance(0.2) ? 'admin' : random.pick(['free', 'free', 'vip'] as const);
    const isFull = tier !== 'admin' && random.chance(0.3);
    return {
      name: `p${index}`,
      tier,
      isMember: tier !== 'free' || random.chance(0.8),
      credits: random.chance(0.25) ? random.between(0, 3) : 100,
      filled: isFull ? limits[tier] - random.between(0, 3) : 0,
    };
  }).map((person) => ({ ...person, filled: person.isMember ? person.filled : 0 }));
}

/** The same users for scenarios about limits: one is an admin, and some have a small AP limit that is nearly used up. */
export function withQuotas(random: Random, people: readonly Person[]): Person[] {
  return people.map((person, index): Person => {
    const isAdmin = index === 0 && random.chance(0.9);
    const other = isAdmin
      ? { ...person, tier: 'admin' as const, isMember: true, filled: 0 }
      : person;
    if (!other.isMember || !random.chance(0.4)) return other;
    return { ...other, own: { chat_ap_monthly: random.between(0, 4) } };
  });
}

/** Makes the first user an admin, and often the last one too. */
export function withAdmins(random: Random, people: readonly Person[]): Person[] {
  const isShared = random.chance(0.7);
  return people.map((person, index) =>
    index === 0 || (isShared && index === people.length - 1)
      ? { ...person, tier: 'admin', isMember: true, filled: 0 }
      : person,
  );
}
