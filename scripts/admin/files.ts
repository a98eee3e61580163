import { z } from 'zod';
import { callLocalCloud } from '../local/cloud';

const pageSize = 1000;
const Page = z.object({ files: z.array(z.object({ path: z.string() })) });

/** Paths of the pictures in the local cloud. The SDK cannot list the storage of a real environment. */
export async function listLocalFiles(): Promise<string[]> {
  const [pictures, thumbnails] = await Promise.all(['works/', 'thumbnails/'].map(listFolder));
  return [...(pictures ?? []), ...(thumbnails ?? [])];
}

async function listFolder(prefix: string): Promise<string[]> {
  const paths: string[] = [];
  for (let after = ''; ;) {
    const query = new URLSearchParams({ prefix, limit: String(pageSize), after });
    const { files } = Page.parse(await callLocalCloud('GET', `/local/files?${query.toString()}`));
    paths.push(...files.map(({ path }) => path));
    if (files.length < pageSize) return paths;
    after = paths.at(-1) ?? '';
  }
}
