import { momentOf, showValue } from './local';

/** A log line of a function, as returned by `/local/logs`. */
export type Log = {
  time: unknown;
  function: string;
  requestId: string;
  level: string;
  message: string;
};

/** A step with a duration (a call, a timer, an order at a provider), or a note without one. */
export type Step = {
  kind: 'call' | 'timer' | 'provider' | 'note';
  startedAt: number;
  ms: number;
  title: string;
  detail: string;
  who: string;
  isFailed: boolean;
  function: string;
};

/** Everything that one tap, push or timer caused; `root` is that cause. */
export type Trace = { id: string; root: Step; steps: Step[]; startedAt: number; ms: number };

const ownFields = [
  ...['level', 'message', 'requestId', 'trace', 'function', 'action', 'ms', 'time', 'cold'],
  ...['vendor', 'operation', 'caller'],
];

/** Groups log lines by trace, newest first. */
export function toTraces(logs: readonly Log[]): Trace[] {
  const groups = new Map<string, Step[]>();
  for (const log of logs) {
    const fields = fieldsOf(log.message);
    const id = typeof fields['trace'] === 'string' ? fields['trace'] : log.requestId;
    const steps = groups.get(id) ?? [];
    groups.set(id, [...steps, toStep(log, fields)]);
  }
  return [...groups]
    .map(([id, steps]) => toTrace(id, steps))
    .sort((a, b) => b.startedAt - a.startedAt);
}

function toTrace(id: string, unsorted: Step[]): Trace {
  const steps = unsorted.sort((a, b) => a.startedAt - b.startedAt || b.ms - a.ms);
  const [first] = steps;
  if (first === undefined) throw new Error('a trace has a step');
  const root = steps.find(({ kind }) => kind === 'call' || kind === 'timer') ?? first;
  const endedAt = Math.max(...steps.map(({ startedAt, ms }) => startedAt + ms));
  return { id, root, steps, startedAt: first.startedAt, ms: endedAt - first.startedAt };
}

function toStep(log: Log, fields: Record<string, unknown>): Step {
  const ms = typeof fields['ms'] === 'number' ? fields['ms'] : 0;
  const endedAt = momentOf(log.time)?.getTime() ?? 0;
  const kind = kindOf(fields);
  return {
    kind,
    startedAt: endedAt - ms,
    ms,
    title: titleOf(kind, log, fields),
    detail: detailOf(fields),
    who: kind === 'timer' ? '定时器' : showValue(fields['caller']).slice(0, 6),
    isFailed: log.level === 'error' || Number(fields['code'] ?? 0) >= 500,
    function: log.function,
  };
}

function kindOf({ message }: Record<string, unknown>): Step['kind'] {
  return message === 'call' || message === 'timer' || message === 'provider' ? message : 'note';
}

function titleOf(kind: Step['kind'], log: Log, fields: Record<string, unknown>): string {
  if (kind === 'call') return `${log.function}.${showValue(fields['action'])}`;
  if (kind === 'timer') return `${log.function} 定时运行`;
  if (kind === 'provider')
    return `${showValue(fields['vendor'])} ${showValue(fields['operation'])}`;
  return showValue(fields['message'] ?? log.message);
}

/** The remaining fields as `name=value`, without zeros and empty values. */
function detailOf(fields: Record<string, unknown>): string {
  return Object.entries(fields)
    .filter(([name, value]) => !ownFields.includes(name) && value !== 0 && showValue(value) !== '')
    .map(([name, value]) => (name === 'code' && value === 200 ? '' : `${name}=${showValue(value)}`))
    .filter((part) => part !== '')
    .join('  ');
}

/** The fields of a structured line; for any other line, its text as `message`. */
function fieldsOf(message: string): Record<string, unknown> {
  try {
    const parsed = JSON.parse(message) as unknown;
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  } catch {
    // Written by console.log, not by the product's logger.
  }
  return { message };
}

/** Whether any step of the trace contains the text. */
export function matches({ id, steps }: Trace, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return (
    wanted === '' ||
    [id, ...steps.flatMap(({ title, detail, who }) => [title, detail, who])].some((text) =>
      text.toLowerCase().includes(wanted),
    )
  );
}

/** `1.2 s` or `38 ms`. */
export function showDuration(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`;
}

/** The value that this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
