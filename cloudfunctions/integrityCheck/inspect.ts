import { checkIntegrity } from '../shared/data/integrity';
import { putReport, setAlarm } from '../shared/data/integrity-reports';
import { businessDay } from '../shared/domain/business-day';
import { describeFigures, describeReport } from '../shared/domain/integrity-report';
import type { Report } from '../shared/domain/integrity-report';
import type { Inspection } from '../shared/inspection';
import { describeError } from '../shared/log';
import { sendAlarm } from './alarm';

/** Files are looked at until then; the rest of the function's 60 s is for the report and its alarm. */
const filesUntilMs = 30_000;
const keep = 50;
const mondayMs = 4 * 24 * 3_600_000;
const weekMs = 7 * 24 * 3_600_000;
const beijingMs = 8 * 3_600_000;

/** Every day lightly, on Mondays in full: a function has one trigger. Keeps the report and tells somebody of a bad one. */
export async function inspect(inspection: Inspection): Promise<Record<string, number>> {
  const { database, clock, findMissing, log } = inspection;
  const now = clock.now();
  const endAt = now.getTime() + filesUntilMs;
  const report = await checkIntegrity(database, {
    mode: isMonday(now) ? 'full' : 'light',
    now,
    pace: clock,
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
  log.info('integrity', { status: report.status, mode: report.mode, works: report.works.total });
  return { problems: report.problems.length, findings: sum(report), works: report.works.total };
}

async function alarm(
  report: Report,
  { clock, log, environment }: Inspection,
): Promise<'none' | 'not-configured' | 'sent' | 'failed'> {
  if (report.status === 'healthy') return 'none';
  log.alarm('integrity', { status: report.status, problems: report.problems.length });
  const address = environment['ALERT_WEBHOOK_URL'] ?? '';
  if (address === '') return 'not-configured';
  try {
    await sendAlarm(address, describeReport(report), clock);
    return 'sent';
  } catch (error) {
    log.error('alarm not sent', { cause: describeError(error) });
    return 'failed';
  }
}

function sum({ problems }: Report): number {
  return problems.reduce((total, { count }) => total + count, 0);
}

/** The first day of 1970 was a Thursday. */
function isMonday(now: Date): boolean {
  const sinceMonday = (now.getTime() + beijingMs - mondayMs) % weekMs;
  return sinceMonday < 24 * 3_600_000;
}
