import { accountStates } from './account-states';
import { adminStates } from './admin-states';
import { chatStates } from './chat-states';
import { createStates } from './create-states';
import type { State } from './state';
import { studioStates } from './studio-states';
import { walletStates } from './wallet-states';
import { worksStates } from './works-states';

/** All states by area; each area has its own contact sheet. */
export const areas: Record<string, readonly State[]> = {
  create: createStates,
  works: worksStates,
  studio: studioStates,
  chat: chatStates,
  wallet: walletStates,
  account: accountStates,
  admin: adminStates,
};
