import { createHash, randomBytes } from 'node:crypto';
import type { ArchiveArea } from '../../data/archive/area';
import type { Files } from '../../data/core/files';
import { archiveKinds, isArchiveTime } from '../../domain/archive/archive';
import type { Archive } from '../../domain/archive/archive';
import { toLines } from '../../data/archive/lines';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';
import type { DueWork } from '../due/due-work';

type Needs = {
  clock: Clock;
  log: Log;
  archive: ArchiveArea;
  files: Pick<Files, 'upload' | 'download' | 'find' | 'remove'>;
};

/**
 * Moves rows that serve only for diagnosis out of the database, at night, into files that only the scripts open. A row is removed
 * only after its file was read back and recorded; until then it is in both places, and readers count it once.
 */
export const archiveRows: DueWork<Needs> = {
  name: 'archive',
  signs: ({ archive }, now) => (isArchiveTime(now) ? archive.signs(now) : []),
  async run(needs, { until }) {
    const { archive, clock } = needs;
    const counts = { archived: 0 };
    const hasTime = () => clock.now() < until;
    if (!isArchiveTime(clock.now())) return { nextAt: null };
    for (const unfinished of await archive.listUnfinished()) {
      if (!hasTime()) return { nextAt: clock.now(), counts };
      counts.archived += await finish(unfinished, needs);
    }
    const sources = [
      ...archiveKinds.map((kind) => (now: Date) => archive.beginNext(kind, now)),
      (now: Date) => archive.beginNextChat(now),
    ];
    for (const beginNext of sources) {
      for (;;) {
        if (!hasTime()) return { nextAt: clock.now(), counts };
        const next = await beginNext(clock.now());
        if (next === null) break;
        counts.archived += await finish(next, needs);
      }
    }
    return { nextAt: null, counts };
  },
};

/** Returns how many rows were added to the archive. Idempotent; two concurrent runs write one file. */
async function finish(archive: Archive, needs: Needs): Promise<number> {
  const written = archive.state === 'written' ? archive : await write(archive, needs);
  if (written === null) return 0;
  await needs.archive.removeRows(written);
  await needs.archive.change(written, { state: 'done', ids: [] });
  return archive.state === 'written' ? 0 : written.rows;
}

/** Null when another run has it, or nothing is left to write. */
async function write(archive: Archive, needs: Needs): Promise<Archive | null> {
  const { archive: archives, files, log } = needs;
  const { collection, month, path: former } = archive;
  const path = `private/archive/${collection}/${month}/${randomBytes(16).toString('hex')}.jsonl`;
  // Recorded before the upload: if this attempt dies, its file is found by this path.
  if (!(await archives.change(archive, { path }))) return null;
  const claimed: Archive = { ...archive, path };
  await removeFile(former, needs);
  const rows = await archives.readRows(claimed);
  if (rows.length === 0) {
    await archives.remove(claimed);
    return null;
  }
  const bytes = Buffer.from(toLines(rows));
  const sha256 = hashOf(bytes);
  const fileId = await files.upload(path, bytes);
  if (hashOf(await files.download(fileId)) !== sha256) {
    throw new Error(`The file of ${archive.id} is not what was written.`);
  }
  const data = { state: 'written' as const, fileId, sha256, rows: rows.length };
  const ids = rows.map(({ _id }) => _id);
  if (!(await archives.change(claimed, { ...data, ids }))) {
    await files.remove([fileId]);
    return null;
  }
  log.info('archived', { collection, month, rows: rows.length });
  return { ...claimed, ...data, ids };
}

async function removeFile(path: string, { files }: Pick<Needs, 'files'>): Promise<void> {
  const fileId = path === '' ? null : await files.find(path);
  if (fileId !== null) await files.remove([fileId]);
}

/**
 * Removes what a deleted account has left in the archive. A run that is writing finds its archive row gone and removes its file
 * itself.
 */
export async function removeOwnedArchives(
  userId: string,
  needs: Pick<Needs, 'archive' | 'files'>,
): Promise<void> {
  for (;;) {
    const owned = await needs.archive.listOwned(userId);
    if (owned.length === 0) return;
    for (const archive of owned) {
      await needs.archive.remove(archive);
      await removeFile(archive.path, needs);
    }
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
