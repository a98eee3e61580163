import type { Command } from './commands/all';
import type { Flow } from './exhaustive';
import type { Person } from './people';
import type { Race } from './races';
import type { FaultName, FaultPoint } from './world/faults';

const person = (name: string, tier: Person['tier'], own?: Person['own']): Person => ({
  ...{ name, tier, isMember: true, credits: 100, filled: 0 },
  ...(own === undefined ? {} : { own }),
});
const asks = (id: number, at: number, message = 'm1'): Command => ({
  ...{ id, at, who: 'p0', do: 'ask', message },
  session: null,
  text: `雨中的橘猫，p0 ${message}`,
});
const looks = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'ap' });
const sweeps = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'sweep' });
const resets = (id: number, at: number): Command => ({
  ...{ id, at, who: 'p0', do: 'reset' },
  by: 'timer',
});
const limits = (
  id: number,
  at: number,
  { who = 'p1', value = 2, request = 'q1' } = {},
): Command => ({
  ...{ id, at, who, do: 'limit', target: 'p0', request },
  ...{ feature: 'chat_ap_monthly', value, until: null },
});
const activates = (id: number, at: number): Command => ({
  ...{ id, at, who: 'p1', do: 'plan', target: 'p0', request: 'q1' },
  plan: 'basic',
});
const deletes = (id: number, at: number): Command => ({
  ...{ id, at, who: 'p0', do: 'deleteWork' },
  target: { owner: 'p0', request: 'r1', index: 0 },
});

const uploads = (id: number, at: number, file: string): Command => ({
  ...{ id, at, who: 'p0', do: 'upload', file, more: id },
});
const shows = (id: number, at: number, file: string): Command => ({
  ...{ id, at, who: 'p0', do: 'face', file },
});

/** Flows through the chat and the limits, each followed by the same tap again and a read. */
export const quotaFlows: Flow[] = [
  {
    name: 'chat.send, the last AP of the month',
    struck: 1,
    people: [person('p0', 'free', { chat_ap_monthly: 1 })],
    commands: [
      asks(1, 0),
      asks(2, 70_000),
      sweeps(3, 210_000),
      asks(4, 220_000),
      looks(5, 300_000),
    ],
  },
  {
    name: 'quota.adjust',
    struck: 1,
    people: [person('p0', 'free'), person('p1', 'admin')],
    commands: [limits(1, 0), limits(2, 35_000), asks(3, 70_000), looks(4, 100_000)],
  },
  {
    name: 'quota.activatePlan',
    struck: 1,
    people: [person('p0', 'free'), person('p1', 'admin')],
    commands: [activates(1, 0), activates(2, 35_000), looks(3, 70_000)],
  },
  {
    name: 'resetChatQuotas',
    struck: 4,
    people: [person('p0', 'free', { chat_ap_monthly: 2 })],
    commands: [
      asks(1, 0),
      asks(2, 10),
      { id: 3, at: 20_000, who: 'p0', do: 'clock', to: 'month-end', beforeMs: 10 },
      resets(4, 20_020),
      asks(5, 20_040, 'm2'),
      resets(6, 100_000),
      looks(7, 110_000),
    ],
  },
  {
    name: 'workManage.deleteWork',
    struck: 2,
    people: [person('p0', 'free')],
    commands: [
      {
        ...{ id: 1, at: 0, who: 'p0', do: 'generate', request: 'r1' },
        prompt: '雨中的橘猫 p0 r1。',
        mode: 'single',
      },
      deletes(2, 30_000),
      deletes(3, 60_000),
      sweeps(4, 210_000),
      { id: 5, at: 220_000, who: 'p0', do: 'overview' },
    ],
  },
  {
    name: 'userInfo.updateUserInfo, another avatar',
    struck: 4,
    people: [person('p0', 'free')],
    commands: [
      uploads(1, 0, 'a1'),
      shows(2, 10, 'a1'),
      uploads(3, 20_000, 'a2'),
      shows(4, 20_010, 'a2'),
      shows(5, 60_000, 'a2'),
      uploads(6, 90_000, 'a3'),
      shows(7, 90_010, 'a3'),
    ],
  },
];

/** The change itself reads the user too, a few calls earlier. */
const isRebuilding = ({ key, nth, collection }: FaultPoint): boolean =>
  key === 1 && nth > 10 && collection === 'users';

/** The chat request of the first command. */
const isAnswer = ({ key, service, operation }: FaultPoint): boolean =>
  key === 1 && service === 'provider' && operation === 'chat';
/** A model with an unusual answer, and a concurrent read of the cost. */
const oddModel = (name: string, fault: FaultName): Race => ({
  name,
  people: [person('p0', 'free')],
  commands: [asks(1, 0)],
  before: (point) => (isAnswer(point) ? fault : null),
  moved: [looks(2, 0)],
  // Every question makes this call first, whatever becomes of its answer.
  around: ({ key, operation }) => key === 1 && operation === 'aggregate',
  ...{ beforeMs: 10, afterMs: 10 },
});

export const quotaRaces: Race[] = [
  oddModel('a model that says nothing to see', 'provider:blank-answer'),
  oddModel('a model that says everything twice', 'provider:whole-last'),
  oddModel('a model that thinks aloud', 'provider:think'),
  {
    name: 'the timer of the month and an answer that is paid',
    people: [person('p0', 'free')],
    commands: [
      asks(1, 0),
      asks(2, 20_000, 'm2'),
      { id: 3, at: 20_150, who: 'p0', do: 'clock', to: 'month-end', beforeMs: 10 },
    ],
    moved: [resets(4, 0)],
    around: ({ key, collection }) => key === 2 && collection === 'chat_usage_logs',
    ...{ beforeMs: 150, afterMs: 50 },
  },
  {
    name: 'two admins and one overview',
    people: [person('p0', 'free'), person('p1', 'admin'), person('p2', 'admin')],
    commands: [limits(1, 0)],
    moved: [limits(2, 0, { who: 'p2', value: 5, request: 'q2' })],
    // While the overview of the first change is slow, the second change arrives.
    before: (point) => (isRebuilding(point) ? 'slow' : null),
    around: ({ key, collection }) => key === 1 && collection === 'quota_audit_logs',
    ...{ beforeMs: 50, afterMs: 150 },
  },
];
