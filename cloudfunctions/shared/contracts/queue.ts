import * as z from 'zod';
import { Task, TaskDetail, TaskState, TaskType, generateReply, priced, taskInput } from './task';
import { Id, Moment, RequestId, pageOf, writtenText } from './values';

/** A picture that was given up, as shown to an admin. Its credits were refunded. */
export const DeadJob = z.object({
  /** The id of both the job and its work. */
  jobId: z.string(),
  taskId: z.string(),
  userId: z.string(),
  type: TaskType,
  /** The owner's title; '' if there is none. No photo: photos are shown only to their owner. */
  title: z.string(),
  /** The name of the scene; '' if there is none. */
  sceneName: z.string(),
  nickname: z.string(),
  reason: z.string(),
  lastError: z.string(),
  attempts: z.number().int(),
  lostLeases: z.number().int(),
  refundedCredits: z.number().int(),
  /** Vendors that were asked, in order. */
  providers: z.array(z.string()),
  /** The cost of a replay at the model that would be asked first; null if none is switched on. */
  replayFen: z.number().nullable(),
  createdAt: Moment,
  diedAt: Moment,
});
export type DeadJob = z.infer<typeof DeadJob>;

/** One real order of our samples at a model. `imageUrl` is temporary; absent for models that answer without a picture. */
export const ProviderTest = z.object({
  /** The id of the row in `api_configs`. */
  configId: z.string(),
  /** The tested model. */
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

/** `requestId`: repeating the same decision has no further effect. */
const decision = { jobId: Id, reason: writtenText(200), requestId: RequestId };

export const queue = {
  listTasks: {
    input: z.strictObject({ state: TaskState.optional(), ...pageOf(20) }),
    output: z.object({ tasks: z.array(Task), nextCursor: z.string().nullable() }),
  },
  getTask: { input: taskInput, output: z.object({ task: TaskDetail }) },
  /** Ends pictures that have not begun, and asks to stop those in progress. Has no effect on an ended task. */
  cancelTask: { input: taskInput, output: generateReply },
  /** A new task for the pictures that were not delivered. It is charged again. */
  retryTask: {
    input: z.strictObject({ taskId: Id, ...priced }),
    output: generateReply,
  },
  /** Moves the queue now. `started`: this call has moved it; false: others do, or it was called a moment ago. */
  nudge: {
    input: z.strictObject({}),
    output: z.object({ started: z.boolean() }),
  },
  listDead: {
    input: z.strictObject(pageOf(20)),
    output: z.object({ jobs: z.array(DeadJob), nextCursor: z.string().nullable() }),
  },
  /** Makes the picture once more, as a new work that is free for its owner. */
  replay: {
    input: z.strictObject(decision),
    output: z.object({ jobId: z.string(), taskId: z.string(), workId: z.string() }),
  },
  /** Removes a dead job from the list. */
  discard: {
    input: z.strictObject(decision),
    output: z.object({ jobId: z.string() }),
  },
  /**
   * Orders one picture of our samples, at our cost, before a model is switched on. Repeating the request asks for the state of
   * that order: a page calls it every few seconds while it is `running`.
   */
  testProvider: {
    input: z.strictObject({ configId: Id, requestId: RequestId }),
    output: z.object({ test: ProviderTest }),
  },
};
