import * as z from 'zod';
import { checkIntegrity } from '../shared/integrity/checks/check';
import type { CheckOptions } from '../shared/integrity/checks/check';
import { putReport, setAlarm } from '../shared/integrity/reports';
import { silenceOf } from '../shared/domain/alarms/alarm';
import { businessDay } from '../shared/domain/time/business-day';
import { describeFigures, describeReport } from '../shared/integrity/rules/report';
import type { Report } from '../shared/integrity/rules/report';
import type { Inspection } from '../shared/inspection';
import { describeError } from '../shared/domain/log';

/** Files are checked within this time; the rest of the function's 60 s is for the report and its alarm. */
const filesUntilMs = 30_000;
const keep = 50;
const Beat = z.object({ beatAt: z.date().nullable().catch(null) }).catch({ beatAt: null });
const mondayMs = 4 * 24 * 3_600_000;
const weekMs = 7 * 24 * 3_600_000;
const beijingMs = 8 * 3_600_000;

/**
 * A light check every day, a full one on Mondays, because a function has only one trigger. Stores the report and sends an alarm
 * if it is bad.
 */
export async function inspect(inspection: Inspection): Promise<Record<string, number>> {
  const { database, clock, findMissing, log } = inspection;
  const now = clock.now();
  const endAt = now.getTime() + filesUntilMs;
  const report = await check(inspection, {
    mode: isMonday(now) ? 'full' : 'light',
    now,
    clock,
    keep,
    findMissing,
    listFiles: null,
    findMissingIndexes: null,
    hasTime: () => clock.now().getTime() < endAt,
  });
  const text = `${describeReport(report)}\n${describeFigures(report)}`;
  const id = `report:${businessDay(now)}:${report.mode}`;
  await putReport(database, { id, day: businessDay(now), text, report });
  await setAlarm(database, id, await alarm(report, inspection));
  await watchTimer(inspection, now);
  log.info('integrity', { status: report.status, mode: report.mode, works: report.works.total });
  return { problems: report.problems.length, findings: sum(report), works: report.works.total };
}

/** A check that cannot run is as alarming as a bad result. */
async function check(inspection: Inspection, options: CheckOptions): Promise<Report> {
  try {
    return await checkIntegrity(inspection.database, options);
  } catch (error) {
    const cause = describeError(error);
    inspection.log.alarm('integrity', { status: 'unknown', cause });
    await tell('数据完整性检查没有完成，请查看 integrityCheck 的日志', inspection);
    throw error;
  }
}

async function alarm(report: Report, inspection: Inspection): Promise<'none' | AlarmOutcome> {
  if (report.status === 'healthy') return 'none';
  const { status, problems } = report;
  inspection.log.alarm('integrity', { status, problems: problems.length });
  return tell(describeReport(report), inspection);
}

type AlarmOutcome = 'not-configured' | 'sent' | 'failed';

async function tell(text: string, { log, robot }: Inspection): Promise<AlarmOutcome> {
  if (robot === null) return 'not-configured';
  try {
    await robot.send(text);
    return 'sent';
  } catch (error) {
    log.error('alarm not sent', { cause: describeError(error) });
    return 'failed';
  }
}

/** The watchdog runs in `tick`, which cannot report its own silence. */
async function watchTimer(inspection: Inspection, now: Date): Promise<void> {
  const row = await inspection.database.collection('timers').doc('next').get();
  const silence = silenceOf(Beat.parse(row.data).beatAt, now);
  if (silence === null) return;
  inspection.log.alarm('watchdog', { kind: silence.kind, text: silence.text });
  await tell(`【告警】${silence.text}\n处理手册：docs/runbook.zh-CN.md#silenttimer`, inspection);
}

function sum({ problems }: Report): number {
  return problems.reduce((total, { count }) => total + count, 0);
}

/** 1970-01-01 was a Thursday. */
function isMonday(now: Date): boolean {
  const sinceMonday = (now.getTime() + beijingMs - mondayMs) % weekMs;
  return sinceMonday < 24 * 3_600_000;
}
