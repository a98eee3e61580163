import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../../devtools/emulator/database/database';
import type { Call, Data, Evidence } from '../history';
import type { Command } from '../commands/all';
import { limits } from '../people';
import type { Person } from '../people';

export type Rule =
  | 'I1'
  | 'I2'
  | 'I3'
  | 'I4'
  | 'I5'
  | 'I6'
  | 'I7'
  | 'I8'
  | 'I9'
  | 'I10'
  | 'I11'
  | ChatRule
  | StudioRule
  | WalletRule
  | 'SAFE'
  | 'CALM';
type ChatRule = 'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'C6' | 'C7' | 'C8' | 'C9' | 'C10';
type StudioRule = `S${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`;
type WalletRule = `W${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}`;
export type Violation = { rule: Rule; text: string };

export type Row = {
  id: string;
  userId: string;
  openid: string;
  requestId: string;
  requestHash: string;
  status: string;
  errorCode: string;
  seat: string;
  day: string;
  cost: number;
  refundedCredits: number;
  imageUrl: string;
  prompt: string;
  title: string;
  mode: string;
  isFavorite: boolean;
  createdAt: number;
  updatedAt: number;
  isDeleted: boolean;
};

export type Log = {
  id: string;
  userId: string;
  kind: string;
  amount: number;
  before: number;
  after: number;
  workId: string;
};

export type GenerateCall = Call & { command: Extract<Command, { do: 'generate' }> };
export type AnsweredWork = { workId: string; status: string; imageUrl: string; saved: string };

export function toRow(document: Document): Row {
  const text = (field: string): string =>
    typeof document[field] === 'string' ? document[field] : '';
  return {
    id: text('_id'),
    userId: text('userId'),
    openid: text('openid'),
    requestId: text('requestId'),
    requestHash: text('requestHash'),
    status: text('status'),
    errorCode: text('errorCode'),
    seat: text('seat'),
    day: text('day'),
    cost: Number(document['cost']),
    refundedCredits: Number(document['refundedCredits']),
    imageUrl: text('imageUrl'),
    prompt: text('originalPrompt'),
    title: text('title'),
    mode: text('mode'),
    isFavorite: document['isFavorite'] === true,
    createdAt: Number(document['createdAt']),
    updatedAt: Number(document['updatedAt']),
    isDeleted: document['deletedAt'] !== null,
  };
}

export function toLog(document: Document): Log {
  const { _id, userId, kind, amount, before, after, workId } = document;
  return {
    id: textOf(_id),
    userId: textOf(userId),
    kind: textOf(kind),
    amount: Number(amount),
    before: Number(before),
    after: Number(after),
    workId: typeof workId === 'string' ? workId : '',
  };
}

/** Rows that users created during the scenario, without the seeded ones. */
export function rowsOf({ works }: Data): Row[] {
  // Works of tasks have their own rules.
  return works
    .filter(({ taskId }) => taskId == null)
    .map(toRow)
    .filter(({ id }) => !id.startsWith('earlier_'));
}

export function waitingOf({ emergency_backup: backups }: Data): Document[] {
  return backups.filter((row) => row['isRecovered'] !== true);
}

export function isSuccess({ reply }: Call): boolean {
  return reply?.code === 200;
}

export function generateCalls({ calls }: Evidence): GenerateCall[] {
  return calls.filter((call): call is GenerateCall => call.command.do === 'generate');
}

export function answeredWorks({ reply }: Call): AnsweredWork[] {
  return reply?.code === 200 ? (reply.data?.['works'] as AnsweredWork[]) : [];
}

export function personOf({ scenario }: Evidence, name: string): Person {
  const person = scenario.people.find((candidate) => candidate.name === name);
  if (person === undefined) throw new Error(`Nobody is called ${name}.`);
  return person;
}

/** Limits that may have been in force at any time, from the changes of admins. */
export function limitsOf(evidence: Evidence, name: string): number[] {
  const { tier, own } = personOf(evidence, name);
  const set = evidence.scenario.commands.flatMap((command) => {
    if (!('target' in command) || command.target !== name) return [];
    if (command.do === 'limit' && command.feature === 'image_daily') return command.value ?? [];
    return command.do === 'plan' ? [limits.vip, limits.free] : [];
  });
  const more = own?.image_daily === undefined ? set : [own.image_daily, ...set];
  const changes = evidence.scenario.commands.flatMap((command) =>
    command.do === 'tier' && command.target === name ? [command.vipLevel] : [],
  );
  if (tier === 'admin') return [limits.admin, ...more];
  return [
    limits[tier],
    ...more,
    ...changes.map((vipLevel) => (vipLevel > 0 ? limits.vip : limits.free)),
  ];
}

export function wasTierThroughout(evidence: Evidence, name: string, tier: Person['tier']): boolean {
  const changes = evidence.scenario.commands.some(
    (command) => (command.do === 'tier' || command.do === 'plan') && command.target === name,
  );
  return personOf(evidence, name).tier === tier && !changes;
}

export function nameOf({ scenario }: Evidence, userId: string): string | null {
  return scenario.people.find(({ name }) => userIdOf(name) === userId)?.name ?? null;
}

/** True when the clock was moved back: moments are not comparable then. */
export function stepsBack({ scenario }: Evidence): boolean {
  return scenario.commands.some(
    (command) => command.do === 'clock' && 'byMs' in command && command.byMs < 0,
  );
}

export function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** A value of a row as text; ids and states are texts already. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
