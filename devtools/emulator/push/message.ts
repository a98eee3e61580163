import { z } from 'zod';

/** A message of WeChat. Its other fields differ by type and event. */
export const PushMessage = z.looseObject({
  MsgType: z.string().min(1),
  Event: z.string().default(''),
});
export type PushMessage = z.infer<typeof PushMessage>;

/** Fields of every message; WeChat itself is the sender of events about a user. */
export function envelope(event: string, openid: string, now: number): PushMessage {
  return {
    ToUserName: 'gh_workshop',
    FromUserName: openid,
    CreateTime: Math.floor(now / 1000),
    MsgType: 'event',
    Event: event,
  };
}

/**
 * Whether `config.json` sets the function for the message. An entry is the name of an event, or `MsgType/Event` for a message
 * that is no event.
 */
export function isSetFor(messagePush: readonly string[], message: PushMessage): boolean {
  const { MsgType: type, Event: name } = message;
  return messagePush.includes(type === 'event' ? name : `${type}/${name}`);
}
