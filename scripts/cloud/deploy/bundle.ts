import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import { AdminError } from '../../admin/errors';
import type { Trigger } from '../account/functions';

const Config = z.object({
  runtime: z.string().regex(/^Nodejs\d+\.\d+$/),
  timeout: z.int().positive(),
  memorySize: z.int().positive(),
  triggers: z.array(z.object({ name: z.string(), type: z.literal('timer'), config: z.string() })),
  /** Names of the variables that the function receives. */
  environment: z.array(z.string()),
});

/** A built function, ready to be deployed. */
export type Bundle = {
  name: string;
  /** The build id that is embedded in the code. */
  build: string;
  runtime: string;
  timeoutSeconds: number;
  memoryMb: number;
  triggers: Trigger[];
  variableNames: string[];
  zip: Uint8Array;
};

const files = ['index.js', 'package.json', 'config.json'];
/** Constant, so that equal code gives an equal archive. */
const zippedAt = new Date('2026-01-01T00:00:00Z');

export function readBundles(folder: string): Bundle[] {
  return listFolders(folder).map((name) => {
    const contents = files.map((file) => [file, readFileSync(join(folder, name, file))] as const);
    return toBundle(name, zipSync(Object.fromEntries(contents), { level: 9, mtime: zippedAt }));
  });
}

/** Restores the bundle from an archive that `readBundles` made. */
export function toBundle(name: string, zip: Uint8Array): Bundle {
  const contents = unzipSync(zip);
  const text = (file: string) => Buffer.from(contents[file] ?? new Uint8Array()).toString();
  const config = Config.safeParse(JSON.parse(text('config.json')));
  if (!config.success) {
    throw new AdminError(`cloudfunctions/${name}/config.json：${z.prettifyError(config.error)}`);
  }
  const { runtime, timeout, memorySize, triggers, environment } = config.data;
  const { build } = z.object({ build: z.string() }).parse(JSON.parse(text('package.json')));
  return {
    name,
    build,
    runtime,
    timeoutSeconds: timeout,
    memoryMb: memorySize,
    triggers: triggers.map((trigger) => ({ name: trigger.name, cron: trigger.config })),
    variableNames: environment,
    zip,
  };
}

function listFolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    throw new AdminError('没有 dist/cloudfunctions：先运行 npm run build');
  }
}
