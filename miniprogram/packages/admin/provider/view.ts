import type {
  Model,
  ModelChange,
  ModelSettings,
  ModelWeek,
} from '../../../../cloudfunctions/shared/contracts/provider';
import { moneyName } from '../../../utils/money';
import { joined } from '../../../utils/names';
import { clockTime, dateTimeName } from '../../../utils/time';
import { capabilityName, stateName, stateTone, vendorName } from '../model-words';
import type { Tone } from '../order-words';

export type Stepper = { id: keyof Counts; name: string; min: number; max: number; step: number };
type Counts = Omit<ModelSettings, 'isActive'>;

export const steppers: Stepper[] = [
  { id: 'priority', name: '优先级', min: 0, max: 1000, step: 10 },
  { id: 'weight', name: '权重', min: 1, max: 1000, step: 1 },
  { id: 'maxConcurrent', name: '同时最多', min: 1, max: 1000, step: 1 },
  { id: 'perMinute', name: '每分钟最多', min: 1, max: 10_000, step: 10 },
];

export type Share = { configId: string; name: string; percent: number; isOwn: boolean };
export type Week = { name: string; text: string; unit: string }[];
export type Test = {
  state: 'none' | 'running' | 'worked' | 'failed';
  title: string;
  line: string;
  problem: string;
  imageUrl: string;
  act: string;
};
export type Change = { changeId: string; what: string; line: string; canUndo: boolean };

export type ModelView = {
  vendor: string;
  title: string;
  model: string;
  tag: string;
  tone: Tone;
  health: string;
  facts: string;
  week: Week;
  weekCount: string;
  test: Test;
  changes: Change[];
};

export function toModelView(
  { model, week, changes }: { model: Model; week: ModelWeek | null; changes: ModelChange[] },
  now: number,
): ModelView {
  const { provider, capability, state, deadlineSeconds, priceFen, mode, region } = model;
  return {
    ...{ vendor: vendorName(provider), title: capabilityName(capability), model: model.model },
    ...{ tag: stateName(state), tone: stateTone(state) },
    health: toHealth(model, now),
    facts: joined(
      priceFen > 0 ? `每张 ${moneyName(priceFen)}` : '免费',
      mode === 'async' ? `限时 ${deadlineSeconds} 秒，先受理后取图` : `限时 ${deadlineSeconds} 秒`,
      region === 'abroad' ? '境外，不发人物照' : '',
    ),
    week: toWeek(week),
    weekCount: week === null ? '' : `${week.attempts}${week.isCut ? '+' : ''} 次`,
    test: toTest(model, now),
    changes: changes.map((change) => toChange(change, now)),
  };
}

/** `连续 3 次失败，1 分 20 秒后试探 1 次` */
function toHealth({ health, state }: Model, now: number): string {
  const { failures, cooldownUntil, reason } = health;
  if (failures === 0) return state === 'withoutKey' ? '环境变量里没有它的密钥' : '';
  const waitMs = cooldownUntil === null ? 0 : Date.parse(cooldownUntil) - now;
  const seconds = Math.ceil(waitMs / 1000);
  const minutes = Math.floor(seconds / 60);
  const wait = `${minutes > 0 ? `${minutes} 分 ` : ''}${seconds % 60} 秒后试探 1 次`;
  const told = `连续 ${failures} 次失败${reason === '' ? '' : `（${reason}）`}`;
  if (cooldownUntil === null) return told;
  return waitMs > 0 ? `${told}，${wait}` : `${told}，正在试探`;
}

function toWeek(week: ModelWeek | null): Week {
  if (week === null) return [];
  const { attempts, usable, medianMs, fenPerUsable } = week;
  const rate = attempts === 0 ? '—' : String(Math.floor((usable / attempts) * 100));
  const seconds = medianMs === null ? '—' : String(Math.round(medianMs / 100) / 10);
  return [
    { name: '可用率', text: rate, unit: attempts === 0 ? '' : '%' },
    { name: '中位耗时', text: seconds, unit: medianMs === null ? '' : '秒' },
    {
      name: '每张可用成本',
      text: fenPerUsable === null ? '—' : moneyName(fenPerUsable),
      unit: '',
    },
  ];
}

