import { join } from 'node:path';
import type { CollectionTemplate } from '../../../devtools/emulator/templates';
import { rowsName } from '../backup/folder';
import type { Manifest } from '../backup/folder';
import type { RowStore, StoredRow } from '../backup/row-store';
import type { Change, Drift, Plan } from '../change';
import { joinPlans } from '../change';
import { Interrupted } from '../operator';
import type { Operator } from '../operator';
import { differences } from './differences';

export type Restoration = {
  folder: string;
  manifest: Manifest;
  store: RowStore;
  templates: readonly CollectionTemplate[];
  /** Whether to add only missing rows and leave all others unchanged. */
  isAddingMissing: boolean;
};

type Counts = { missing: number; changed: number; extra: number; seed: number; example: string };

const maxBatchRows = 500;
const maxBatchBytes = 400_000;

/**
 * Compares each row of a backup with the environment, which may hold the initial data of `provision` and rows restored
 * by an earlier, interrupted run. Any other row is a reason to refuse, because restoring next to live data would mix
 * two states.
 */
export async function planRestore(operator: Operator, restoration: Restoration): Promise<Plan> {
  const { manifest, store, templates } = restoration;
  const standing = new Set((await store.listCollections()).map(({ name }) => name));
  const missing = templates.filter(({ collection }) => !standing.has(collection));
  if (missing.length > 0) {
    const names = missing.map(({ collection }) => collection).join('、');
    const remedy = store.isLocal
      ? '重新启动本地云（npm start），它会建好集合。'
      : `先建好集合、索引和权限：npm run provision -- --env ${store.envId} --apply`;
    return {
      changes: [],
      drift: [{ subject: store.name, problem: `没有集合 ${names}`, remedy }],
      notes: [],
    };
  }
  const plans: Plan[] = [];
  for (const { name, lines } of manifest.collections) {
    plans.push(await planCollection(operator, restoration, name, lines, standing.has(name)));
  }
  operator.progress.end();
  return joinPlans(...plans, { changes: [], drift: [], notes: notesOn(restoration) });
}

async function planCollection(
  operator: Operator,
  restoration: Restoration,
  name: string,
  rowCount: number,
  isStanding: boolean,
): Promise<Plan> {
  const { store, isAddingMissing } = restoration;
  const subject = `集合 ${name}`;
  const counts = await countDifferences(operator, restoration, name, rowCount, isStanding);
  const { missing, changed, extra, seed, example } = counts;
  const drift: Drift[] = [];
  const notes: string[] = [];
  if (changed + extra > 0 && !isAddingMissing) {
    const problem = `不是空的：${changed} 行与备份不同，${extra} 行备份里没有（例如 ${example}）`;
    const remedy = '恢复到新建的环境；只想补回丢失的行，加 --add-missing（不改动现有的行）。';
    drift.push({ subject, problem, remedy });
  }
  if (changed + extra > 0 && isAddingMissing) {
    notes.push(`${subject} 保持不动：${changed} 行与备份不同，${extra} 行备份里没有`);
  }
  const changes: Change[] = isStanding
    ? []
    : [{ subject, lines: ['+ 新建集合'], apply: () => store.createCollection(name) }];
  if (missing + seed > 0) {
    const lines = [
      ...(missing > 0 ? [`+ ${missing} 行`] : []),
      ...(seed > 0 ? [`~ ${seed} 行初始数据换成备份里的`] : []),
    ];
    const apply = () => restoreRows(operator, restoration, name, rowCount);
    changes.push({ subject, lines, apply });
  }
  return { changes, drift, notes };
}

async function countDifferences(
  { progress, signal }: Operator,
  restoration: Restoration,
  name: string,
  rowCount: number,
  isStanding: boolean,
): Promise<Counts> {
  const isSeed = createSeedTest(restoration, name);
  const counts: Counts = { missing: 0, changed: 0, extra: 0, seed: 0, example: '' };
  let done = 0;
  for await (const { kind, row } of differencesOf(restoration, name, isStanding)) {
    if (signal.aborted) throw new Interrupted();
    progress.show(`比较 ${name}`, (done += 1), rowCount);
    if (kind === 'missing') counts.missing += 1;
    else if (kind !== 'same' && isSeed(row.id)) counts.seed += kind === 'changed' ? 1 : 0;
    else if (kind !== 'same') {
      counts[kind] += 1;
      counts.example = row.id;
    }
  }
  return counts;
}

async function restoreRows(
  { progress, signal }: Operator,
  restoration: Restoration,
  name: string,
  rowCount: number,
): Promise<void> {
  const { store } = restoration;
  const isSeed = createSeedTest(restoration, name);
  let batch: StoredRow[] = [];
  let batchBytes = 0;
  let done = 0;
  const flush = async (): Promise<void> => {
    if (signal.aborted) throw new Interrupted();
    if (batch.length > 0) await store.insertRows(name, batch);
    batch = [];
    batchBytes = 0;
  };
  for await (const { kind, row } of differencesOf(restoration, name, true)) {
    progress.show(`写入 ${name}`, (done += 1), rowCount);
    if (kind === 'changed' && isSeed(row.id)) await store.overwriteRow(name, row);
    if (kind !== 'missing') continue;
    if (batch.length === maxBatchRows || batchBytes + row.line.length > maxBatchBytes)
      await flush();
    batch.push(row);
    batchBytes += row.line.length;
  }
  await flush();
}

function differencesOf(
  { folder, manifest, store }: Restoration,
  name: string,
  isStanding: boolean,
): ReturnType<typeof differences> {
  const toTarget = createRewriter(manifest.filePrefix, store.filePrefix);
  return differences(join(folder, rowsName(name)), toTarget, isStanding ? store : null, name);
}

/** File ids contain their environment, so rows restored to another one must refer to its files. */
function createRewriter(from: string, to: string): (line: string) => string {
  return from === to ? (line) => line : (line) => line.replaceAll(from, to);
}

/** Tests for rows that `provision` adds; with --add-missing they count as rows of the environment. */
function createSeedTest(
  { templates, isAddingMissing }: Restoration,
  name: string,
): (id: string) => boolean {
  if (isAddingMissing) return () => false;
  const { seed = [] } = templates.find(({ collection }) => collection === name) ?? {};
  const ids = new Set(seed.map(({ _id }) => _id));
  return (id) => ids.has(id);
}

function notesOn({ manifest, store }: Restoration): string[] {
  const { envId, filePrefix, files } = manifest;
  if (filePrefix === store.filePrefix) return [];
  return [
    `备份来自环境 ${envId}：行里的文件地址改为 ${store.filePrefix}；${files.lines} 个文件本身要另外复制（清单 files.ndjson）`,
  ];
}
