import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../message-of';
import { PlainError } from '../plain-error';

/** Files in `database-templates/` that hold rules instead of a collection. */
export const storageRulesFile = 'storage-rules.json';
export const functionRulesFile = 'function-rules.json';
export const ruleFiles: readonly string[] = [storageRulesFile, functionRulesFile];

/** Null when the folder has no such file. Throws an error that names the path when the file cannot be read. */
export function readRulesFile<Content>(
  folder: string | undefined,
  name: string,
  schema: z.ZodType<Content>,
): Content | null {
  const path = join(folder ?? '', name);
  if (folder === undefined || folder === '' || !existsSync(path)) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new Error(z.prettifyError(parsed.error));
  } catch (error) {
    throw new PlainError(`${path}: ${messageOf(error)}`, { cause: error });
  }
}
