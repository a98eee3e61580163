import * as z from 'zod';
import type { Failure } from './contracts/reply';
import { describeError } from './domain/log';
import { isAppError } from './error';
import { toRefusal } from './refusal';
import { toFailure, toInvocation } from './function';
import type { Invocation } from './function';

/** A message of WeChat: its fields differ by event, and nothing is signed. */
export type PushEvent = Readonly<Record<string, unknown>>;
/** Returns the reply that WeChat expects for this event; undefined stands for `success`. */
export type PushHandler<Opened> = (event: PushEvent, opened: Opened) => Promise<object | undefined>;
/** By `MsgType`, then by `Event`. */
export type PushHandlers<Opened> = Readonly<
  Record<string, Readonly<Record<string, PushHandler<Opened>>>>
>;

/** A message of a known event that does not match its schema. */
class MalformedPush extends Error {}

/** A handler for a parsed event. A malformed one is answered and logged, because repeating it would not help. */
export function definePush<Schema extends z.ZodType, Opened>(
  schema: Schema,
  run: (event: z.output<Schema>, opened: Opened) => Promise<object | undefined>,
): PushHandler<Opened> {
  return async (event, opened) => {
    const parsed = schema.safeParse(event);
    if (!parsed.success) throw new MalformedPush(describeIssues(parsed.error));
    return run(parsed.data, opened);
  };
}

/** Names of fields and problems, without values, which may be sensitive. */
function describeIssues({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

const Message = z.looseObject({ MsgType: z.string(), Event: z.string().default('') });

/**
 * The function that receives WeChat's message push. WeChat repeats an event until it is answered with success, so a handler
 * answers after its commit and must be idempotent. An event without a handler, or a malformed one, is answered with success and
 * only logged: repeating it would not help.
 */
export function createPushReceiver<Opened>(
  handlers: PushHandlers<Opened>,
  openPush: (invocation: Invocation) => Opened,
) {
  return async (raw: unknown, rawInvocation?: unknown): Promise<object | 'success' | Failure> => {
    const invocation = toInvocation(rawInvocation);
    const { cold, log } = invocation;
    const startedAt = performance.now();
    let event: string | undefined;
    try {
      const opened = openPush(invocation);
      const message = Message.safeParse(raw);
      if (!message.success) throw new MalformedPush(describeIssues(message.error));
      event = `${message.data.MsgType}/${message.data.Event}`.slice(0, 100);
      const handler = findHandler(handlers, message.data);
      if (handler === null) {
        log.warn('push', { event, outcome: 'unknown' });
        return 'success';
      }
      const answer = await handler(message.data, opened);
      const ms = Math.round(performance.now() - startedAt);
      log.info('push', { event, outcome: 'handled', cold, ms });
      return answer ?? 'success';
    } catch (error) {
      if (error instanceof MalformedPush) {
        log.error('push', { event, outcome: 'malformed', cause: describeError(error) });
        return 'success';
      }
      const refusal = toRefusal(error);
      const level = isAppError(error) && refusal.failure !== 'INTERNAL' ? 'warn' : 'error';
      const fields = { event, outcome: 'failed', error: refusal.failure };
      log[level]('push', { ...fields, cause: describeError(refusal.cause ?? refusal) });
      return toFailure(refusal);
    }
  };
}

function findHandler<Opened>(
  handlers: PushHandlers<Opened>,
  { MsgType: type, Event: name }: { MsgType: string; Event: string },
): PushHandler<Opened> | null {
  const events = own(handlers, type);
  return events === undefined ? null : (own(events, name) ?? null);
}

/** A name from outside must not reach inherited members of an object. */
function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
