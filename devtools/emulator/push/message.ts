import { z } from 'zod';

/** A push message of WeChat. The other fields depend on type and event. */
export const PushMessage = z.looseObject({
  MsgType: z.string().min(1),
  Event: z.string().default(''),
});
export type PushMessage = z.infer<typeof PushMessage>;

/** Fields that every message has. Events about a user are sent by WeChat itself. */
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
 * Whether `messagePush` of a `config.json` subscribes the function to the message. An entry is the name of an event, or
 * `MsgType/Event` for a message that is not an event.
 */
export function isSetFor(messagePush: readonly string[], message: PushMessage): boolean {
  const { MsgType: type, Event: name } = message;
  return messagePush.includes(type === 'event' ? name : `${type}/${name}`);
}
