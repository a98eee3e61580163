import * as z from 'zod';
import { failures } from './contracts/reply';
import type { Failure, Reply } from './contracts/reply';
import { invalidInput } from './action';
import type { AnyAction } from './action';
import type { Context, MemberCaller, ServiceCaller } from './context';
import { anonymous } from './domain/ids';
import { maxTimeoutMs } from './domain/work/lease';
import type { UserType } from './domain/quota/tier';
import { describeError } from './domain/log';
import type { Log } from './domain/log';
import { AppError, isAppError } from './error';
import { createLog } from './log';
import { toRefusal } from './refusal';
import { createTally, describeTally, traceOf } from './trace';
import type { Tally } from './trace';

/** The cloud adds its own fields to the event, such as `userInfo`. */
const Call = z.object({ action: z.string(), data: z.unknown().optional() });
const Invocation = z.object({
  request_id: z.string().catch('unknown'),
  function_name: z.string().catch('unknown'),
  time_limit_in_ms: z.number().positive().catch(maxTimeoutMs),
});

export type Invocation = {
  requestId: string;
  functionName: string;
  /** The platform's time limit for this invocation. */
  timeoutMs: number;
  log: Log;
  trace: string;
  tally: Tally;
  /** The first invocation of its instance. */
  cold: boolean;
};
type Main = (event: unknown, invocation?: unknown) => Promise<Reply<unknown>>;
type CallContext = Context<MemberCaller | ServiceCaller>;

/** A cloud function with named actions, and the only place that turns an error into a reply. */
export function createFunction(
  actions: Readonly<Record<string, AnyAction>>,
  openContext: (invocation: Invocation) => CallContext,
): Main {
  const isOpenToServices = Object.values(actions).some(({ access }) => access === 'service');
  return async (event, raw) => {
    const startedAt = performance.now();
    const invocation = toInvocation(raw, event);
    const call = Call.safeParse(event);
    const action = call.success && Object.hasOwn(actions, call.data.action) ? call.data.action : '';
    let caller: string | undefined;
    let cause: string | undefined;
    let level: 'info' | 'error' = 'info';
    const reply = await answer();
    invocation.log[level]('call', {
      action,
      code: reply.code,
      error: 'error' in reply ? reply.error : undefined,
      ms: Math.round(performance.now() - startedAt),
      cold: invocation.cold,
      ...describeTally(invocation.tally),
      caller,
      cause,
    });
    return reply;

    async function answer(): Promise<Reply<unknown>> {
      try {
        const context = openContext(invocation);
        caller = context.caller.kind === 'member' ? anonymous(context.caller.openid) : 'service';
        // Checked before the action: a caller without an identity must not learn which actions exist.
        if (!isOpenToServices) requireMember(context);
        if (!call.success) throw invalidInput(call.error, event);
        const known = actions[action];
        if (action === '' || known === undefined) {
          throw new AppError('UNKNOWN_ACTION', {
            details: { action: call.data.action.slice(0, 64) },
          });
        }
        return { code: 200, message: '', data: await run(known, call.data.data, context) };
      } catch (error) {
        const refusal = toRefusal(error);
        // A refusal of our own is a normal answer; anything else needs an operator.
        if (!isAppError(error) || failures[error.failure].code === 500) level = 'error';
        if (refusal.cause !== undefined) cause = describeError(refusal.cause);
        return toFailure(refusal);
      }
    }
  };
}

let isCold = true;

/** `event`: a phone's call, which may carry a trace. */
export function toInvocation(raw: unknown, event?: unknown): Invocation {
  const parsed = Invocation.parse(raw ?? {});
  const {
    request_id: requestId,
    function_name: functionName,
    time_limit_in_ms: timeoutMs,
  } = parsed;
  const trace = traceOf(event, requestId);
  const log = createLog(requestId, functionName, trace);
  const cold = isCold;
  isCold = false;
  return { requestId, functionName, timeoutMs, log, trace, tally: createTally(), cold };
}

export function toFailure(refusal: AppError): Failure {
  const { failure, message, details } = refusal;
  return {
    code: failures[failure].code,
    error: failure,
    message,
    data: null,
    ...(details === undefined ? {} : { details }),
  };
}

async function run(action: AnyAction, data: unknown, context: CallContext): Promise<unknown> {
  if (action.access === 'service') return action.handle(data, context);
  const caller = requireMember(context);
  if (action.access === 'admin') await requireRole(caller, ['admin'], context);
  if (action.access === 'support') await requireRole(caller, ['support', 'admin'], context);
  return action.handle(data, { ...context, caller });
}

function requireMember({ caller }: CallContext): MemberCaller {
  if (caller.kind === 'service') throw new AppError('SIGN_IN_REQUIRED');
  return caller;
}

async function requireRole(
  { userId }: MemberCaller,
  roles: readonly UserType[],
  { users }: CallContext,
): Promise<void> {
  const user = await users.find(userId);
  if (user === null) throw new AppError('SIGN_IN_REQUIRED');
  if (!roles.includes(user.userType)) throw new AppError('FORBIDDEN');
}
