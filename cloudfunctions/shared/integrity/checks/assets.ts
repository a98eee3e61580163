import * as z from 'zod';
import { parseAsset } from '../../data/rows/asset';
import { parseOutboxMessage } from '../../data/rows/outbox-message';
import { parseConsent } from '../../data/rows/subscribe-consent';
import { assetPath, assetSubject, assetThumbnailPath } from '../../domain/assets/asset';
import type { Asset } from '../../domain/assets/asset';
import { subjectKey } from '../../domain/moderation/media-check';
import type { Clock } from '../../domain/time/clock';
import { pagesById, retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { Finding } from '../rules/findings';
import { parsed } from './rows';
import type { Mode } from './scan';

type Options = {
  mode: Mode;
  now: Date;
  clock: Clock;
  findMissing: ((fileIds: readonly string[]) => Promise<string[]>) | null;
  listFiles: (() => Promise<string[]>) | null;
};

const minuteMs = 60_000;
const overdueAfterMs = 10 * minuteMs;
const pageSize = 250;
const Keyed = z.object({ _id: z.string() });
const Use = z.object({ _id: z.string(), assetId: z.string(), userId: z.string().catch('') });

/**
 * Photos and messages: finds what the sweep should have processed. In full mode also checks that every usable photo has passed,
 * that exactly the kept files exist, that every use has its photo, and that every consent balance matches its accepts and sends.
 * Malformed rows are reported by another check.
 */
export async function findAssetProblems(
  database: AdminDatabase,
  options: Options,
): Promise<Finding[]> {
  const found: Finding[] = [...(await findOverdue(database, options))];
  if (options.mode === 'light') return found;
  const kept = new Set<string>();
  for await (const page of pagesById(database, 'assets', options.clock, { size: pageSize })) {
    const assets = page.flatMap((raw) => {
      const result = parsed('invalidRow', raw, () => parseAsset(raw));
      return 'row' in result && !result.row.isSample ? [result.row] : [];
    });
    found.push(...(await findUnmoderated(database, assets, options)));
    const present = assets.filter(
      ({ stage, filesRemovedAt }) => stage !== 'begun' && filesRemovedAt === null,
    );
    found.push(...(await findMissingFiles(present, options)));
    // Files of a registration that has just begun may exist already.
    for (const { userId, id, filesRemovedAt } of assets) {
      if (filesRemovedAt !== null) continue;
      kept.add(assetPath(userId, id)).add(assetThumbnailPath(userId, id));
    }
  }
  for (const path of (await options.listFiles?.()) ?? []) {
    const [, userId, id] = /^private\/assets\/([^/]+)\/([^/.]+)\./.exec(path) ?? [];
    if (userId === undefined || id === undefined || kept.has(path)) continue;
    found.push({ problem: 'fileWithoutAsset', id, userId, what: path });
  }
  found.push(
    ...(await findLostUses(database, options)),
    ...(await findBalances(database, options)),
  );
  return found;
}

async function findOverdue(database: AdminDatabase, { now, clock }: Options): Promise<Finding[]> {
  const before = database.command.lt(new Date(now.getTime() - overdueAfterMs));
  const list = (collection: string) =>
    retryRead(clock, async () => {
      const query = database.collection(collection).where({ dueAt: before });
      return (await query.orderBy('dueAt', 'asc').limit(pageSize).get()).data;
    });
  const since = (dueAt: Date | null) =>
    `已逾期 ${Math.round((now.getTime() - (dueAt ?? now).getTime()) / minuteMs)} 分钟`;
  const assets = (await list('assets')).flatMap((raw): Finding[] => {
    const result = parsed('invalidRow', raw, () => parseAsset(raw));
    if (!('row' in result)) return [];
    const { id, userId, dueAt } = result.row;
    return [{ problem: 'stuckAsset', id, userId, what: since(dueAt) }];
  });
  const messages = (await list('message_outbox')).flatMap((raw): Finding[] => {
    const result = parsed('invalidRow', raw, () => parseOutboxMessage(raw));
    if (!('row' in result)) return [];
    const { id, userId, dueAt } = result.row;
    return [{ problem: 'stuckMessage', id, userId, what: since(dueAt) }];
  });
  return [...assets, ...messages];
}

async function idsOf(
  database: AdminDatabase,
  clock: Clock,
  collection: string,
  ids: readonly string[],
  condition: object = {},
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { data } = await retryRead(clock, () =>
    database
      .collection(collection)
      .where({ _id: database.command.in(ids), ...condition })
      .field({ _id: true })
      .limit(ids.length)
      .get(),
  );
  return new Set(data.map((row) => Keyed.parse(row)._id));
}

async function findUnmoderated(
  database: AdminDatabase,
  assets: readonly Asset[],
  { clock }: Options,
): Promise<Finding[]> {
  const usable = assets.filter(({ status }) => status === 'usable');
  const keyOf = ({ id }: Asset) => subjectKey(assetSubject(id));
  const passed = await idsOf(database, clock, 'moderations', usable.map(keyOf), { state: 'pass' });
  return usable
    .filter((asset) => !passed.has(keyOf(asset)))
    .map(({ id, userId }) => ({ problem: 'unmoderatedAsset', id, userId, what: '没有通过的审核' }));
}

async function findMissingFiles(
  assets: readonly Asset[],
  { findMissing }: Options,
): Promise<Finding[]> {
  if (findMissing === null || assets.length === 0) return [];
  const gone = new Set(
    await findMissing(assets.flatMap(({ fileId, thumbnailFileId }) => [fileId, thumbnailFileId])),
  );
  return assets.flatMap(({ id, userId, fileId, thumbnailFileId }) =>
    [fileId, thumbnailFileId]
      .filter((file) => gone.has(file))
      .map((what): Finding => ({ problem: 'assetFileMissing', id, userId, what })),
  );
}

async function findLostUses(database: AdminDatabase, { clock }: Options): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const page of pagesById(database, 'asset_uses', clock, { size: pageSize })) {
    const uses = page.flatMap((raw) => Use.safeParse(raw).data ?? []);
    const assets = await idsOf(
      ...([database, clock, 'assets', [...new Set(uses.map(({ assetId }) => assetId))]] as const),
    );
    for (const { _id: id, userId, assetId } of uses) {
      if (assets.has(assetId)) continue;
      found.push({ problem: 'useWithoutAsset', id, userId, what: `素材 ${assetId} 不存在` });
    }
  }
  return found;
}

async function findBalances(database: AdminDatabase, { clock }: Options): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const page of pagesById(database, 'subscribe_consents', clock, { size: pageSize })) {
    for (const raw of page) {
      const result = parsed('invalidRow', raw, () => parseConsent(raw));
      if (!('row' in result)) continue;
      const { id, userId, balance, accepts, sends, lost } = result.row;
      if (balance === accepts - sends - lost) continue;
      const what = `余 ${balance}，同意 ${accepts}，发送 ${sends}，失效 ${lost}`;
      found.push({ problem: 'consentBalance', id, userId, what });
    }
  }
  return found;
}
