import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { encodeJpeg } from '../../../cloudfunctions/shared/pictures/jpeg-encode';
import { resolveSeed } from '../../../devtools/emulator/templates';
import type { CollectionTemplate } from '../../../devtools/emulator/templates';
import { toFileId } from '../../../devtools/emulator/identity';
import type { Database, Document } from '../../../devtools/emulator/database/database';
import type { MediaCheckRule } from '../../../devtools/emulator/openapi/media-check';
import type { Files } from '../../../devtools/emulator/storage/files';
import type { Person } from '../people';
import { createRandom } from '../world/random';
import type { Random } from '../world/random';

/** The studio of a scenario: the capacity of its vendor, and how often moderation behaves unusually. */
export type StudioSetup = {
  maxConcurrent: number;
  perMinute: number;
  /** Null: no daily budget. */
  dailyFen: number | null;
  /** The share of pictures that are refused, or whose verdict comes late, twice, early or never. */
  oddVerdicts: number;
};

export const calmStudio: StudioSetup = {
  ...{ maxConcurrent: 2, perMinute: 60, dailyFen: null, oddVerdicts: 0 },
};

export function createSetup(random: Random, isFaulty: boolean): StudioSetup {
  return {
    maxConcurrent: random.between(1, 3),
    perMinute: random.pick([2, 4, 60]),
    dailyFen: random.chance(0.1) ? random.between(40, 200) : null,
    oddVerdicts: isFaulty ? random.pick([0, 0.1, 0.3]) : 0,
  };
}

const tables = ['api_configs', 'scenes', 'prompt_templates'];
/** Enough rows of each table for a task. */
const maxRows = 12;

export function photoOf(who: string, kind: 'garment' | 'person'): string {
  return `asset_${who}_${kind}`;
}

/** Models, scenes and templates as admins maintain them, and two photos per member that passed moderation. */
export function seedStudio(
  { maxConcurrent, perMinute, dailyFen }: StudioSetup,
  people: readonly Person[],
  templates: readonly CollectionTemplate[],
  database: Database,
  files: Files,
  now: number,
): void {
  for (const { collection, seed } of templates) {
    if (!tables.includes(collection)) continue;
    const rows = seed.slice(0, maxRows).map((row) => resolveSeed(row, toFileId));
    const limited = rows.map((row) =>
      collection === 'api_configs' && row['provider'] === 'dashscope'
        ? { ...row, maxConcurrent, perMinute }
        : row,
    );
    database.put(collection, limited);
  }
  if (dailyFen !== null) database.put('app_config', [{ _id: 'budget', dailyFen }]);
  for (const { name, isMember } of people) {
    if (!isMember) continue;
    const assets = (['garment', 'person'] as const).map((kind) => assetRow(name, kind, now));
    database.put('assets', assets);
    database.put('moderations', assets.map(moderationOf));
    for (const { path } of assets.flatMap((row) => pathsOf(row))) {
      files.put({ path, openid: null, at: now }, photo());
    }
    const usedBytes = assets.length * 2 * photo().length;
    const userId = userIdOf(name);
    database.put('user_storage_usage', [
      { _id: userId, userId, usedBytes, fileCount: 4, recentChanges: [], updatedAt: new Date(now) },
    ]);
  }
}

function assetRow(who: string, kind: 'garment' | 'person', now: number): Document {
  const id = photoOf(who, kind);
  const path = `private/assets/${userIdOf(who)}/${id}`;
  return {
    ...{ _id: id, userId: userIdOf(who), openid: who, kind, digest: id, md5: id },
    ...{ bytes: photo().length, width: side, height: side, thumbnailBytes: photo().length },
    ...{ fileId: toFileId(`${path}.jpg`), thumbnailFileId: toFileId(`${path}.thumb.jpg`) },
    ...{
      status: 'usable',
      stage: 'submitted',
      isSample: false,
      name: '',
      source: '',
      traceId: 't',
    },
    ...(kind === 'person' ? { consentVersion: '2026-11', consentAt: new Date(now) } : {}),
    ...{ createdAt: new Date(now), removedAt: null, filesRemovedAt: null, dueAt: null, version: 1 },
  };
}

function moderationOf({
  _id: subjectId = null,
  fileId = null,
  openid = null,
  createdAt = null,
}: Document): Document {
  return {
    ...{ _id: `asset:${subjectId as string}`, kind: 'asset', subjectId, fileId, openid, createdAt },
    ...{ state: 'pass', isApplied: true, tries: 1, traceId: 't', begunAt: createdAt, dueAt: null },
    version: 2,
  };
}

function pathsOf({ _id: id, userId }: Document): { path: string }[] {
  const path = `private/assets/${userId as string}/${id as string}`;
  return [{ path: `${path}.jpg` }, { path: `${path}.thumb.jpg` }];
}

const side = 300;
const photos = new Map<number, Buffer>();

/** A photo of the minimum size; another `seed` makes a different one. */
export function photo(seed = 1): Buffer {
  let bytes = photos.get(seed);
  if (bytes === undefined) {
    const data = new Uint8Array(side * side * 4).fill((seed * 40) % 256);
    bytes = encodeJpeg({ width: side, height: side, data }, 60);
    photos.set(seed, bytes);
  }
  return bytes;
}

const oddRules: readonly Partial<MediaCheckRule>[] = [
  { verdict: 'risky' },
  { verdict: 'risky' },
  { verdict: 'review' },
  { verdict: 'unreadable' },
  { push: 'none' },
  { push: 'none' },
  { push: 'early' },
  { push: 'twice' },
  { delayMs: 300_000 },
];

/** Draws the verdict on each picture from the seed. */
export function mediaRulesOf(
  seed: number,
  { oddVerdicts }: StudioSetup,
): () => MediaCheckRule | null {
  let asked = 0;
  return () => {
    const random = createRandom(seed, (asked += 1), 11);
    return random.chance(oddVerdicts) ? { push: 'once', ...random.pick(oddRules) } : null;
  };
}
