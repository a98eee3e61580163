import { z } from 'zod';
import { createFindings, problems } from '../../cloudfunctions/shared/integrity/rules/findings';
import type { Finding } from '../../cloudfunctions/shared/integrity/rules/findings';
import { entryFindings, trioFindings } from '../../cloudfunctions/shared/integrity/rules/ledger';
import type { LedgerEntry } from '../../cloudfunctions/shared/integrity/rules/ledger';
import { statusOf } from '../../cloudfunctions/shared/integrity/rules/report';
import type { Status } from '../../cloudfunctions/shared/integrity/rules/report';
import { seatFindings, workFindings } from '../../cloudfunctions/shared/integrity/rules/work';
import { creditLogIds } from '../../cloudfunctions/shared/domain/ids';
import type { Work } from '../../cloudfunctions/shared/domain/work/work';
import { readEntry, readUser, readWork } from '../../cloudfunctions/shared/integrity/checks/rows';
import type { ParseResult } from '../../cloudfunctions/shared/integrity/checks/rows';
import { callLocalCloud } from '../local/cloud';
import { withArchived } from './archive';
import type { Connection } from './connection';

type Row = Record<string, unknown>;

/** Everything known about one work. */
export type Story = {
  workId: string;
  status: Status;
  work: Row | null;
  backup: Row | null;
  user: { id: string; credits: number; generateCount: number; userType: string } | null;
  /** Charges and refunds that refer to the work, whatever their ids are. */
  entries: Row[];
  files: { fileId: string; exists: boolean }[];
  groupMates: { id: string; status: string }[];
  adminLogs: Row[];
  /** Null when logs cannot be read from here. */
  logs: Row[] | null;
  findings: Finding[];
};

const maxRows = 100;
const stuckAfterMs = 5 * 60_000;

