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

/** No consent left, or the user has turned off all our messages. */
const noConsent = [43101, 43107];
/** An invalid token, concurrent messages to one user, limits per minute. */
const transient = [40001, 42001, 43108, 44991, 45009, 45011];

/** The API is missing or not permitted. For other negative codes it is unknown whether WeChat was reached. */
const closedApi = [-604100, -604101];

const Sent = z.object({ msgid: z.union([z.string(), z.number()]).optional() });
const Refusal = z.object({ errCode: z.number() });

/** WeChat's subscribe messages. A refusal carries a code; without one, the outcome of the message is unknown. */
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
