import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../runtimes/node_modules');

/** Runtimes of the cloud that differ from the Node of the workshop, by the name that config.json gives them. */
export const runtimes = ['Nodejs16.13', 'Nodejs18.15'] as const;
export type Runtime = (typeof runtimes)[number];

/** The binary of a runtime; null when it is not installed, as on machines that it is not built for. */
export function binaryOf(runtime: Runtime): string | null {
  const path = join(folder, runtime.replace('Nodejs', 'node-'), 'bin/node');
  return existsSync(path) ? path : null;
}
