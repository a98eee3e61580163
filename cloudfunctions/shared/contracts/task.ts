import * as z from 'zod';
import { FileId, Id, Moment, RequestId } from './values';

/** What a task makes. */
export const TaskType = z.enum(['photography', 'fitting']);
export type TaskType = z.infer<typeof TaskType>;

/** `partial`: some pictures were delivered, the others refunded. For `failed` and `cancelled` tasks none was delivered. */
export const TaskState = z.enum([
  'queued',
  'running',
  'completed',
  'partial',
  'failed',
  'cancelled',
]);
export type TaskState = z.infer<typeof TaskState>;

/** The current stage, as named on the page: 排队, 绘制, 检查, 保存. An ended task keeps its last one. */
export const TaskStage = z.enum(['queued', 'drawing', 'checking', 'saving']);
export type TaskStage = z.infer<typeof TaskStage>;

export const TaskWorkState = z.enum([
  'queued',
  'drawing',
  'checking',
  'saving',
  'completed',
  'failed',
  'cancelled',
]);
export type TaskWorkState = z.infer<typeof TaskWorkState>;

/**
 * `assets`: its photos are still being checked. `tomorrow`: the day's budget is used up (今天太忙); it continues by itself after
 * midnight.
 */
export const TaskWait = z.enum(['assets', 'tomorrow']);
export type TaskWait = z.infer<typeof TaskWait>;

/** One picture of a task. `isCancelling`: it is already being made, so it is delivered unless the vendor can stop it. */
export const TaskWork = z.object({
  workId: z.string(),
  state: TaskWorkState,
  isCancelling: z.boolean().optional(),
});
export type TaskWork = z.infer<typeof TaskWork>;

/**
 * The row that its owner watches (`task_queue`), with dates as ISO moments. Credits: `reserved` = `spent` + `refunded` once the
 * task has ended.
 */
export const Task = z.object({
  taskId: z.string(),
  type: TaskType,
  state: TaskState,
  stage: TaskStage,
  waitsFor: TaskWait.optional(),
  done: z.number().int(),
  total: z.number().int(),
  reserved: z.number().int(),
  spent: z.number().int(),
  refunded: z.number().int(),
  works: z.array(TaskWork),
  createdAt: Moment,
  updatedAt: Moment,
  endedAt: Moment.optional(),
});
export type Task = z.infer<typeof Task>;

/** A picture as shown on its page. URLs are temporary and must not be stored. */
export const TaskPicture = TaskWork.extend({
  /** '' until completed. */
  imageUrl: FileId,
  thumbnailUrl: FileId.optional(),
  refundedCredits: z.number().int(),
  /** Delivered with the notice 细节可能与实物不同; if it was refunded, `refundedCredits` is set. */
  hasDoubt: z.boolean(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
});
export type TaskPicture = z.infer<typeof TaskPicture>;

/** `ahead`: pictures ahead in the queue; 99 stands for 99 or more. `etaSeconds` is absent if there are too few samples. */
export const TaskDetail = Task.extend({
  works: z.array(TaskPicture),
  ahead: z.number().int(),
  etaSeconds: z.object({ from: z.number().int(), to: z.number().int() }).optional(),
});
export type TaskDetail = z.infer<typeof TaskDetail>;

export const generateReply = z.object({ task: Task });
export const taskInput = z.strictObject({ taskId: Id });

/** Sent with a tap that costs credits: the total price shown on the button. */
export const priced = { requestId: RequestId, expectedCost: z.number().int().min(0).max(1000) };
