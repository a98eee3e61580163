import type { Document } from '../../devtools/emulator/database/database';
import type { TestCloud } from './cloud';

/** The timer fires, as it does every minute; answers with what it did. */
export async function tick(cloud: TestCloud): Promise<Document> {
  const { body } = await cloud.control('POST', '/local/trigger/tick/tick');
  return (body as { result: Document }).result;
}

/** The same where nobody has announced what is due, as for rows that a test has written: without its row the timer looks. */
export function tickNow(cloud: TestCloud): Promise<Document> {
  cloud.collection('timers').empty();
  return tick(cloud);
}
