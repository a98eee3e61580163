import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../runtimes/node_modules');

/** Runtimes of the cloud other than the workshop's own Node, by their names in config.json. */
export const runtimes = ['Nodejs16.13', 'Nodejs18.15'] as const;
export type Runtime = (typeof runtimes)[number];

/** The binary of a runtime; null when it is not installed, as on machines without a build of it. */
export function binaryOf(runtime: Runtime): string | null {
  const path = join(folder, runtime.replace('Nodejs', 'node-'), 'bin/node');
  return existsSync(path) ? path : null;
}
