import * as z from 'zod';
import { Id, Moment, RequestId, User, pageOf, textOf, writtenLine, writtenText } from './values';

/** One change of a balance. `amount` is signed; `balance` is the result. */
export const CreditLog = z.object({
  id: z.string(),
  kind: z.enum([
    ...['welcome', 'consume', 'refund', 'adjust', 'leave'],
    ...['recharge', 'checkin', 'invite', 'refund_recharge'],
  ] as const),
  amount: z.number().int(),
  balance: z.number().int(),
  workId: z.string().optional(),
  orderId: z.string().optional(),
  title: z.string(),
  createdAt: Moment,
});
export type CreditLog = z.infer<typeof CreditLog>;

export const userInfo = {
  getUserInfo: {
    input: z.strictObject({}),
    output: z.object({ user: User }),
  },
  updateUserInfo: {
    input: z.strictObject({
      nickname: writtenLine(20).optional(),
      avatar: textOf(0, 300).optional(),
    }),
    output: z.object({ user: User }),
  },
  /**
   * Deletes the account: irrevocable, and refused while anything of it is in flight. `leaving`: it is deleted, and the rest of
   * its rows and files are being removed. Repeating the request returns the same, whatever became of the account since.
   */
  deleteAccount: {
    input: z.strictObject({ requestId: RequestId, confirm: z.enum(['注销']) }),
    output: z.object({ state: z.enum(['leaving', 'left']) }),
  },
  /** The filings shown on the page 关于; empty if none is configured. */
  getAbout: {
    input: z.strictObject({}),
    output: z.object({ filings: z.array(z.object({ model: z.string(), number: z.string() })) }),
  },
  listCreditLogs: {
    input: z.strictObject(pageOf(20)),
    output: z.object({ logs: z.array(CreditLog), nextCursor: z.string().nullable() }),
  },
  adjustCredits: {
    input: z.strictObject({
      userId: Id,
      amount: z
        .number()
        .int()
        .min(-1_000_000)
        .max(1_000_000)
        .refine((amount) => amount !== 0, { params: { problem: '不能为 0' } }),
      reason: writtenText(200),
      requestId: RequestId,
    }),
    output: z.object({
      userId: z.string(),
      before: z.number().int(),
      after: z.number().int(),
      isReplay: z.boolean(),
      /** The amount needs a second admin: it was proposed, and nothing has moved yet. */
      proposalId: z.string().nullable(),
    }),
  },
};
