import type { Document } from '../../devtools/emulator/database/database';
import type { TestCloud } from './cloud';

/** Fires the minute timer; resolves to its summary. */
export async function tick(cloud: TestCloud): Promise<Document> {
  const { body } = await cloud.control('POST', '/local/trigger/tick/tick');
  return (body as { result: Document }).result;
}

/**
 * For rows that a test has written, which nobody has announced as due: without its own row, the timer looks for everything
 * due.
 */
export function tickNow(cloud: TestCloud): Promise<Document> {
  cloud.collection('timers').empty();
  return tick(cloud);
}
