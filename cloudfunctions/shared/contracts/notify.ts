import * as z from 'zod';
import { Id, RequestId, textOf } from './values';

/** Kinds of messages; the environment sets the WeChat template of each. */
export const MessageKind = z.enum(['taskEnded']);
export type MessageKind = z.infer<typeof MessageKind>;

/** The answers of `wx.requestSubscribeMessage` for a template. */
export const ConsentResult = z.enum(['accept', 'acceptWithAudio', 'reject', 'ban', 'filter']);
export type ConsentResult = z.infer<typeof ConsentResult>;

/** `balance`: messages that may still be sent. Kinds without a template in this environment are omitted. */
export const Consent = z.object({
  template: MessageKind,
  templateId: z.string(),
  balance: z.number().int(),
});
export type Consent = z.infer<typeof Consent>;

const TemplateId = textOf(1, 128);

export const notify = {
  /**
   * The user's answers to WeChat's consent dialog, counted once per `requestId`. Unknown template ids are ignored: the dialog may
   * come from an older version of the page.
   */
  recordConsent: {
    input: z.strictObject({
      requestId: RequestId,
      results: z
        .record(TemplateId, ConsentResult)
        .refine((results) => Object.keys(results).length > 0, {
          params: { problem: '至少要有 1 个模板' },
        })
        .refine((results) => Object.keys(results).length <= 5, {
          params: { problem: '最多 5 个模板' },
        }),
    }),
    output: z.object({ consents: z.array(Consent) }),
  },
  getConsents: {
    input: z.strictObject({}),
    output: z.object({ consents: z.array(Consent) }),
  },
  /** Queues a message to a user. `state` is the present one: a repetition returns what became of the message. */
  sendMessage: {
    input: z.strictObject({
      userId: Id,
      template: MessageKind,
      data: z.strictObject({
        title: textOf(1, 20),
        result: textOf(1, 20),
        tip: textOf(0, 20).default(''),
      }),
      requestId: RequestId,
    }),
    output: z.object({
      messageId: z.string(),
      state: z.enum(['waiting', 'sending', 'sent', 'seen', 'noConsent', 'unknown', 'failed']),
    }),
  },
};
