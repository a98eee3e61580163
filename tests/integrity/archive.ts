import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../cloudfunctions/shared/domain/time/clock';
import { checkIntegrity } from '../../cloudfunctions/shared/integrity/checks/check';
import type { CheckOptions } from '../../cloudfunctions/shared/integrity/checks/check';
import { businessDay } from '../../cloudfunctions/shared/domain/time/business-day';
import type { Report } from '../../cloudfunctions/shared/integrity/rules/report';
import type { Document } from '../../devtools/emulator/database/database';
import { connect } from '../../scripts/admin/connection';
import type { Connection } from '../../scripts/admin/connection';
import { findMissingIndexes } from '../../scripts/admin/indexes';
import { startTestCloud } from '../support/cloud';
import type { TestCloud } from '../support/cloud';

/** Noon in Beijing, on a Saturday. */
export const now = new Date('2026-11-21T04:00:00Z');
const hourMs = 3_600_000;

export type Archive = {
  cloud: TestCloud;
  connection: Connection;
  /** A stopped clock that counts waits. */
  clock: Clock & { slept: number };
  check(options?: Partial<CheckOptions>): Promise<Report>;
  /** Changes fields of one row. */
  change(collection: string, id: string, fields: Document): void;
  remove(collection: string, ...ids: string[]): void;
  close(): Promise<void>;
};

/** A cloud without functions, whose rows the admin's tools read through the real SDK. */
export async function openArchive({
  withoutIndex,
}: { withoutIndex?: string } = {}): Promise<Archive> {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  mkdirSync(join(folder, 'functions'));
  const cloud = await startTestCloud({
    functionsFolder: join(folder, 'functions'),
    ...(withoutIndex === undefined ? {} : { templatesFolder: copyTemplates(folder, withoutIndex) }),
  });
  process.env['LOCAL_CLOUD_URL'] = cloud.url;
  const connection = await connect(null);
  const clock = {
    slept: 0,
    now: () => now,
    sleep: () => {
      clock.slept += 1;
      return Promise.resolve();
    },
    random: () => 0.5,
  };
  return {
    cloud,
    connection,
    clock,
    check: (options = {}) =>
      checkIntegrity(connection.database, {
        mode: 'full',
        now,
        clock,
        keep: 100,
        findMissing: () => Promise.resolve([]),
        listFiles: () => Promise.resolve([]),
        findMissingIndexes,
        ...options,
      }),
    change(collection, id, fields) {
      const [row] = cloud.collection(collection).rows({ _id: id });
      if (row === undefined) throw new Error(`There is no ${id} in ${collection}.`);
      cloud.collection(collection).put({ ...row, ...fields });
    },
    remove(collection, ...ids) {
      const rows = cloud.collection(collection).rows();
      cloud.collection(collection).empty();
      cloud
        .collection(collection)
        .put(...rows.filter((row) => !ids.includes(row['_id'] as string)));
    },
    async close() {
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Copies the templates of the project, leaving out one index of `works`. */
function copyTemplates(folder: string, withoutIndex: string): string {
  const target = join(folder, 'templates');
  const source = join(__dirname, '../../database-templates');
  mkdirSync(target);
  for (const name of readdirSync(source).filter((file) => /^[a-z_]+\.json$/.test(file))) {
    const template = JSON.parse(readFileSync(join(source, name), 'utf8')) as {
      indexes: { name: string }[];
    };
    const indexes = template.indexes.filter((index) => index.name !== withoutIndex);
    writeFileSync(join(target, name), JSON.stringify({ ...template, indexes, seed: [] }));
  }
  return target;
}

type Person = { completed: number; failed: number };

/** Creates a free user with works, charges and refunds that agree. */
export function fillPerson(cloud: TestCloud, name: string, { completed, failed }: Person): string {
  const userId = `user_${name}`;
  const works: Document[] = [];
  const logs: Document[] = [];
  let credits = 0;
  const log = (id: string, kind: string, amount: number, workId?: string) => {
    const before = credits;
    credits += amount;
    logs.push({
      _id: id,
      _openid: name,
      userId,
      kind,
      amount,
      before,
      after: credits,
      title: '',
      ...(workId === undefined ? {} : { workId }),
      createdAt: new Date(now.getTime() - 50 * hourMs + logs.length * 1000),
    });
  };
  log(`welcome:${userId}`, 'welcome', 100);
  for (let n = 1; n <= completed + failed; n += 1) {
    const hasFailed = n > completed;
    const work = workRow(name, n, hasFailed ? 'failed' : 'completed');
    works.push(work);
    const workId = `work_${name}_${n}`;
    log(`consume:${workId}`, 'consume', -1, workId);
    if (hasFailed) log(`refund:${workId}`, 'refund', 1, workId);
  }
  cloud.collection('users').put({
    _id: userId,
    _openid: name,
    openid: name,
    nickname: name,
    userType: 'wechat',
    vipLevel: 0,
    credits,
    generateCount: completed,
    createdAt: new Date(now.getTime() - 60 * hourMs),
    updatedAt: now,
  });
  cloud.collection('works').put(...works);
  cloud.collection('credit_logs').put(...logs);
  return userId;
}

export function workRow(
  name: string,
  n: number,
  status: 'pending' | 'completed' | 'failed',
): Document & { _id: string } {
  const _id = `work_${name}_${n}`;
  const userId = `user_${name}`;
  const createdAt = new Date(now.getTime() - hourMs);
  const day = businessDay(createdAt);
  const imageUrl = status === 'completed' ? `cloud://test/works/${userId}/${_id}.png` : '';
  return {
    _id,
    id: _id,
    _openid: name,
    openid: name,
    userId,
    requestId: `request-${n}`,
    type: 'text2img',
    mode: 'single',
    title: '雨中的橘猫',
    originalPrompt: '雨中的橘猫',
    prompt: '雨中的橘猫',
    enhancedPrompt: '雨中的橘猫',
    imageUrl,
    images: imageUrl === '' ? [] : [imageUrl],
    thumbnailUrl: imageUrl,
    isFavorite: false,
    status,
    seat: status === 'failed' ? `released:${_id}` : `${userId}:${day}:${n}`,
    day,
    cost: 1,
    refundedCredits: status === 'failed' ? 1 : 0,
    createdAt,
    updatedAt: createdAt,
    deletedAt: null,
  };
}

export function backupRow(
  name: string,
  n: number,
  more: Document = {},
): Document & { _id: string } {
  const work = workRow(name, n, 'completed');
  const { _id, userId, day } = work;
  return {
    _id,
    userId: userId ?? '',
    day: day ?? '',
    work,
    backupReason: 'works_collection_save_failed',
    originalError: 'timeout',
    retryCount: 3,
    timestamp: new Date(now.getTime() - hourMs),
    isRecovered: false,
    ...more,
  };
}
