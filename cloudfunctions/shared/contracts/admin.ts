import * as z from 'zod';
import { Order } from './payment';
import { Model, ModelChange, ModelSettings, ModelWeek } from './provider';
import { Task, TaskType } from './task';
import { CreditLog } from './userInfo';
import {
  Id,
  MembershipLevel,
  Moment,
  RequestId,
  Tier,
  UserType,
  WorkStatus,
  WorkType,
  pageOf,
  textOf,
  writtenText,
} from './values';

const Count = z.number().int().min(0);

/** One hour in Beijing. `failed`: failures on our side; refused contents and cancelled works count as `others`. */
const Hour = z.object({ at: Moment, completed: Count, failed: Count, others: Count });

/** An alarm raised by the watchdog that is still open. */
export const AlarmView = z.object({
  kind: z.string(),
  text: z.string(),
  since: Moment,
});
export type AlarmView = z.infer<typeof AlarmView>;

export const Overview = z.object({
  at: Moment,
  /** `isCut`: there are more than were counted. */
  works: z.object({
    today: Count,
    completed: Count,
    failed: Count,
    isCut: z.boolean(),
    /** The last 24 hours, the current one last. */
    hours: z.array(Hour),
  }),
  /** Durations of the latest pictures; null if there are too few. */
  duration: z.object({ medianMs: Count, p95Ms: Count }).nullable(),
  queue: z.object({
    queued: Count,
    drawing: Count,
    checking: Count,
    oldestAt: Moment.nullable(),
  }),
  deadJobs: Count,
  waitingBackups: Count,
  /** Today's amounts (Beijing time); `parked` counts all waiting orders. */
  money: z.object({
    paidCount: Count,
    paidFen: Count,
    creditedCount: Count,
    creditedFen: Count,
    parkedCount: Count,
    parkedFen: Count,
    /** The payment environment that this cloud serves. */
    env: z.enum(['live', 'sandbox']),
  }),
  openProposals: Count,
  providers: z.object({ working: Count, cooling: Count, off: Count, withoutKey: Count }),
  alarms: z.array(AlarmView),
});
export type Overview = z.infer<typeof Overview>;

/** A work as shown to support, without its texts. */
export const WorkRow = z.object({
  workId: z.string(),
  userId: z.string(),
  nickname: z.string(),
  type: WorkType,
  status: WorkStatus,
  errorCode: z.string(),
  errorMessage: z.string(),
  cost: z.number().int(),
  refundedCredits: z.number().int(),
  createdAt: Moment,
  /** From the first request to the end; null while it is not known. */
  ms: Count.nullable(),
});
export type WorkRow = z.infer<typeof WorkRow>;

/** A picture of a task that has not ended. */
export const OpenJob = z.object({
  jobId: z.string(),
  taskId: z.string(),
  userId: z.string(),
  nickname: z.string(),
  type: TaskType,
  state: z.enum(['queued', 'drawing', 'checking']),
  attempts: Count,
  lostLeases: Count,
  provider: z.string(),
  lastError: z.string(),
  createdAt: Moment,
});
export type OpenJob = z.infer<typeof OpenJob>;

/** A finished picture whose row could not be written; it is recovered automatically. */
export const WaitingBackup = z.object({
  workId: z.string(),
  userId: z.string(),
  nickname: z.string(),
  error: z.string(),
  retryCount: Count,
  savedAt: Moment,
});
export type WaitingBackup = z.infer<typeof WaitingBackup>;

/** An admin's operation on a user or an object. */
export const AdminAct = z.object({
  id: z.string(),
  action: z.string(),
  adminId: z.string(),
  adminName: z.string(),
  reason: z.string(),
  createdAt: Moment,
});
export type AdminAct = z.infer<typeof AdminAct>;

/** `scene:<id>` or `template:<id>`. */
const PreviewTarget = textOf(1, 80).refine((text) => /^(scene|template):[a-z0-9-]+$/.test(text), {
  params: { problem: '格式不对' },
});

