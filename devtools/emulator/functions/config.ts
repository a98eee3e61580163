import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf } from '../message-of';

/** The keys of a function's `config.json` that the workshop reads; other keys are allowed and ignored. */
const FunctionConfig = z.object({
  timeout: z.number().positive().max(900).default(3),
  memorySize: z.int().min(64).max(3072).default(256),
  triggers: z
    .array(
      z.object({
        name: z.string().regex(/^[A-Za-z][\w-]{0,59}$/),
        type: z.literal('timer'),
        config: z.string(),
      }),
    )
    .default([]),
  permissions: z.object({ openapi: z.array(z.string()).default([]) }).default({ openapi: [] }),
  /** Names of host environment variables that the function receives. */
  environment: z.array(z.string().regex(/^[A-Za-z_]\w*$/)).default([]),
  /** Push messages of WeChat that this function receives: events such as `wxa_media_check`, or `MsgType/Event`. */
  messagePush: z.array(z.string()).default([]),
});
export type FunctionConfig = z.infer<typeof FunctionConfig>;

/**
 * Returns the defaults when there is no such file. Throws an error that names the path when the file cannot be read.
 */
export function readFunctionConfig(path: string): FunctionConfig {
  const parsed = FunctionConfig.safeParse(existsSync(path) ? readJson(path) : {});
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`, { cause: error });
  }
}
