import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { describeError } from './domain/log';
import type { Log, LogFields } from './domain/log';
import { ChatError } from './domain/chat/model';
import type { ChatModel } from './domain/chat/model';
import type { CheckOutcome, Provider, StartOutcome } from './domain/provider/port';

/** What the phone has made up for a tap. Anything else is none: it goes into logs. */
const Call = z.object({ trace: z.string().regex(/^[0-9a-z-]{8,40}$/) });

/** The trace of a call; without one, its request stands for it. */
export function traceOf(event: unknown, requestId: string): string {
  return Call.safeParse(event).data?.trace ?? requestId;
}

/** Of one order among those of a trace: Zhipu refuses a second request of the same id. */
function requestIdOf({ tally, trace }: Tracing): string {
  return `${trace}-${tally.orders}-${randomBytes(3).toString('hex')}`;
}

/** What an invocation asked of vendors, for the line of its call. */
export type Tally = { providers: Set<string>; orders: number; retries: number };

export function createTally(): Tally {
  return { providers: new Set(), orders: 0, retries: 0 };
}

export function describeTally({ providers, orders, retries }: Tally): LogFields {
  if (providers.size === 0) return {};
  return { provider: [...providers].join(','), attempt: orders, retries };
}

/** `trace`: of the tap, which may be another invocation's. */
type Tracing = { log: Log; tally: Tally; trace: string };

/**
 * The adapter with a log line for each order, and for each answer to a question about one but `running`. The vendor is told the trace,
 * so that its support can find the order.
 */
export function traceProvider(provider: Provider, tracing: Tracing): Provider {
  const { vendor } = provider;
  const { tally } = tracing;
  const check = provider.check?.bind(provider);
  const cancel = provider.cancel?.bind(provider);
  return {
    ...provider,
    async start(order, limits) {
      tally.providers.add(vendor);
      tally.orders += 1;
      const request = requestIdOf(tracing);
      const fields = { vendor, model: order.model, operation: 'start', request };
      const outcome = await timed(tracing, fields, () =>
        provider.start({ ...order, requestId: request }, limits),
      );
      if (outcome.state === 'retry') tally.retries += 1;
      return outcome;
    },
    ...(check && {
      check: (taskId, limits) =>
        timed(tracing, { vendor, operation: 'check', taskId }, () => check(taskId, limits)),
    }),
    ...(cancel && {
      async cancel(taskId, limits) {
        const isStopped = await cancel(taskId, limits);
        write(tracing, { vendor, operation: 'cancel', taskId, isStopped });
        return isStopped;
      },
    }),
  };
}

export function traceChatModel(vendor: string, model: ChatModel, tracing: Tracing): ChatModel {
  const { tally } = tracing;
  return {
    ...model,
    async answer(turns, options) {
      tally.providers.add(vendor);
      tally.orders += 1;
      const startedAt = performance.now();
      const request = requestIdOf(tracing);
      const fields = { vendor, model: model.name, operation: 'answer', request };
      const ms = () => Math.round(performance.now() - startedAt);
      try {
        const answer = await model.answer(turns, { ...options, requestId: request });
        const { finish, tokensUsed } = answer;
        write(tracing, { ...fields, state: finish, tokensUsed, ms: ms() });
        return answer;
      } catch (error) {
        const isFault = error instanceof ChatError;
        if (isFault && error.fault.state === 'retry') tally.retries += 1;
        const cause = isFault
          ? { state: error.fault.failure, code: error.fault.providerCode }
          : { state: 'threw', cause: describeError(error) };
        write(tracing, { ...fields, ...cause, ms: ms() }, 'warn');
        throw error;
      }
    },
  };
}

async function timed<Outcome extends StartOutcome | CheckOutcome>(
  tracing: Tracing,
  fields: LogFields,
  ask: () => Promise<Outcome>,
): Promise<Outcome> {
  const startedAt = performance.now();
  const outcome = await ask();
  if (outcome.state === 'running') return outcome;
  const code = 'providerCode' in outcome ? outcome.providerCode : undefined;
  const status = 'httpStatus' in outcome ? outcome.httpStatus : undefined;
  const accepted = outcome.state === 'accepted' ? { taskId: outcome.taskId } : {};
  const ms = Math.round(performance.now() - startedAt);
  write(tracing, { ...fields, ...accepted, state: outcome.state, code, status, ms });
  return outcome;
}

function write({ log, trace }: Tracing, fields: LogFields, level: 'info' | 'warn' = 'info'): void {
  log[level]('provider', { ...fields, trace });
}
