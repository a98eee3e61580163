/** What is moderated before anybody but its owner sees it; a shared picture, while others may see it. */
export const subjectKinds = ['avatar', 'asset', 'result', 'share'] as const;
export type SubjectKind = (typeof subjectKinds)[number];
/** `id`: of one file. A replaced avatar is another subject, so that a late verdict never meets the wrong picture. */
export type MediaSubject = { kind: SubjectKind; id: string };

/** What WeChat says of a picture. `unreadable`: it could not be downloaded, which is no verdict. */
export const mediaVerdicts = ['pass', 'risky', 'unreadable'] as const;
export type MediaVerdict = (typeof mediaVerdicts)[number];
/** How moderation ends. Silence never passes a picture: it expires. */
export const mediaOutcomes = ['pass', 'risky', 'expired'] as const;
export type MediaOutcome = (typeof mediaOutcomes)[number];
export const moderationStates = ['checking', 'awaitingOwner', ...mediaOutcomes] as const;
export type ModerationState = (typeof moderationStates)[number];

/** The moderation of one picture, from its first submission to the moment its outcome has been applied. */
export type Moderation = {
  subject: MediaSubject;
  fileId: string;
  openid: string;
  /** Of the tap that brought the picture; empty where none is known. */
  trace: string;
  state: ModerationState;
  /** What follows from an outcome has been done. */
  isApplied: boolean;
  /** Submissions that WeChat may have accepted. */
  tries: number;
  /** Of the latest submission; empty before it has one. */
  traceId: string;
  /** Begins the time within which a verdict must come. */
  begunAt: Date;
  /** When something has to be done about it, null when nothing has. */
  dueAt: Date | null;
  version: number;
};

/** Asks WeChat to look at the picture behind a URL. Throws when nobody can say whether it will. */
export type MediaCheck = (
  kind: SubjectKind,
  url: string,
  openid: string,
) => Promise<MediaCheckAnswer>;
export type MediaCheckAnswer =
  | { state: 'accepted'; traceId: string }
  /** WeChat checks only pictures of users who were active within the last two hours. */
  | { state: 'ownerInactive' }
  /** The calls of this minute or day are used up. */
  | { state: 'limited' };

export const maxSubmissions = 3;
/** WeChat promises a verdict within 30 minutes; most come within seconds. */
const maxVerdictMs = 10 * 60_000;
/** After a call that was refused for its rate, or whose answer was lost: its verdict may still come. */
const retryMs = 60_000;
/** A picture without a verdict by then is refused. */
const maxModerationMs = 35 * 60_000;
/** How long an inactive owner is waited for. A result holds up a task, so it waits no longer than for a verdict. */
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

/** When the submission that follows is looked at again if it has no verdict; after the last one only the end is left. */
export function verdictDueAt({ begunAt, tries }: Moderation, now: Date): Date {
  if (tries + 1 >= maxSubmissions) return expiryOf(begunAt);
  return earlier(later(now, maxVerdictMs), expiryOf(begunAt));
}

/** When a submission that failed is repeated. */
export function retryDueAt({ begunAt, tries }: Moderation, now: Date): Date {
  return tries >= maxSubmissions
    ? expiryOf(begunAt)
    : earlier(later(now, retryMs), expiryOf(begunAt));
}

/** A submission notes its trace within its own call: a verdict that is parked for so long belongs to none of ours. */
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

/** An owner who has come back is given the full time again, but no task is held up for longer. */
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
