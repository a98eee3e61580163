import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toLines } from '../../cloudfunctions/shared/data/archive/lines';
import type { ArchivedRow } from '../../cloudfunctions/shared/data/archive/lines';
import { readArchived } from '../../scripts/admin/archive';
import { backup } from '../../scripts/cloud/backup/command';
import { restore } from '../../scripts/cloud/restore/command';
import { openArchive } from '../integrity/archive';
import type { Archive } from '../integrity/archive';
import { sha256Of } from '../support/assets';
import { runLocally } from './support';

const templates = join(__dirname, '../../database-templates');
const path = 'private/archive/202501/payment_events-one.ndjson';
const at = new Date('2025-01-03T04:00:00Z');
const event: ArchivedRow = {
  ...{ _id: 'P1:1', orderId: 'P1', kind: 'query', source: 'tick', outcome: 'credited' },
  ...{ facts: { paidFee: 600 }, createdAt: at },
};

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'archive-backup-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** An environment whose old rows exist only in an archive file. */
async function openArchived(): Promise<{ archive: Archive; bytes: Buffer }> {
  const archive = await openArchive();
  const bytes = Buffer.from(toLines([event]));
  const fileId = archive.cloud.cloud.storage.put(path, '', bytes);
  archive.cloud.collection('archives').put({
    ...{ _id: 'payment_events:one', collection: 'payment_events', userId: '', month: '202501' },
    ...{ ids: [event._id], keys: ['P1'], state: 'done', path, fileId },
    ...{ rows: 1, sha256: sha256Of(bytes), createdAt: at },
  });
  return { archive, bytes };
}

describe('a backup of an environment with an archive', () => {
  it('lists its files, whose copies make the old rows readable after a restore', async () => {
    const { archive, bytes } = await openArchived();
    const saved = await runLocally(
      (operator, words) => backup(operator, words, templates),
      ['--out', join(folder, 'b'), '--local'],
    );
    expect(saved).toMatchObject({ exitCode: 0 });
    expect(await readArchived(archive.connection, 'payment_events', 'P1')).toEqual([event]);
    await archive.close();
    const listed = readFileSync(join(folder, 'b/files.ndjson'), 'utf8').trim().split('\n');
    expect(listed.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ path, sizeBytes: bytes.length }),
    );

    const empty = await openArchive();
    const restored = await runLocally(
      (operator, words) => restore(operator, words, templates),
      ['--from', join(folder, 'b'), '--apply'],
    );
    expect(restored).toMatchObject({ exitCode: 0 });
    // Files are copied separately; until then, reading the archive fails.
    await expect(readArchived(empty.connection, 'payment_events', 'P1')).rejects.toThrow();
    empty.cloud.cloud.storage.put(path, '', bytes);
    expect(await readArchived(empty.connection, 'payment_events', 'P1')).toEqual([event]);

    empty.cloud.cloud.storage.put(path, '', Buffer.from('something else'));
    await expect(readArchived(empty.connection, 'payment_events', 'P1')).rejects.toThrow(
      /与写入时不一致，请从备份取回/,
    );
    await empty.close();
  });
});
