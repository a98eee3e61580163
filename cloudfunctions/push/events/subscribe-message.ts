import * as z from 'zod';
import type { Context, PushCaller } from '../../shared/context';
import { userIdOf } from '../../shared/domain/ids';
import { definePush } from '../../shared/push';

/** One item is an object, several are an array; the XML of the documents has no such question. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), item.transform((one) => [one])]);

/** The list comes beside the other fields, or in an object of its own, as in the XML: both have been seen. */
function flat<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((event) => {
    if (typeof event !== 'object' || event === null || 'List' in event) return event;
    const inner: unknown = Object.values(event).find(
      (value) => typeof value === 'object' && value !== null && 'List' in value,
    );
    return { ...event, ...(inner as object | undefined) };
  }, schema);
}

const openid = z.string().min(1).max(64);
const TemplateId = z.string().min(1).max(128);
const Answer = z.object({
  TemplateId,
  SubscribeStatusString: z.string().default(''),
});
const Answers = flat(z.object({ FromUserName: openid, List: listOf(Answer) }));

const Delivery = z.object({
  TemplateId,
  MsgID: z.union([z.string(), z.number()]).transform(String),
  ErrorCode: z.coerce.number().default(0),
  ErrorStatus: z.string().default(''),
});
const Deliveries = flat(z.object({ FromUserName: openid, List: listOf(Delivery) }));

/** Codes of a delivery that failed because the user does not want it. */
const refusals = [43101, 43107];

/**
 * What the user answered in WeChat's question. The phone reports the same by `recordConsent`, and only that counts: the push
 * has no id by which it could be counted once. What was agreed to before stays agreed to.
 */
export const consentAsked = definePush(Answers, () => Promise.resolve(undefined));

/** The user has changed their mind on the settings page, where messages can be refused only. */
export const consentChanged = definePush(
  Answers,
  async ({ FromUserName, List }, { notify }: Context<PushCaller>) => {
    for (const { TemplateId: templateId, SubscribeStatusString: status } of List) {
      if (status !== 'reject') continue;
      await notify.consents.clear(userIdOf(FromUserName), templateId);
    }
    return undefined;
  },
);

/** What became of a message. One that could not be delivered is not sent again. */
export const messageDelivered = definePush(
  Deliveries,
  async ({ FromUserName, List }, { notify }: Context<PushCaller>) => {
    const userId = userIdOf(FromUserName);
    for (const { TemplateId: templateId, MsgID, ErrorCode, ErrorStatus } of List) {
      const outcome = ErrorCode === 0 ? 'delivered' : `${ErrorCode} ${ErrorStatus}`.slice(0, 200);
      await notify.messages.noteDelivery(MsgID, userId, outcome);
      if (refusals.includes(ErrorCode)) await notify.consents.clear(userId, templateId);
    }
    return undefined;
  },
);