function toTest({ test, priceFen, model }: Model, now: number): Test {
  const price = priceFen > 0 ? `，约 ${moneyName(priceFen)}` : '';
  const shown = { problem: '', imageUrl: test?.imageUrl ?? '' };
  if (test === null) {
    return {
      ...shown,
      state: 'none',
      title: '还没有试调过',
      line: `用示例真画一张${price}`,
      act: '试调',
    };
  }
  const { state, startedAt, endedAt, costFen, problem = '' } = test;
  const ms = endedAt === undefined ? 0 : Date.parse(endedAt) - Date.parse(startedAt);
  const when =
    Date.parse(startedAt) > now - 12 * 3_600_000
      ? clockTime(startedAt)
      : dateTimeName(startedAt, now);
  const took = endedAt === undefined ? '' : `${Math.round(ms / 100) / 10} 秒`;
  const cost = costFen > 0 ? `花费 ${moneyName(costFen)}` : '';
  const line = joined(when, took, cost, test.model === model ? '' : `当时是 ${test.model}`);
  if (state === 'running') return { ...shown, state, title: '正在试调', line, act: '看结果' };
  const title = state === 'worked' ? '试调成功' : '试调没有成功';
  return { ...shown, state, title, line, problem, act: '再试一次' };
}

const names: Record<keyof ModelSettings, string> = {
  priority: '优先级',
  weight: '权重',
  maxConcurrent: '同时最多',
  perMinute: '每分钟最多',
  isActive: '启用',
};

const changed = ['priority', 'weight', 'maxConcurrent', 'perMinute', 'isActive'] as const;

function word(value: number | boolean | undefined): string {
  if (typeof value === 'boolean') return value ? '开' : '关';
  return value === undefined ? '' : String(value);
}

function toChange(
  { changeId, before, after, adminName, createdAt, canUndo }: ModelChange,
  now: number,
): Change {
  const what = changed.flatMap((name) => {
    const [old, value] = [before[name], after[name]];
    return value === undefined ? [] : [`${names[name]} ${word(old)} → ${word(value)}`];
  });
  return {
    ...{ changeId, canUndo, what: what.length === 0 ? '没有改动' : what.join('，') },
    line: joined(dateTimeName(createdAt, now), adminName),
  };
}

/** How requests are shared among the active models of one priority, with the unsaved settings of this one. */
export function toShares(own: Model, settings: ModelSettings, rivals: readonly Model[]): Share[] {
  const drawn = [
    ...(settings.isActive ? [{ ...own, settings }] : []),
    ...rivals.filter(
      (rival) =>
        rival.configId !== own.configId &&
        rival.settings.isActive &&
        rival.settings.priority === settings.priority,
    ),
  ];
  const total = drawn.reduce((sum, { settings: { weight } }) => sum + weight, 0);
  return drawn.map(({ configId, provider, settings: { weight } }) => ({
    ...{ configId, name: vendorName(provider), isOwn: configId === own.configId },
    percent: Math.round((weight / total) * 100),
  }));
}

export type SaveView = { canSave: boolean; label: string; effect: string };

/** What saving would do. */
export function toSaveView(own: Model, settings: ModelSettings): SaveView {
  const isChanged = (Object.keys(settings) as (keyof ModelSettings)[]).some(
    (name) => settings[name] !== own.settings[name],
  );
  const turnsOn = settings.isActive && !own.settings.isActive;
  if (turnsOn && !own.hasWorked) {
    return { canSave: false, label: '保存，先试调一次', effect: '试调成功后才能启用' };
  }
  if (!isChanged) return { canSave: false, label: '保存，没有改动', effect: '保存后立即生效' };
  const turnsOff = !settings.isActive && own.settings.isActive;
  const effect = turnsOff ? '保存后不再派新图给它，已经在画的会画完' : '保存后立即生效';
  return { canSave: true, label: '保存', effect };
}
