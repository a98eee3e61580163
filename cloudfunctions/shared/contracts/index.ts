import type * as z from 'zod';
import { admin } from './admin';
import { aiGenerate } from './aiGenerate';
import { chat } from './chat';
import { fitting } from './fitting';
import { login } from './login';
import { payment } from './payment';
import { photography } from './photography';
import { queue } from './queue';
import { quota } from './quota';
import { resetChatQuotas } from './resetChatQuotas';
import { notify } from './notify';
import { prompt } from './prompt';
import { scene } from './scene';
import { storage } from './storage';
import { userInfo } from './userInfo';
import { workManage } from './workManage';

/** The actions of every function, with their inputs and outputs. */
export const contracts = {
  login,
  userInfo,
  workManage,
  photography,
  fitting,
  queue,
  aiGenerate,
  quota,
  chat,
  payment,
  resetChatQuotas,
  storage,
  scene,
  prompt,
  notify,
  admin,
};

export type Contracts = typeof contracts;
export type FunctionName = keyof Contracts;
export type ActionName<F extends FunctionName> = keyof Contracts[F] & string;

type Contract = { input: z.ZodType; output: z.ZodType };

/** The input, as sent by the phone. */
export type InputOf<
  F extends FunctionName,
  A extends ActionName<F>,
> = Contracts[F][A] extends Contract ? z.input<Contracts[F][A]['input']> : never;

/** The output, as the phone receives it in `data`. */
export type OutputOf<
  F extends FunctionName,
  A extends ActionName<F>,
> = Contracts[F][A] extends Contract ? z.output<Contracts[F][A]['output']> : never;
