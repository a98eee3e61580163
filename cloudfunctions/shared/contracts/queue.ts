import * as z from 'zod';
import { Task, TaskDetail, TaskState, TaskType, generateReply, priced, taskInput } from './task';
import { Id, Moment, RequestId, pageOf, writtenText } from './values';

/** A picture that was given up, as an admin sees it. Its money is back. */
export const DeadJob = z.object({
  /** Of the job and of its work. */
  jobId: z.string(),
  taskId: z.string(),
  userId: z.string(),
  type: TaskType,
  /** What its owner calls it; '' for none. No photo: those are shown to nobody but the owner. */
  title: z.string(),
  /** The name of the scene; '' where there is none. */
  sceneName: z.string(),
  nickname: z.string(),
  reason: z.string(),
  lastError: z.string(),
  attempts: z.number().int(),
  lostLeases: z.number().int(),
  refundedCredits: z.number().int(),
  /** Vendors that were asked, in their order. */
  providers: z.array(z.string()),
  /** What a replay costs us at the model that would be asked first; null where none is switched on. */
  replayFen: z.number().nullable(),
  createdAt: Moment,
  diedAt: Moment,
});
export type DeadJob = z.infer<typeof DeadJob>;

/** One real order of our samples at a model. `imageUrl`: works for a while; absent where the model answers without a picture. */
export const ProviderTest = z.object({
  /** The row of `api_configs`. */
  configId: z.string(),
  /** What was tested. */
  model: z.string(),
  state: z.enum(['running', 'worked', 'failed']),
  startedAt: Moment,
  endedAt: Moment.optional(),
  costFen: z.number(),
  imageUrl: z.string().optional(),
  /** Why it failed. */
  problem: z.string().optional(),
});
export type ProviderTest = z.infer<typeof ProviderTest>;

/** `requestId`: the same decision sent again changes nothing more. */
const decision = { jobId: Id, reason: writtenText(200), requestId: RequestId };

export const queue = {
  listTasks: {
    input: z.strictObject({ state: TaskState.optional(), ...pageOf(20) }),
    output: z.object({ tasks: z.array(Task), nextCursor: z.string().nullable() }),
  },
  getTask: { input: taskInput, output: z.object({ task: TaskDetail }) },
  /** Ends what nobody has begun, and asks to stop what is being made. Of an ended task it changes nothing. */
  cancelTask: { input: taskInput, output: generateReply },
  /** A new task of the pictures that were not delivered, charged anew. */
  retryTask: {
    input: z.strictObject({ taskId: Id, ...priced }),
    output: generateReply,
  },
  /** Has the queue move now. `started`: this call has moved it; false: others do, or it was asked a moment ago. */
  nudge: {
    input: z.strictObject({}),
    output: z.object({ started: z.boolean() }),
  },
  listDead: {
    input: z.strictObject(pageOf(20)),
    output: z.object({ jobs: z.array(DeadJob), nextCursor: z.string().nullable() }),
  },
  /** Makes the picture once more, as a new work that costs its owner nothing. */
  replay: {
    input: z.strictObject(decision),
    output: z.object({ jobId: z.string(), taskId: z.string(), workId: z.string() }),
  },
  /** Takes a dead job off the list. */
  discard: {
    input: z.strictObject(decision),
    output: z.object({ jobId: z.string() }),
  },
  /**
   * Orders one picture of our samples, at our cost, before a model is switched on. Sent again it asks how that order goes, so a page
   * calls it every few seconds while it is `running`.
   */
  testProvider: {
    input: z.strictObject({ configId: Id, requestId: RequestId }),
    output: z.object({ test: ProviderTest }),
  },
};
