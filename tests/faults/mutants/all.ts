import { admission } from './admission';
import { credits } from './credits';
import { drawing } from './drawing';
import { ending } from './ending';
import type { Mutant } from './mutant';
import { profile } from './profile';
import { quotaMutants } from './quota';
import { rights } from './rights';
import { rows } from './rows';
import { studio } from './studio';
import { wallet } from './wallet';

export const mutants: readonly Mutant[] = [
  ...admission,
  ...credits,
  ...drawing,
  ...ending,
  ...profile,
  ...rights,
  ...rows,
  ...quotaMutants,
  ...studio,
  ...wallet,
];
