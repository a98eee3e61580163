import type { Row } from './row';
import { backup } from './rows/backup';
import { bundle } from './rows/bundle';
import { chat } from './rows/chat';
import { depth } from './rows/depth';
import { emulator } from './rows/emulator';
import { generate } from './rows/generate';
import { idle } from './rows/idle';
import { integrity } from './rows/integrity';
import { list } from './rows/list';
import { load } from './rows/load';
import { mainPackage } from './rows/package';
import { page } from './rows/page';
import { queue } from './rows/queue';
import { scale } from './rows/scale';
import { wallet } from './rows/wallet';

/** In the order of the table. */
export const rows: Row[] = [
  load,
  bundle,
  depth,
  generate,
  scale,
  list,
  integrity,
  backup,
  chat,
  queue,
  wallet,
  idle,
  emulator,
  mainPackage,
  page,
];
