import type { Report } from './rules/report';
import type { AdminDatabase } from './admin-database';

/** One row per business day and mode; a later check of the day replaces it. */
export async function putReport(
  database: AdminDatabase,
  { id, day, text, report }: { id: string; day: string; text: string; report: Report },
): Promise<void> {
  const { mode, status, checkedAt } = report;
  const data = { day, mode, status, checkedAt, text, report, alarm: 'pending' };
  await database.collection('integrity_reports').doc(id).set({ data });
}

export async function setAlarm(
  database: AdminDatabase,
  id: string,
  alarm: 'none' | 'not-configured' | 'sent' | 'failed',
): Promise<void> {
  await database.collection('integrity_reports').doc(id).update({ data: { alarm } });
}
