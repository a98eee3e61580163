import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { onDisk } from './disk/disk-error';
import { readJsonFile, replaceFile } from './disk/replace-file';

const StoredSettings = z.object({ offsetMs: z.number(), secret: z.string().min(1) });

/** The clock's offset and the secret that signs temp URLs, stored with the data. */
export type Settings = z.infer<typeof StoredSettings> & { save(offsetMs: number): void };

/** Throws DamagedFile or DiskError. With a null folder nothing is saved. */
export function openSettings(dataFolder: string | null): Settings {
  const fresh = { offsetMs: 0, secret: randomBytes(16).toString('hex') };
  if (dataFolder === null) return { ...fresh, save: () => undefined };
  onDisk(dataFolder, () => mkdirSync(dataFolder, { recursive: true }));
  const path = join(dataFolder, 'settings.json');
  const stored = readJsonFile(path, StoredSettings) ?? fresh;
  const save = (offsetMs: number): void =>
    replaceFile(path, JSON.stringify({ offsetMs, secret: stored.secret }));
  save(stored.offsetMs);
  return { ...stored, save };
}
