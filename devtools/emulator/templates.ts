import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { fromJson } from './database/ejson';
import { isDocument } from './database/values';
import type { Document, Value } from './database/values';
import { messageOf } from './message-of';
import { PlainError } from './plain-error';
import { ruleFiles } from './rules/files';
import { compileRule } from './rules/rule';

/**
 * Reports an expression that cannot be evaluated as an error of the template, instead of failing the first request that
 * needs it.
 */
const Rule = z.union([z.boolean(), z.string()]).superRefine((rule, context) => {
  try {
    compileRule(rule);
  } catch (error) {
    context.addIssue({ code: 'custom', message: messageOf(error) });
  }
});

const Rows = z.array(z.looseObject({ _id: z.string() })).default([]);

/** One collection, as described by `database-templates/<collection>.json`. */
const Template = z.object({
  collection: z.string().regex(/^[a-z][a-z0-9_]*$/),
  purpose: z.string(),
  fields: z.record(z.string(), z.object({ type: z.string(), description: z.string() })).default({}),
  indexes: z
    .array(
      z.object({
        name: z.string(),
        fields: z.array(z.string()).min(1),
        unique: z.boolean().optional(),
      }),
    )
    .default([]),
  permission: z
    .union([
      z.enum(['ADMINONLY', 'READONLY', 'PRIVATE', 'ADMINWRITE']),
      /** The platform's `CUSTOM`; `write` applies to kinds of writes that have no rule of their own. */
      z.strictObject({
        read: Rule,
        write: Rule.optional(),
        create: Rule.optional(),
        update: Rule.optional(),
        delete: Rule.optional(),
      }),
    ])
    .default('ADMINONLY'),
  /** Whether it holds credentials of the product, which no backup may contain. */
  holdsSecrets: z.literal(true).optional(),
  seed: Rows,
  cloudSeed: Rows,
});

export type CollectionTemplate = Omit<z.infer<typeof Template>, 'seed' | 'cloudSeed'> & {
  /** Rows as database values; `{{files}}/…` still stands for a seed file. */
  seed: Document[];
  /** Rows that replace seed rows of the same id in a real environment, such as switches that are off there. */
  cloudSeed: Document[];
};

export type SeedFile = { path: string; bytes: Buffer };

const filesMark = '{{files}}/';

export function readTemplates(folder: string): CollectionTemplate[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !ruleFiles.includes(name))
    .sort()
    .map((name) => readTemplate(join(folder, name)));
}

function readTemplate(path: string): CollectionTemplate {
  const parsed = Template.safeParse(readJson(path));
  if (!parsed.success) throw new PlainError(`${path}: ${z.prettifyError(parsed.error)}`);
  const { seed, cloudSeed, ...template } = parsed.data;
  return { ...template, seed: seed.map(toRow), cloudSeed: cloudSeed.map(toRow) };
}

function toRow(row: object): Document {
  return fromJson(row as Document) as Document;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new PlainError(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** The pictures that seed rows refer to, by their paths in cloud storage. */
export function readSeedFiles(folder: string): SeedFile[] {
  const root = join(folder, 'files');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(root, path).split(sep).join('/');
      return { path: `seed/${name}`, bytes: readFileSync(path) };
    });
}

/** A seed row with every `{{files}}/x.jpg` replaced by `toFileId('seed/x.jpg')`. */
export function resolveSeed(row: Document, toFileId: (path: string) => string): Document {
  const resolve = (value: Value): Value => {
    if (typeof value === 'string') {
      return value.startsWith(filesMark)
        ? toFileId(`seed/${value.slice(filesMark.length)}`)
        : value;
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (!isDocument(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  };
  return resolve(row) as Document;
}
