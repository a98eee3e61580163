import * as z from 'zod';
import { ProviderTest } from './queue';
import { Moment } from './values';

const Count = z.number().int().min(0);

export const ModelCapability = z.enum(['text2img', 'edit', 'tryon', 'vision', 'chat']);
/** `withoutKey`: it is switched on, but the environment has no key for its vendor. */
export const ModelState = z.enum(['working', 'cooling', 'off', 'withoutKey']);

/** The settings of a model that admins change. `weight`: its share of the draws among models of one priority. */
export const ModelSettings = z.strictObject({
  priority: z.number().int().min(0).max(1000),
  weight: z.number().int().min(1).max(1000),
  maxConcurrent: z.number().int().min(1).max(1000),
  perMinute: z.number().int().min(1).max(10_000),
  isActive: z.boolean(),
});
export type ModelSettings = z.infer<typeof ModelSettings>;

/** A model of a vendor, a row of `api_configs`. */
export const Model = z.object({
  configId: z.string(),
  provider: z.string(),
  capability: ModelCapability,
  model: z.string(),
  mode: z.enum(['sync', 'async']),
  region: z.enum(['cn', 'abroad']),
  deadlineSeconds: Count,
  priceFen: z.number(),
  // As stored: rows edited by hand may exceed the limits of `ModelSettings`.
  settings: z.object({
    priority: z.number(),
    weight: z.number(),
    maxConcurrent: z.number(),
    perMinute: z.number(),
    isActive: z.boolean(),
  }),
  version: z.number().int(),
  state: ModelState,
  /** The health of its vendor. */
  health: z.object({ failures: Count, cooldownUntil: Moment.nullable(), reason: z.string() }),
  /** The latest test; null before the first. */
  test: ProviderTest.nullable(),
  /** Whether it may be switched on: the latest test of this very model has worked. */
  hasWorked: z.boolean(),
});
export type Model = z.infer<typeof Model>;

/** The results of 7 days of orders, without refused contents and cancelled orders. `isCut`: there were more. */
export const ModelWeek = z.object({
  attempts: Count,
  usable: Count,
  medianMs: Count.nullable(),
  /** Cost per usable picture, including waste; null if there is none. */
  fenPerUsable: z.number().nullable(),
  isCut: z.boolean(),
});
export type ModelWeek = z.infer<typeof ModelWeek>;

const Changed = z.object({
  priority: z.number().optional(),
  weight: z.number().optional(),
  maxConcurrent: z.number().optional(),
  perMinute: z.number().optional(),
  isActive: z.boolean().optional(),
});

export const ModelChange = z.object({
  changeId: z.string(),
  before: Changed,
  after: Changed,
  adminName: z.string(),
  createdAt: Moment,
  /** It is the latest change, and the row has not changed since. */
  canUndo: z.boolean(),
});
export type ModelChange = z.infer<typeof ModelChange>;
