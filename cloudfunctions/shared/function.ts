import * as z from 'zod';
import { failures } from './contracts/reply';
import type { Failure, Reply } from './contracts/reply';
import { invalidInput } from './action';
import type { Access, Action } from './action';
import type { Context } from './context';
import { anonymous } from './domain/ids';
import { AppError, isAppError } from './error';
import { createLog, describeError } from './log';
import type { Log } from './log';

/** The cloud puts fields of its own beside ours, such as `userInfo`. */
const Call = z.object({ action: z.string(), data: z.unknown().optional() });
const Invocation = z.object({
  request_id: z.string().catch('unknown'),
  function_name: z.string().catch('unknown'),
});

export type Invocation = { requestId: string; functionName: string; log: Log };
type Main = (event: unknown, invocation?: unknown) => Promise<Reply<unknown>>;

/** A cloud function of named actions, and the only place that turns an error into a reply. */
export function createFunction(
  actions: Readonly<Record<string, Action>>,
  openContext: (invocation: Invocation) => Context,
): Main {
  return async (event, raw) => {
    const startedAt = performance.now();
    const invocation = toInvocation(raw);
    const call = Call.safeParse(event);
    const action = call.success && Object.hasOwn(actions, call.data.action) ? call.data.action : '';
    let caller: string | undefined;
    let cause: string | undefined;
    const reply = await answer();
    invocation.log[reply.code === 500 ? 'error' : 'info']('call', {
      action,
      code: reply.code,
      error: 'error' in reply ? reply.error : undefined,
      ms: Math.round(performance.now() - startedAt),
      caller,
      cause,
    });
    return reply;

    async function answer(): Promise<Reply<unknown>> {
      try {
        // First of all: who has no identity learns nothing about what could be asked.
        const context = openContext(invocation);
        caller = anonymous(context.caller.openid);
        if (!call.success) throw invalidInput(call.error);
        const asked = actions[action];
        if (action === '' || asked === undefined) {
          throw new AppError('UNKNOWN_ACTION', {
            details: { action: call.data.action.slice(0, 64) },
          });
        }
        await authorise(asked.access, context);
        return { code: 200, message: '', data: await asked.handle(call.data.data, context) };
      } catch (error) {
        const refusal: AppError = isAppError(error)
          ? error
          : new AppError('INTERNAL', { cause: error });
        if (refusal.cause !== undefined) cause = describeError(refusal.cause);
        return toFailure(refusal);
      }
    }
  };
}

export function toInvocation(raw: unknown): Invocation {
  const { request_id: requestId, function_name: functionName } = Invocation.parse(raw ?? {});
  return { requestId, functionName, log: createLog(requestId, functionName) };
}

async function authorise(access: Access, { caller, users }: Context): Promise<void> {
  if (access === 'member') return;
  const user = await users.find(caller.userId);
  if (user === null) throw new AppError('SIGN_IN_REQUIRED');
  if (user.userType !== 'admin') throw new AppError('FORBIDDEN');
}

function toFailure(refusal: AppError): Failure {
  const { failure, message, details } = refusal;
  return {
    code: failures[failure].code,
    error: failure,
    message,
    data: null,
    ...(details === undefined ? {} : { details }),
  };
}
