import * as z from 'zod';
import type { Context, PushCaller } from '../../shared/context';
import { userIdOf } from '../../shared/domain/ids';
import { definePush } from '../../shared/push';

/** A single item comes as an object, several as an array. The documented XML does not distinguish them. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), item.transform((one) => [one])]);

/** The list comes next to the other fields, or nested in an object, as in the XML: both have been seen. */
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

/** Error codes of a delivery that failed because the user does not want it. */
const refusals = [43101, 43107];

/**
 * The user's answers to WeChat's consent dialog. The phone reports them with `recordConsent`, and only that counts: the push has
 * no id for counting it once. Earlier consents stay valid.
 */
export const consentAsked = definePush(Answers, () => Promise.resolve(undefined));

/** The user has changed a setting on the settings page, where messages can only be refused. */
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

/** The outcome of a message. One that could not be delivered is not sent again. */
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
