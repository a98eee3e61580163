import { randomUUID } from 'node:crypto';
import type { Outbox } from '../outbox/outbox';
import { envelope } from '../push/message';
import type { PushMessage } from '../push/message';

export type SubscribeMessagesOptions = {
  outbox: Outbox;
  now: () => number;
  /** Queues a push that takes the usual time. */
  send: (message: PushMessage) => void;
};
type Arguments = Record<string, unknown>;

const done = { errcode: 0, errmsg: 'ok' };
const states = ['developer', 'trial', 'formal'];

/** What each kind of field accepts, according to WeChat's documentation. */
const fields: Readonly<Record<string, RegExp>> = {
  thing: /^.{1,20}$/su,
  number: /^-?\d{1,32}(?:\.\d+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^.{1,5}$/su,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: /^(?:\d{4}年\d{1,2}月\d{1,2}日 ?)?\d{1,2}:\d{2}(?:~.*)?$/,
  date: /^\d{4}年\d{1,2}月\d{1,2}日(?: ?\d{1,2}:\d{2})?(?:~.*)?$/,
  amount: /^[^\d]?\d{1,10}(?:\.\d+)?元?$/,
  phone_number: /^[\d+()*#-]{1,17}$/,
  car_number: /^.{1,8}$/su,
  name: /^(?:\p{Script=Han}{1,10}|[A-Za-z .]{1,20})$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
};

/** WeChat's subscribe messages: each consent of the user allows one message, and its fields must match their kinds. */
export function createSubscribeMessages({ outbox, now, send }: SubscribeMessagesOptions) {
  return {
    /** `subscribeMessage.send` */
    send(input: Arguments): Arguments {
      const refusal = refusalOf(input);
      if (refusal !== null) return refusal;
      const openid = String(input['touser']);
      const templateId = String(input['template_id']);
      if (!outbox.spend(openid, templateId)) return refused(43101, 'user refuse to accept the msg');
      const { id } = outbox.add({ kind: 'subscribeMessage', to: { openid }, payload: input });
      outbox.record(id, { at: now(), ok: true, detail: 'delivered to the phone' });
      const item = { TemplateId: templateId, MsgID: id, ErrorCode: '0', ErrorStatus: 'success' };
      send({ ...envelope('subscribe_msg_sent_event', openid, now()), List: item });
      return { ...done, msgid: id };
    },

    /** The user consented to these templates when asked. */
    accept(openid: string, templateIds: readonly string[]): void {
      for (const templateId of templateIds) outbox.grant(openid, templateId);
      tell('subscribe_msg_popup_event', openid, templateIds, 'accept', { PopupScene: '0' });
    },

    /** The user rejects the template on the settings page, which revokes earlier consents. */
    reject(openid: string, templateId: string): void {
      while (outbox.spend(openid, templateId));
      tell('subscribe_msg_change_event', openid, [templateId], 'reject', {});
    },
  };

  /** WeChat's JSON has an object for one item and an array for several. */
  function tell(
    event: string,
    openid: string,
    templateIds: readonly string[],
    status: string,
    more: object,
  ): void {
    const items = templateIds.map((TemplateId) => ({
      ...{ TemplateId, SubscribeStatusString: status },
      ...more,
    }));
    const [first, ...others] = items;
    if (first === undefined) return;
    send({ ...envelope(event, openid, now()), List: others.length === 0 ? first : items });
  }
}

export type SubscribeMessages = ReturnType<typeof createSubscribeMessages>;

function refusalOf(input: Arguments): Arguments | null {
  const { touser, template_id: templateId, data, page, miniprogram_state: state } = input;
  if (typeof touser !== 'string' || touser === '') return refused(40003, 'invalid openid');
  if (typeof templateId !== 'string' || templateId === '') {
    return refused(40037, 'invalid template_id');
  }
  if (page !== undefined && (typeof page !== 'string' || page.startsWith('/'))) {
    return refused(41030, 'invalid page');
  }
  if (state !== undefined && !states.includes(state as string)) {
    return refused(40097, 'invalid args: miniprogram_state');
  }
  if (typeof data !== 'object' || data === null) return refused(47003, 'argument invalid! data');
  for (const [name, field] of Object.entries(data as Record<string, unknown>)) {
    const { value } = (field ?? {}) as { value?: unknown };
    const rule = fields[name.replace(/\d+$/, '')];
    if (typeof value !== 'string' || value === '' || rule?.test(value) === false) {
      return refused(47003, `argument invalid! data.${name}.value invalid`);
    }
  }
  return null;
}

function refused(errcode: number, errmsg: string): Arguments {
  return { errcode, errmsg: `${errmsg} rid: ${randomUUID()}` };
}
