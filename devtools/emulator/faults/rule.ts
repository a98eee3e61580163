import { z } from 'zod';
import { openApiNames } from '../openapi/names';

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

/** The operations of each service that a rule may name. */
export const faultOperations: Record<FaultService, readonly string[]> = {
  database: [
    ...['add', 'get', 'count', 'set', 'update', 'remove', 'aggregate'],
    ...['begin', 'commit', 'abort', 'createCollection', 'watch'],
  ],
  storage: [
    ...['upload', 'download'],
    ...['getUploadMetadata', 'batchGetDownloadUrl', 'batchDeleteFile'],
  ],
  functions: ['invoke'],
  openapi: openApiNames,
  http: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
};

/** Fields that exist only in calls of one service. */
const ofOneService = { collection: 'database', host: 'http' } as const;

/**
 * A fault and when it fires. The rule counts every call that matches `service`, `operation`, `collection`, `function`
 * and `host`. It fires from the `nth` call on (default: the first), at most `times` times (default: once with `nth`,
 * otherwise always), each time with `probability`, drawn from `seed`.
 */
const shape = {
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
};

export const FaultRule = z
  .strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `a rule knows ${Object.keys(shape).join(', ')}` : undefined,
  })
  .superRefine(({ service, operation, fault, ...rule }, context) => {
    const refuse = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message });
    const operations = faultOperations[service];
    if (operation !== undefined && !operations.includes(operation))
      refuse('operation', `${service} knows ${operations.join(', ')}; not ${operation}`);
    for (const [field, owner] of Object.entries(ofOneService)) {
      if (field in rule && service !== owner) refuse(field, `only calls of ${owner} have one`);
    }
    if (fault === 'conflict' && service !== 'database')
      refuse('fault', 'only the database knows conflicts');
    // The SDK cannot parse an empty reply of the database or storage; functions, APIs and hosts may reply with nothing.
    const hasReply = ['code', 'message', 'status', 'body'].some((field) => field in rule);
    if (fault === 'reply' && !hasReply && (service === 'database' || service === 'storage'))
      refuse('fault', `a reply of ${service} needs code, message, status or body`);
  });
export type FaultRule = z.infer<typeof FaultRule>;

/** The default message of a fault. */
export const defaultMessage = 'a fault rule struck';

/** A `reply` with a code or message but without a body is sent as an error of the service. */
export function isErrorReply({ body, code, message }: FaultRule): boolean {
  return body === undefined && (code !== undefined || message !== undefined);
}