/** One real picture made with an unpublished text. `imageUrl` is temporary. */
export const Preview = z.object({
  target: z.string(),
  model: z.string(),
  state: z.enum(['running', 'worked', 'failed']),
  startedAt: Moment,
  endedAt: Moment.optional(),
  costFen: z.number(),
  imageUrl: z.string().optional(),
  problem: z.string().optional(),
});
export type Preview = z.infer<typeof Preview>;

/** The sections of a user's story. */
export const StoryPart = z.enum(['credits', 'works', 'tasks', 'orders', 'acts']);
export type StoryPart = z.infer<typeof StoryPart>;

const storyRows = {
  works: z.array(WorkRow),
  tasks: z.array(Task),
  credits: z.array(CreditLog),
  orders: z.array(Order),
  acts: z.array(AdminAct),
};
export const StoryRows = z.object(storyRows);
export type StoryRows = z.infer<typeof StoryRows>;

export const admin = {
  /** The overview page of the admins. Makes a bounded number of database calls. */
  getOverview: { input: z.strictObject({}), output: Overview },
  /** Newest first. */
  listWorks: {
    input: z.strictObject({ status: WorkStatus.optional(), ...pageOf(20) }),
    output: z.object({ works: z.array(WorkRow), nextCursor: z.string().nullable() }),
  },
  /** Open pictures, longest waiting first, at most 100. */
  listQueue: {
    input: z.strictObject({}),
    output: z.object({ jobs: z.array(OpenJob) }),
  },
  /** Longest waiting first, at most 100. */
  listBackups: {
    input: z.strictObject({}),
    output: z.object({ backups: z.array(WaitingBackup) }),
  },
  /** The latest events of a user: what they did, and what was done to them. */
  getUserStory: {
    input: z.strictObject({ userId: Id }),
    output: z.object({
      user: z.object({
        userId: z.string(),
        nickname: z.string(),
        userType: UserType,
        tier: Tier,
        membershipLevel: MembershipLevel,
        membershipEndAt: Moment.nullable(),
        credits: z.number().int(),
        inviteCode: z.string(),
        createdAt: Moment,
      }),
      ...storyRows,
      /** The cursor for the next page of each section; null at its end. */
      cursors: z.record(StoryPart, z.string().nullable()),
    }),
  },
  /** Earlier rows of one section; the other sections are empty. */
  listUserRows: {
    input: z.strictObject({ userId: Id, part: StoryPart, ...pageOf(20) }),
    output: z.object({ ...storyRows, nextCursor: z.string().nullable() }),
  },
  /** All models of all vendors, by capability and descending priority. They are tested with `queue.testProvider`. */
  listProviders: {
    input: z.strictObject({}),
    output: z.object({ models: z.array(Model) }),
  },
  /** `rivals`: all models of the same capability, which share the draws. `week` is null if nothing is recorded for it. */
  getProvider: {
    input: z.strictObject({ configId: Id }),
    output: z.object({
      model: Model,
      rivals: z.array(Model),
      week: ModelWeek.nullable(),
      changes: z.array(ModelChange),
    }),
  },
  /** Takes effect at once. `version`: of the row that the admin saw. */
  saveProvider: {
    input: z.strictObject({
      configId: Id,
      version: z.number().int().min(1).max(1_000_000_000),
      settings: ModelSettings,
      requestId: RequestId,
    }),
    output: z.object({ model: Model }),
  },
  undoProvider: {
    input: z.strictObject({ configId: Id, changeId: textOf(1, 300), requestId: RequestId }),
    output: z.object({ model: Model }),
  },
  /**
   * Makes one real picture from our samples with a draft's text, at our cost, as users would get it. Repeating the request asks
   * for the state of that order: a page calls it every few seconds while it is `running`. Absent texts are the published ones.
   */
  previewDraft: {
    input: z.strictObject({
      target: PreviewTarget,
      sceneText: writtenText(400).optional(),
      templateText: textOf(1, 2000).optional(),
      requestId: RequestId,
    }),
    output: z.object({ preview: Preview }),
  },
  /** The latest preview of a scene or a template. */
  getPreview: {
    input: z.strictObject({ target: PreviewTarget }),
    output: z.object({ preview: Preview.nullable() }),
  },
};
