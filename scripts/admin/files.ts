import { z } from 'zod';
import { callLocalCloud } from '../local/cloud';

/** Paths of the pictures in the local cloud; the storage of a real environment cannot be listed through the SDK. */
export async function listLocalFiles(): Promise<string[]> {
  const files = await callLocalCloud('GET', '/local/files?prefix=works/');
  return z
    .array(z.object({ path: z.string() }))
    .parse(files)
    .map(({ path }) => path);
}
