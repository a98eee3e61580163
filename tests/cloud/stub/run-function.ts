import type { StubEnvironment, StubFunction } from './model';

export type Invocation = { InvokeResult: number; RetMsg: string; ErrMsg: string };

export function runFunction(
  _environment: StubEnvironment,
  _name: string,
  _function: StubFunction,
  _event: unknown,
): Promise<Invocation> {
  return Promise.resolve({ InvokeResult: 0, RetMsg: 'null', ErrMsg: '' });
}
