/** Pictures that are moderated before anybody but their owner sees them; a shared picture is moderated while it is public. */
export const subjectKinds = ['avatar', 'asset', 'result', 'share'] as const;
export type SubjectKind = (typeof subjectKinds)[number];
/** `id` identifies one file. A replaced avatar is another subject, so that a late verdict never applies to the wrong picture. */
export type MediaSubject = { kind: SubjectKind; id: string };

/** WeChat's verdict on a picture. `unreadable`: it could not be downloaded, which is no verdict. */
export const mediaVerdicts = ['pass', 'risky', 'unreadable'] as const;
export type MediaVerdict = (typeof mediaVerdicts)[number];
/** How moderation ends. Without a verdict a picture never passes: it expires. */
export const mediaOutcomes = ['pass', 'risky', 'expired'] as const;
export type MediaOutcome = (typeof mediaOutcomes)[number];
export const moderationStates = ['checking', 'awaitingOwner', ...mediaOutcomes] as const;
export type ModerationState = (typeof moderationStates)[number];

/** The moderation of one picture, from its first submission to the moment its outcome has been applied. */
export type Moderation = {
  subject: MediaSubject;
  fileId: string;
  openid: string;
  /** Trace of the user's call that brought the picture; empty if unknown. */
  trace: string;
  state: ModerationState;
  /** The outcome has been applied. */
  isApplied: boolean;
  /** Submissions that WeChat may have accepted. */
  tries: number;
  /** Trace id of the latest submission; empty before the first. */
  traceId: string;
  /** The start of the period in which a verdict must come. */
  begunAt: Date;
  /** When it must be processed next; null if it need not be. */
  dueAt: Date | null;
  version: number;
};

/** Asks WeChat to check the picture at a URL. Throws if it is unknown whether it was accepted. */
export type MediaCheck = (
  kind: SubjectKind,
  url: string,
  openid: string,
) => Promise<MediaCheckAnswer>;
export type MediaCheckAnswer =
  | { state: 'accepted'; traceId: string }
  /** WeChat checks only pictures of users who were active within the last two hours. */
  | { state: 'ownerInactive' }
  /** The rate limit of the minute or the day is reached. */
  | { state: 'limited' };

export const maxSubmissions = 3;
/** WeChat promises a verdict within 30 minutes; most come within seconds. */
const maxVerdictMs = 10 * 60_000;
/** Applies after a call that was rate-limited, or whose answer was lost: its verdict may still come. */
const retryMs = 60_000;
/** A picture without a verdict by then is refused. */
const maxModerationMs = 35 * 60_000;
/** How long to wait for an inactive owner. A result holds up a task, so it waits no longer than for a verdict. */
const maxOwnerWaitMs: Record<SubjectKind, number> = {
  avatar: 7 * 24 * 60 * 60_000,
  asset: 24 * 60 * 60_000,
  result: maxModerationMs,
  share: maxModerationMs,
};

export function isSettled(state: ModerationState): state is MediaOutcome {
  return (mediaOutcomes as readonly ModerationState[]).includes(state);
}

export function isExpired({ begunAt }: Moderation, now: Date): boolean {
  return now.getTime() >= expiryOf(begunAt).getTime();
}

/** When the next submission is checked again if it has no verdict; after the last submission, only expiry is left. */
export function verdictDueAt({ begunAt, tries }: Moderation, now: Date): Date {
  if (tries + 1 >= maxSubmissions) return expiryOf(begunAt);
  return earlier(later(now, maxVerdictMs), expiryOf(begunAt));
}

/** When a failed submission is repeated. */
export function retryDueAt({ begunAt, tries }: Moderation, now: Date): Date {
  return tries >= maxSubmissions
    ? expiryOf(begunAt)
    : earlier(later(now, retryMs), expiryOf(begunAt));
}

/** A submission records its trace within its own call: a verdict parked for this long belongs to none of ours. */
export const parkedVerdictMs = 24 * 60 * 60_000;

export function parkedUntil(verdictAt: Date): Date {
  return new Date(verdictAt.getTime() + parkedVerdictMs);
}

export function expiryOf(begunAt: Date): Date {
  return later(begunAt, maxModerationMs);
}

export function ownerWaitEndsAt({ subject, begunAt }: Moderation): Date {
  return later(begunAt, maxOwnerWaitMs[subject.kind]);
}

/** An owner who has come back gets the full time again, except for results: a task must not be held up longer. */
export function begunAfterWait({ subject, begunAt }: Moderation, now: Date): Date {
  return subject.kind === 'result' ? begunAt : now;
}

export function subjectKey({ kind, id }: MediaSubject): string {
  return `${kind}:${id}`;
}

function later(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
