import { z } from 'zod';
import { environmentId, toFileId } from '../../../devtools/emulator/identity';
import { requireLocalCloud } from '../../admin/connection';
import { callLocalCloud, localCloudUrl } from '../../local/cloud';
import { foreignIdOf, toStoredRow } from './row-store';
import type { ListedFile, RowStore } from './row-store';

const pageSize = 1000;
/** Large, because the local cloud sorts all files for each page. */
const filePageSize = 10_000;

const Collections = z.array(z.object({ name: z.string(), total: z.number() }));
const Rows = z.object({ docs: z.array(z.string()) });
const Files = z.object({
  files: z.array(
    z.object({ path: z.string(), size: z.number(), at: z.object({ $date: z.string() }) }),
  ),
});

/** The running local cloud, accessed through its control API. */
export async function openLocalStore(): Promise<RowStore> {
  await requireLocalCloud();
  const readRows = async (
    collection: string,
    query: object,
    { orderBy, limit }: { orderBy: string; limit: number },
  ): Promise<string[]> => {
    const parameters = new URLSearchParams({
      query: JSON.stringify(query),
      orderBy,
      limit: String(limit),
      ejson: 'canonical',
    });
    const path = `${pathOf(collection)}?${parameters.toString()}`;
    return Rows.parse(await callLocalCloud('GET', path)).docs;
  };

  const put = async (collection: string, lines: string[]): Promise<void> => {
    const docs = lines.map((line) => JSON.parse(line) as unknown);
    await callLocalCloud('PUT', pathOf(collection), { docs });
  };

  return {
    name: `本地云 ${localCloudUrl()}`,
    envId: environmentId,
    isLocal: true,
    filePrefix: toFileId(''),

    async listCollections() {
      const found = Collections.parse(await callLocalCloud('GET', '/local/collections'));
      return found.map(({ name, total }) => ({ name, rowCount: total }));
    },

    createCollection: (name) => put(name, []),

    async readRows(collection, after) {
      const options = { orderBy: '_id', limit: pageSize };
      return (await readRows(collection, { _id: { $gt: after } }, options)).map(toStoredRow);
    },

    async findForeignId(collection) {
      for (const orderBy of ['_id', '-_id']) {
        const [line] = await readRows(collection, {}, { orderBy, limit: 1 });
        const id = foreignIdOf(line);
        if (id !== null) return id;
      }
      return null;
    },

    insertRows: (collection, rows) =>
      put(
        collection,
        rows.map(({ line }) => line),
      ),
    overwriteRow: (collection, { line }) => put(collection, [line]),
    pagesOfFiles,
  };
}

async function* pagesOfFiles(start: string): AsyncGenerator<ListedFile[]> {
  for (let after = start; ;) {
    const query = new URLSearchParams({ limit: String(filePageSize), after });
    const { files } = Files.parse(await callLocalCloud('GET', `/local/files?${query.toString()}`));
    yield files.map(({ path, size, at }) => ({
      path,
      sizeBytes: size,
      md5: null,
      modifiedAt: at.$date,
    }));
    if (files.length < filePageSize) return;
    after = files.at(-1)?.path ?? after;
  }
}

function pathOf(collection: string): string {
  return `/local/collections/${encodeURIComponent(collection)}`;
}
