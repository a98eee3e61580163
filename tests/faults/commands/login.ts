import { riskyWord } from '../words';
import { phoneCall } from './kind';
import type { Draft, Kind } from './kind';

export type LoginAct = { do: 'login'; nickname?: string };
export type RenameAct = { do: 'rename'; nickname: string };

export const login: Kind<LoginAct> = {
  does: ['login'],
  share: 15,
  draw: (draft, who) => draft.add(who, { do: 'login', nickname: nickname(draft) }),
  toCall: ({ who, nickname }) =>
    phoneCall(who, 'login', 'wxLogin', nickname === undefined ? {} : { nickname }),
};

export const rename: Kind<RenameAct> = {
  does: ['rename'],
  share: 10,
  draw: (draft, who) => draft.add(who, { do: 'rename', nickname: nickname(draft) }),
  toCall: ({ who, nickname }) => phoneCall(who, 'userInfo', 'updateUserInfo', { nickname }),
};

function nickname({ random, commands }: Draft): string {
  return random.chance(0.2) ? `${riskyWord}先生` : `n${commands.length}`;
}
