import type * as z from 'zod';
import type { fitting } from '../../../cloudfunctions/shared/contracts/fitting';
import type { notify } from '../../../cloudfunctions/shared/contracts/notify';
import type { photography } from '../../../cloudfunctions/shared/contracts/photography';
import type { queue } from '../../../cloudfunctions/shared/contracts/queue';
import type { scene } from '../../../cloudfunctions/shared/contracts/scene';
import type { storage } from '../../../cloudfunctions/shared/contracts/storage';
import { callAsMember } from '../../services/session';

type Contracts = {
  photography: typeof photography;
  fitting: typeof fitting;
  queue: typeof queue;
  storage: typeof storage;
  scene: typeof scene;
  notify: typeof notify;
};
type Contract = { input: z.ZodType; output: z.ZodType };
type Name = keyof Contracts;
type Action<F extends Name> = keyof Contracts[F] & string;

export type InputOf<F extends Name, A extends Action<F>> = Contracts[F][A] extends Contract
  ? z.input<Contracts[F][A]['input']>
  : never;
export type OutputOf<F extends Name, A extends Action<F>> = Contracts[F][A] extends Contract
  ? z.output<Contracts[F][A]['output']>
  : never;

/** `callAsMember` for the functions of this package. */
export const call = callAsMember as unknown as <F extends Name, A extends Action<F>>(
  name: F,
  action: A,
  data: InputOf<F, A>,
) => Promise<OutputOf<F, A>>;
