import { z } from 'zod';

export const faultServices = ['database', 'storage', 'functions', 'openapi', 'http'] as const;
export type FaultService = (typeof faultServices)[number];

export const faultKinds = [
  'fail-before',
  'fail-after',
  'delay',
  'hang',
  'conflict',
  'kill',
  'reply',
] as const;

/**
 * What is to go wrong, and when. Every call that fits `service`, `operation`, `collection`, `function` and `host` counts;
 * from the `nth` of them on (default the first) the rule fires, at most `times` times (default: once with `nth`, else always),
 * each time with `probability` drawn from `seed`.
 */
export const FaultRule = z.strictObject({
  service: z.enum(faultServices),
  operation: z.string().min(1).optional(),
  collection: z.string().min(1).optional(),
  function: z.string().min(1).optional(),
  host: z.string().min(1).optional(),
  nth: z.int().min(1).optional(),
  times: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
  seed: z.int().optional(),
  fault: z.enum(faultKinds),
  delayMs: z.number().min(0).optional(),
  code: z.union([z.string(), z.number()]).optional(),
  message: z.string().optional(),
  status: z.int().min(100).max(599).optional(),
  body: z.unknown().optional(),
});
export type FaultRule = z.infer<typeof FaultRule>;