/** Null when no row names the work. */
export async function readStory(connection: Connection, workId: string): Promise<Story | null> {
  const { database, clock, findMissing, isLocal } = connection;
  const findings = createFindings(maxRows);
  const one = async (collection: string, id: string) =>
    ((await database.collection(collection).doc(id).get()).data ?? null) as Row | null;
  const many = async (collection: string, condition: Row) =>
    (await database.collection(collection).where(condition).limit(maxRows).get()).data as Row[];
  const keep = <Parsing>(result: ParseResult<Parsing>): Parsing | null => {
    if ('row' in result) return result.row;
    findings.add(result.finding);
    return null;
  };

  const [rawWork, backup, named] = await Promise.all([
    one('works', workId),
    one('emergency_backup', workId),
    many('credit_logs', {
      _id: database.command.in([creditLogIds.consume(workId), creditLogIds.refund(workId)]),
    }),
  ]);
  // Query by owner, which an index covers; scanning the whole ledger for one work would be too slow.
  const owner = [rawWork, backup, ...named].map((row) => text(row?.['userId'])).find(Boolean);
  const byReference =
    owner === undefined ? [] : await many('credit_logs', { userId: owner, workId });
  const entries = [...new Map([...named, ...byReference].map((row) => [row['_id'], row])).values()];
  if (rawWork === null && backup === null && entries.length === 0) return null;

  const work = rawWork === null ? null : keep(readWork(rawWork));
  const books = entries.map((row) => keep(readEntry(row))).filter((entry) => entry !== null);
  const isWaiting = backup !== null && backup['isRecovered'] !== true;
  books.flatMap(entryFindings).forEach(findings.add);
  trioFindings(trioOf(workId, work, books), isWaiting).forEach(findings.add);
  if (work !== null) await judgeWork(work);
  const ownerId = work?.userId ?? text(backup?.['userId']) ?? books[0]?.userId ?? '';
  if (isWaiting) {
    const what = `原因 ${text(backup['backupReason']) ?? '?'}，${text(backup['originalError']) ?? ''}`;
    findings.add({ problem: 'backupWaiting', id: workId, userId: ownerId, what });
  }
  const rawUser = ownerId === '' ? null : await one('users', ownerId);
  const user = rawUser === null ? null : keep(readUser(rawUser));
  if (work !== null && rawUser === null) {
    findings.add({ problem: 'workWithoutUser', id: workId, userId: ownerId, what: ownerId });
  }
  const fileIds = filesOf(work, backup);
  const missing = new Set(fileIds.length === 0 ? [] : await findMissing(fileIds));
  if (work?.status === 'completed' && work.deletedAt === null && missing.has(work.imageUrl)) {
    const what = work.imageUrl;
    findings.add({ problem: 'fileMissing', id: workId, userId: ownerId, what });
  }
  const mates =
    work?.groupId === undefined
      ? []
      : await many('works', { userId: work.userId, groupId: work.groupId });
  const list = findings.list();
  return {
    workId,
    status: statusOf(list.map(({ problem }) => problems[problem].severity)),
    work: withoutOpenid(rawWork),
    backup:
      backup === null ? null : withoutOpenid({ ...backup, work: withoutOpenid(backup['work']) }),
    user,
    entries: entries.map((row) => withoutOpenid(row) ?? {}),
    files: fileIds.map((fileId) => ({ fileId, exists: !missing.has(fileId) })),
    groupMates: mates
      .filter((row) => row['_id'] !== workId)
      .map((row) => ({ id: text(row['_id']) ?? '?', status: text(row['status']) ?? '?' })),
    adminLogs: await withArchived(
      connection,
      'admin_logs',
      workId,
      await many('admin_logs', { target: workId }),
    ),
    logs: isLocal ? await readLogs(workId) : null,
    findings: list,
  };

  async function judgeWork(standing: Work): Promise<void> {
    [...seatFindings(standing), ...workFindings(standing)].forEach(findings.add);
    const { id, userId, seat, status, createdAt, type } = standing;
    const sharing = seat === '' ? [] : await many('works', { seat });
    const others = sharing.map((row) => text(row['_id'])).filter((other) => other !== id);
    if (others.length > 0) {
      const what = `席位 ${seat} 同时被 ${others.join('、')} 占用`;
      findings.add({ problem: 'duplicateSeat', id, userId, what });
    }
    // Studio pictures may wait for long; their jobs tell whether they are stuck.
    const isRunning = type === 'text2img' && (status === 'pending' || status === 'processing');
    if (isRunning && clock.now().getTime() - createdAt.getTime() > stuckAfterMs) {
      const what = `${status}，创建于 ${createdAt.toISOString()}`;
      findings.add({ problem: 'stuckWork', id, userId, what });
    }
  }
}

function trioOf(id: string, work: Work | null, books: readonly LedgerEntry[]) {
  const named = (entryId: string) => books.find((entry) => entry.id === entryId) ?? null;
  return {
    id,
    work,
    charge: named(creditLogIds.consume(id)),
    refund: named(creditLogIds.refund(id)),
  };
}

function filesOf(work: Work | null, backup: Row | null): string[] {
  const inner = z.looseObject({ imageUrl: z.string().catch('') }).safeParse(backup?.['work']);
  const all = [
    ...(work === null ? [] : [work.imageUrl, ...work.images, work.thumbnailUrl]),
    ...(inner.success ? [inner.data.imageUrl] : []),
  ];
  return [...new Set(all.filter((fileId) => fileId.startsWith('cloud://')))];
}

/** Log lines that mention the work. */
async function readLogs(workId: string): Promise<Row[]> {
  const rows = z.array(z.looseObject({})).parse(await callLocalCloud('GET', '/local/logs'));
  return rows.filter((row) => JSON.stringify(row).includes(workId)).slice(-maxRows);
}

/** An openid identifies a person in WeChat, so it never appears, not even in a report. */
function withoutOpenid(row: unknown): Row | null {
  if (row === null || typeof row !== 'object') return null;
  const { openid: _, _openid: __, ...rest } = row as Row;
  return rest;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
