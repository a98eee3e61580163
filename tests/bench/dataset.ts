import type { BenchCloud } from './bench';
import type { Document } from './client';
import { generateInput } from './client';
import { enterProduct } from './users';

const dayMs = 24 * 3600 * 1000;
const beijingMs = 8 * 3600 * 1000;
const batch = 5000;

/** One owner's completed works, the newest at `newestAt`, one every `stepMs` before it. */
export type Shelf = {
  userId: string;
  openid: string;
  count: number;
  newestAt: number;
  stepMs: number;
};

/** A template row made by the product itself, so that rows of the bench always have its shape. */
export async function sampleWork(cloud: BenchCloud): Promise<Document> {
  const openid = 'bench-sample';
  await enterProduct(cloud, openid);
  const { works } = await cloud.ask('aiGenerate', 'generate', generateInput(), openid);
  const [{ workId } = { workId: '' }] = works as { workId: string }[];
  const { docs } = await cloud.find('works', { _id: workId });
  if (docs[0] === undefined) throw new Error(`The work ${workId} is not there.`);
  return docs[0];
}

/** Loads the works of all owners in batches. */
export async function fillShelves(
  cloud: BenchCloud,
  sample: Document,
  shelves: Iterable<Shelf>,
): Promise<number> {
  let loaded = 0;
  let docs: Document[] = [];
  const flush = async (): Promise<void> => {
    await cloud.put('works', docs);
    loaded += docs.length;
    docs = [];
  };
  for (const shelf of shelves) {
    for (let n = 0; n < shelf.count; n += 1) {
      docs.push(workOf(sample, shelf, n));
      if (docs.length === batch) await flush();
    }
  }
  await flush();
  return loaded;
}

function workOf(sample: Document, shelf: Shelf, n: number): Document {
  const { userId, openid, newestAt, stepMs } = shelf;
  const id = `work_${userId}_${n}`;
  const createdAt = newestAt - n * stepMs;
  const day = businessDay(createdAt);
  const imageUrl = `cloud://bench/works/${userId}/${id}.png`;
  return {
    ...sample,
    _id: id,
    id,
    _openid: openid,
    openid,
    userId,
    requestId: `request-${userId}-${n}`,
    title: `雨中的橘猫 ${n}`,
    originalPrompt: `雨中的橘猫 ${n}`,
    imageUrl,
    images: [imageUrl],
    day,
    seat: `${userId}:${day}:${n}`,
    createdAt: moment(createdAt),
    startedAt: moment(createdAt),
    completedAt: moment(createdAt + 9000),
    updatedAt: moment(createdAt + 9000),
  };
}

const moment = (ms: number) => ({ $date: { $numberLong: String(ms) } });

const businessDay = (ms: number): string =>
  new Date(ms + beijingMs).toISOString().slice(0, 10).replaceAll('-', '');

/** Works of many other people over the last months, `total` of them, a hundred each. */
export function* otherShelves(total: number): Generator<Shelf> {
  const each = 100;
  for (let n = 0; n * each < total; n += 1) {
    yield {
      userId: `user_other${n}`,
      openid: `other-${n}`,
      count: Math.min(each, total - n * each),
      newestAt: Date.now() - (n % 30) * dayMs,
      stepMs: dayMs / 4,
    };
  }
}
