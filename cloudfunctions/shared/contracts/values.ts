import * as z from 'zod';

/** A moment as ISO 8601 in UTC, e.g. `2026-11-21T16:00:00.000Z`. */
export const Moment = z.string();

/** A cloud file id, `cloud://<env>.<bucket>/<path>`; empty while there is none. */
export const FileId = z.string();

/**
 * A text of `min` to `max` code points, the common unit of length for contract, phone and moderation. It bounds every incoming
 * text; tests/shared/contracts.test.ts checks that zod counts code points.
 */
export function textOf(min: number, max: number) {
  return z.string().min(min).max(max);
}

/** Like `textOf`, after trimming white space. */
export function trimmedText(min: number, max: number) {
  return z.string().trim().min(min).max(max);
}

export const Id = textOf(1, 64);

/** Control characters except tab and line breaks, unpaired surrogates, and characters that override the text direction. */
const unprintable = /[^\P{Cc}\t\n\r]|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u;
const lineBreak = /[\n\r\u2028\u2029]/u;
/** Further characters not allowed in a single line: tabs, and marks that change the direction of the surrounding text. */
const notOnALine = /[\t\u200e\u200f\u061c]/u;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** `problem` follows the field's name in the sentence shown to the user. */
const because = (problem: string) => ({ params: { problem } });

/** A text written by a user for others to read: 1 to `max` code points, at least one of them visible. */
export function writtenText(max: number) {
  return trimmedText(1, max)
    .refine((text) => visible.test(text), because('没有可见的文字'))
    .refine((text) => !unprintable.test(text), because('含有不能显示的字符'));
}

/** Like `writtenText`, limited to one line: for names and titles. */
export function writtenLine(max: number) {
  return writtenText(max)
    .refine((text) => !lineBreak.test(text), because('不能换行'))
    .refine((text) => !notOnALine.test(text), because('含有不能显示的字符'));
}

/** The client's idempotency key: one per tap, the same on every retry of that tap. */
export const RequestId = textOf(1, 64).refine(
  (text) => /^[\w.:-]+$/.test(text),
  because('只能用字母、数字和 . : _ -'),
);

/** One page of a list: `cursor` as returned with the previous page, absent or null for the first; and the number of rows. */
export const pageOf = (pageSize: number) => ({
  cursor: textOf(0, 200).nullish(),
  pageSize: z.number().int().min(1).max(50).default(pageSize),
});

export const UserType = z.enum(['wechat', 'support', 'admin']);
export const Tier = z.enum(['free', 'vip', 'admin']);
export type Tier = z.infer<typeof Tier>;
export const MembershipLevel = z.enum(['free', 'basic', 'plus', 'pro']);
export type MembershipLevel = z.infer<typeof MembershipLevel>;

/** What a quota limits: works per day, studio pictures per day, AP per month, bytes of stored files. */
export const QuotaFeature = z.enum([
  'image_daily',
  'studio_daily',
  'chat_ap_monthly',
  'storage_bytes',
]);
export type QuotaFeature = z.infer<typeof QuotaFeature>;
export const QuotaUnit = z.enum(['count', 'ap', 'bytes']);
export const QuotaPeriod = z.enum(['day', 'month']);
/** The source of a limit: the user's own override, the plan, or the default of the tier. */
export const QuotaSource = z.enum(['override', 'plan', 'default']);
export type QuotaSource = z.infer<typeof QuotaSource>;

export const WorkType = z.enum(['text2img', 'photography', 'fitting']);
export const WorkStatus = z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled']);
export type WorkStatus = z.infer<typeof WorkStatus>;
export const Mode = z.enum(['single', 'double']);
export const Quality = z.enum(['standard', 'hd']);

/** A new avatar, visible only to its owner: a temporary URL while it is checked, or the reason why it is not shown. */
export const AvatarReview = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending'), url: z.string() }),
  z.object({ state: z.literal('refused'), reason: z.string() }),
]);
export type AvatarReview = z.infer<typeof AvatarReview>;

/** `avatar` is what others see; a new one appears there only after it has passed moderation. */
export const User = z.object({
  id: z.string(),
  nickname: z.string(),
  avatar: FileId,
  avatarReview: AvatarReview.nullable(),
  userType: UserType,
  tier: Tier,
  vipLevel: z.number().int(),
  membershipLevel: MembershipLevel,
  isVip: z.boolean(),
  /** The end of the membership; null if there is none. */
  membershipEndAt: Moment.nullable(),
  credits: z.number().int(),
  generateCount: z.number().int(),
  inviteCode: z.string(),
  createdAt: Moment,
});
export type User = z.infer<typeof User>;

/** `userType` is here the tier that decides the limit, in line with the usage bar. */
export const DailyUsage = z.object({
  used: z.number().int(),
  limit: z.number().int(),
  remaining: z.number().int(),
  userType: Tier,
  resetAt: Moment,
});
export type DailyUsage = z.infer<typeof DailyUsage>;

const workFields = {
  workId: z.string(),
  groupId: z.string().optional(),
  title: z.string(),
  /** The user's own text. */
  prompt: z.string(),
  size: z.string(),
  status: WorkStatus,
  /** '' until completed. */
  imageUrl: FileId,
  thumbnailUrl: FileId.optional(),
  isFavorite: z.boolean(),
  cost: z.number().int(),
  refundedCredits: z.number().int(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  createdAt: Moment,
  startedAt: Moment.optional(),
  completedAt: Moment.optional(),
};

export const TextToImageWork = z.object({
  ...workFields,
  type: z.literal('text2img'),
  mode: Mode,
  enhancedPrompt: z.string(),
  character: z.string(),
  style: z.string(),
  emotion: z.string(),
  quality: Quality,
});
export type TextToImageWork = z.infer<typeof TextToImageWork>;
export const PhotographyWork = z.object({
  ...workFields,
  type: z.literal('photography'),
  taskId: z.string(),
  sceneId: z.string(),
});
export const FittingWork = z.object({
  ...workFields,
  type: z.literal('fitting'),
  taskId: z.string(),
});

/** A work as its owner sees it. */
export const Work = z.discriminatedUnion('type', [TextToImageWork, PhotographyWork, FittingWork]);
export type Work = z.infer<typeof Work>;
