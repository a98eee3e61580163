import type { FunctionFailure } from './invocation';

/** Failures of an invocation, with the codes and messages of the cloud. */
export const functionFailures = {
  missing: (name: string): FunctionFailure => ({
    errCode: -501000,
    errMsg: `FunctionName parameter could not be found. [${name}]`,
  }),
  /** The code and message are assumed, as no source shows them. */
  forbidden: (name: string): FunctionFailure => ({
    errCode: -501023,
    errMsg: `Permission denied: the rules do not let a phone call ${name}`,
  }),
  timedOut: (seconds: number): FunctionFailure => ({
    errCode: -504003,
    errMsg: `Invoking task timed out after ${seconds} seconds`,
  }),
  threw: (stack: string): FunctionFailure => ({
    errCode: -504002,
    errMsg: `functions execute fail | errMsg: ${stack}`,
  }),
  exited: (): FunctionFailure => ({
    errCode: -504002,
    errMsg: 'functions execute fail | errMsg: 145 code exit unexpected',
  }),
  outOfMemory: (megabytes: number): FunctionFailure => ({
    errCode: -504002,
    errMsg: `functions execute fail | errMsg: Memory Limit Exceeded, the function has ${megabytes} MB`,
  }),
  resultTooLarge: (): FunctionFailure => ({
    errCode: -604001,
    errMsg: 'cloudfunction result size exceed limit (1MB)',
  }),
  /**
   * SCF's `ResourceLimitReached`; the number is that of exceeded concurrency, the message is from the platform's own
   * page.
   */
  tooManyAtOnce: (name: string): FunctionFailure => ({
    errCode: -501004,
    errMsg: `ResourceLimitReached: Function [${name}] concurrency exceeded reserved quota`,
  }),
  answerLost: (): FunctionFailure => ({
    errCode: -501001,
    errMsg: 'socket hang up',
  }),
};

export class InvocationFailed extends Error {
  constructor(readonly failure: FunctionFailure) {
    super(failure.errMsg);
    this.name = 'InvocationFailed';
  }
}
