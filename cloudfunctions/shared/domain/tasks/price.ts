import type { Tier } from '../quota/tier';
import type { TaskType } from './task-type';

/** Price of one picture in credits, for users who pay with credits. */
const prices: Record<TaskType, number> = { photography: 1, fitting: 1 };

export function priceOf(type: TaskType, tier: Tier): number {
  return tier === 'free' ? prices[type] : 0;
}

export const maxUnfinished: Record<'free' | 'member', number> = { free: 8, member: 20 };
