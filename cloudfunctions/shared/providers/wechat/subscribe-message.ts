import * as z from 'zod';
import type { MessageSender } from '../../domain/notify/message';

export type MiniprogramState = 'developer' | 'trial' | 'formal';
type Send = (request: {
  touser: string;
  templateId: string;
  page: string;
  data: Record<string, { value: string }>;
  miniprogramState: MiniprogramState;
  lang: 'zh_CN';
}) => Promise<unknown>;

/** No agreement, or the user has closed all messages of ours. */
const noConsent = [43101, 43107];
/** The token, several messages to one user at once, limits of a minute. */
const transient = [40001, 42001, 43108, 44991, 45009, 45011];

/** The API is missing or not permitted: of the other negative codes nobody knows whether WeChat was reached. */
const closedApi = [-604100, -604101];

const Sent = z.object({ msgid: z.union([z.string(), z.number()]).optional() });
const Refusal = z.object({ errCode: z.number() });

/** WeChat's subscribe messages. A refusal carries a number; without one nobody knows what became of the message. */
export function createMessageSender(send: Send, miniprogramState: MiniprogramState): MessageSender {
  return async ({ openid, templateId, page, fields }) => {
    try {
      const answer = await send({
        ...{ touser: openid, templateId, page, data: fields, miniprogramState, lang: 'zh_CN' },
      });
      return { state: 'sent', messageId: String(Sent.safeParse(answer).data?.msgid ?? '') };
    } catch (error) {
      const code = Refusal.safeParse(error).data?.errCode;
      if (code === undefined || (code < 0 && !closedApi.includes(code))) throw error;
      if (noConsent.includes(code)) return { state: 'noConsent', code };
      return { state: transient.includes(code) ? 'retry' : 'failed', code };
    }
  };
}
