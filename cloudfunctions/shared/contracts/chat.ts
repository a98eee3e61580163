import * as z from 'zod';
import { Id, MembershipLevel, Moment, RequestId, pageOf, writtenLine, writtenText } from './values';

/** A picture proposed by the assistant. `style` and `size` are ids of the generate options, empty if left open. */
export const Proposal = z.object({
  prompt: z.string(),
  style: z.string(),
  styleName: z.string(),
  size: z.string(),
  ratio: z.string(),
});
export type Proposal = z.infer<typeof Proposal>;

/**
 * A message as both sides see it. An answer begins as `streaming` and grows; only `completed` and `stopped` ones are charged.
 * `stopped`: the user ended it, and the text so far stays. `refused`: nothing of it may be shown.
 */
export const ChatMessage = z.object({
  id: z.string(),
  sessionId: z.string(),
  /** The client's key of the question; the question and its answer share it. */
  messageId: z.string(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  status: z.enum(['streaming', 'completed', 'stopped', 'failed', 'refused']),
  proposal: Proposal.optional(),
  apUsed: z.number().int(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  createdAt: Moment,
});
export type ChatMessage = z.infer<typeof ChatMessage>;

export const ChatSession = z.object({
  sessionId: z.string(),
  title: z.string(),
  preview: z.string(),
  messageCount: z.number().int(),
  createdAt: Moment,
  updatedAt: Moment,
});
export type ChatSession = z.infer<typeof ChatSession>;

/**
 * AP of the month. `held`: reserved for answers in flight. `warning`: above 80 %. `recommendedPlan`: null on the highest level.
 */
export const ChatQuota = z.object({
  used: z.number().int(),
  limit: z.number().int(),
  held: z.number().int(),
  remaining: z.number().int(),
  resetAt: Moment,
  todayUsed: z.number().int(),
  totalUsed: z.number().int(),
  membershipLevel: MembershipLevel,
  priceAp: z.number().int(),
  warning: z.boolean(),
  recommendedPlan: z.string().nullable(),
});
export type ChatQuota = z.infer<typeof ChatQuota>;

const Page = pageOf(20);

export const chat = {
  /**
   * Sends a question, and returns after the whole answer. Meanwhile the answer's row grows: watch `chat_messages` by `messageId`.
   * `messageId` is the client's key of the tap: the same key is one question and one charge; after a failure it asks again.
   */
  send: {
    input: z.strictObject({
      sessionId: Id.optional(),
      messageId: RequestId,
      text: writtenText(2000),
    }),
    output: z.object({
      sessionId: z.string(),
      question: ChatMessage,
      answer: ChatMessage,
      quota: ChatQuota,
    }),
  },
  /** Ends an answer in flight. Text that has arrived stays, and costs its price; if nothing had arrived, nothing is charged. */
  stop: {
    input: z.strictObject({ messageId: RequestId }),
    output: z.object({ messageId: z.string(), isStopped: z.boolean() }),
  },
  getQuota: {
    input: z.strictObject({}),
    output: ChatQuota,
  },
  listSessions: {
    input: z.strictObject(Page),
    output: z.object({ sessions: z.array(ChatSession), nextCursor: z.string().nullable() }),
  },
  /** Newest first: the page fills from the bottom. */
  listMessages: {
    input: z.strictObject({ sessionId: Id, ...Page }),
    output: z.object({ messages: z.array(ChatMessage), nextCursor: z.string().nullable() }),
  },
  rename: {
    input: z.strictObject({ sessionId: Id, title: writtenLine(30) }),
    output: z.object({ sessionId: z.string(), title: z.string() }),
  },
  /** Hides the session. Refunds no AP. */
  remove: {
    input: z.strictObject({ sessionId: Id }),
    output: z.object({ sessionId: z.string() }),
  },
};
