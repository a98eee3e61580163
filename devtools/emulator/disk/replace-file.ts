import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { z } from 'zod';
import { DamagedFile, onDisk, toDiskError } from './disk-error';

/** Replaces the file atomically: after a crash it is either the old or the new one. */
export function replaceFile(path: string, content: string): void {
  const unfinished = `${path}.part`;
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } catch (error) {
    removeQuietly(unfinished);
    throw toDiskError(error, path);
  }
}

/** The content of a JSON file; null when there is none. Throws DamagedFile when `schema` refuses it. */
export function readJsonFile<Content>(path: string, schema: z.ZodType<Content>): Content | null {
  if (!existsSync(path)) return null;
  const text = onDisk(path, () => readFileSync(path, 'utf8'));
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new DamagedFile(path, error);
  }
}

/** Removes a file that is no longer needed; failing to do so is harmless. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A broken disk fails the next write too, which reports it.
  }
}
