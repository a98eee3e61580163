import * as z from 'zod';
import { archiveKinds, archiveStates, chatKind } from '../../domain/archive/archive';
import type { Archive, ArchivedCollection } from '../../domain/archive/archive';
import { parseRow } from '../core/rows';

const collections: ArchivedCollection[] = [
  ...archiveKinds.map(({ collection }) => collection),
  chatKind.collection,
];

export const ArchiveRow = z.object({
  _id: z.string(),
  collection: z.enum(collections),
  month: z.string().regex(/^\d{6}$/),
  userId: z.string(),
  ids: z.array(z.string()),
  keys: z.array(z.string()),
  state: z.enum(archiveStates),
  path: z.string(),
  fileId: z.string(),
  rows: z.number().int(),
  sha256: z.string(),
  createdAt: z.date(),
});

/** Throws InvalidRowError. */
export function parseArchive(row: unknown): Archive {
  const { _id: id, ...archive } = parseRow('archives', ArchiveRow, row);
  return { id, ...archive };
}

export function toArchiveRow({ id, ...archive }: Archive) {
  return { _id: id, ...archive };
}
