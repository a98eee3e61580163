import type { TaskType } from '../../../../cloudfunctions/shared/contracts/task';
import { readStored } from '../../../utils/storage';

export type Model = 'female' | 'male' | 'none';

/** The choices of the last order. */
export type Choices = { sceneId: string; model: Model; count: number; size: string };

export const firstChoices: Choices = { sceneId: '', model: 'female', count: 4, size: '864x1152' };

/** Facts about a task that only this phone stores. */
export type OrderNote = {
  taskId: string;
  title: string;
  /** Only for a try-on: the photo to compare the result with. */
  personAssetId?: string;
};

const choicesKey = 'studioChoices';
const notesKey = 'studioOrders';
const rangesKey = 'studioRanges';
const maxNotes = 40;

export function readChoices(): Choices {
  const stored = readStored(choicesKey, isRecord);
  if (stored === null) return firstChoices;
  const { sceneId, model, count, size } = stored;
  return {
    sceneId: typeof sceneId === 'string' ? sceneId : '',
    model: model === 'male' || model === 'none' ? model : 'female',
    count: typeof count === 'number' && count >= 1 && count <= 4 ? Math.floor(count) : 4,
    size: typeof size === 'string' && size !== '' ? size : firstChoices.size,
  };
}

export function storeChoices(choices: Choices): void {
  wx.setStorageSync(choicesKey, choices);
}

export function readNotes(): OrderNote[] {
  return readStored(notesKey, isNotes) ?? [];
}

export function noteOf(taskId: string): OrderNote | null {
  return readNotes().find((note) => note.taskId === taskId) ?? null;
}

export function remember(note: OrderNote): void {
  const others = readNotes().filter(({ taskId }) => taskId !== note.taskId);
  wx.setStorageSync(notesKey, [note, ...others].slice(0, maxNotes));
}

/** The duration of such a task in seconds, as last estimated by the cloud. */
export type Range = { from: number; to: number };

export function lastRange(type: TaskType): Range | null {
  const range = readStored(rangesKey, isRecord)?.[type];
  if (!isRecord(range)) return null;
  const { from, to } = range;
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : null;
}

export function rememberRange(type: TaskType, range: Range): void {
  wx.setStorageSync(rangesKey, { ...readStored(rangesKey, isRecord), [type]: range });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNotes(value: unknown): value is OrderNote[] {
  return (
    Array.isArray(value) &&
    value.every(
      (note) =>
        isRecord(note) && typeof note['taskId'] === 'string' && typeof note['title'] === 'string',
    )
  );
}
