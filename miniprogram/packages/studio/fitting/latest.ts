import { getWork } from '../../../services/work-manage';
import { heightPercent } from '../../../utils/size';
import { readNotes } from '../orders/remembered';
import type { Asset } from '../photos/service';
import { getTask } from '../service';

export type Latest = {
  before: string;
  after: string;
  heightPercent: number;
  taskId: string;
  workId: string;
};

/** The last try-on made on this phone, to compare again; null when there is none, or a photo is gone. */
export async function findLatest(persons: readonly Asset[]): Promise<Latest | null> {
  const note = readNotes().find(({ personAssetId }) => personAssetId !== undefined);
  if (note === undefined) return null;
  try {
    const { works } = await getTask(note.taskId);
    const done = works.find(({ state }) => state === 'completed');
    const person = persons.find(({ assetId }) => assetId === note.personAssetId);
    if (done === undefined || person === undefined) return null;
    const { size } = await getWork(done.workId);
    return {
      ...{ before: person.url, after: done.imageUrl, heightPercent: heightPercent(size) },
      ...{ taskId: note.taskId, workId: done.workId },
    };
  } catch (error) {
    console.info('no last try-on', error);
    return null;
  }
}
