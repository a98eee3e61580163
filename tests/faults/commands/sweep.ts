import type { Kind } from './kind';

/** `aheadMs`: how far the clock of this one instance is ahead. */
export type SweepAct = { do: 'sweep'; aheadMs?: number };

export const sweep: Kind<SweepAct> = {
  does: ['sweep'],
  share: 80,
  draw: (draft, who) => draft.add(who, { do: 'sweep' }),
  toCall: ({ aheadMs = 0 }) => ({
    name: 'tick',
    event: { Type: 'Timer' },
    openid: null,
    aheadMs,
  }),
  incidentOf: ({ aheadMs }) => (aheadMs === undefined ? null : 'sweeper with its clock ahead'),
};
