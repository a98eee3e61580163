import { phoneCall } from './kind';
import type { Kind } from './kind';

export type UsageAct = { do: 'usage' };
export type WorksAct = { do: 'works' };

export const usage: Kind<UsageAct> = {
  does: ['usage'],
  share: 80,
  draw: (draft, who) => draft.add(who, { do: 'usage' }),
  toCall: ({ who }) => phoneCall(who, 'aiGenerate', 'getDailyUsage', {}),
};

export const works: Kind<WorksAct> = {
  does: ['works'],
  share: 40,
  draw: (draft, who) => draft.add(who, { do: 'works' }),
  toCall: ({ who }) => phoneCall(who, 'workManage', 'getWorks', { pageSize: 50 }),
};
