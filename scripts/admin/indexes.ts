import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { callLocalCloud } from '../local/cloud';

const Index = z.object({
  name: z.string(),
  fields: z.array(z.string()),
  unique: z.boolean().optional(),
});
const Template = z.object({ collection: z.string(), indexes: z.array(Index).default([]) });
const Collections = z.array(z.object({ name: z.string(), indexes: z.array(Index) }));
const templates = join(__dirname, '../../database-templates');
/** Rule files (`storage-rules.json`) are in the same folder; names of collections contain no hyphen. */
const collectionFile = /^[a-z][a-z0-9_]*\.json$/;

/** Indexes that the templates declare but the local cloud lacks, each as `collection.index`. */
export async function findMissingIndexes(): Promise<{ id: string; what: string }[]> {
  const standing = Collections.parse(await callLocalCloud('GET', '/local/collections'));
  const wanted = readdirSync(templates)
    .filter((name) => collectionFile.test(name))
    .map((name) => Template.parse(JSON.parse(readFileSync(join(templates, name), 'utf8'))));
  return wanted.flatMap(({ collection, indexes }) => {
    const there = standing.find(({ name }) => name === collection)?.indexes ?? [];
    return indexes
      .filter((index) => !there.some((other) => isSame(index, other)))
      .map(({ name, fields, unique }) => ({
        id: `${collection}.${name}`,
        what: `${unique === true ? '唯一索引' : '索引'} ${fields.join(', ')}`,
      }));
  });
}

function isSame(a: z.infer<typeof Index>, b: z.infer<typeof Index>): boolean {
  return a.fields.join() === b.fields.join() && (a.unique === true) === (b.unique === true);
}
