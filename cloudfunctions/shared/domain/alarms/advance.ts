import type { Alarm, AlarmKind, Symptom } from './alarm';

/** Minimum time between two messages of one kind. The end of a reported alarm is reported at once. */
export const messageEveryMs = 30 * 60_000;
/** An alarm that stays open is reported again this often. */
export const remindEveryMs = 2 * 3_600_000;

export type Message = { kind: AlarmKind; news: 'open' | 'still' | 'over'; text: string };

/** An alarm after a watchdog run, and the message to send about it, if any. */
export type Advance = { alarm: Alarm; isChanged: boolean; message: Message | null };

/** `standing`: the stored rows of all kinds. */
export function advance(
  standing: readonly Alarm[],
  symptoms: readonly Symptom[],
  now: Date,
): Advance[] {
  const kinds = new Set([...standing, ...symptoms].map(({ kind }) => kind));
  return [...kinds]
    .map((kind) => {
      const alarm = standing.find((one) => one.kind === kind) ?? null;
      const symptom = symptoms.find((one) => one.kind === kind) ?? null;
      return symptom === null ? withoutSymptom(alarm, now) : withSymptom(symptom, alarm, now);
    })
    .filter((one) => one !== null);
}

/** The alarm once its message has been sent. */
export function markReported(alarm: Alarm, now: Date): Alarm {
  return { ...alarm, toldAt: alarm.isOpen ? now : null, messagedAt: now };
}

function withSymptom(symptom: Symptom, standing: Alarm | null, now: Date): Advance {
  const isNew = standing?.isOpen !== true;
  const alarm: Alarm = {
    ...symptom,
    ...{ isOpen: true, endedAt: null, since: isNew ? now : standing.since },
    // If the alarm came back before its end was reported, it still counts as reported.
    toldAt: standing?.toldAt ?? null,
    messagedAt: standing?.messagedAt ?? null,
  };
  const waitMs = alarm.toldAt === null ? messageEveryMs : remindEveryMs;
  const news = alarm.toldAt === null ? 'open' : 'still';
  const isTime = isPast(alarm.messagedAt, waitMs, now);
  return {
    alarm,
    isChanged: isNew || standing.value !== symptom.value,
    message: isTime ? { kind: symptom.kind, news, text: symptom.text } : null,
  };
}

function withoutSymptom(standing: Alarm | null, now: Date): Advance | null {
  if (standing === null) return null;
  const alarm = { ...standing, isOpen: false, endedAt: standing.endedAt ?? now };
  const { kind, text } = standing;
  const message: Message | null = alarm.toldAt === null ? null : { kind, news: 'over', text };
  return { alarm, isChanged: standing.isOpen, message };
}

/** A moment in the future was written by a wrong clock. */
function isPast(moment: Date | null, waitMs: number, now: Date): boolean {
  if (moment === null || moment > now) return true;
  return now.getTime() - moment.getTime() >= waitMs;
}
