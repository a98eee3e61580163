import { join } from 'node:path';
import { restore } from './cloud/restore/command';
import { runCommand } from './cloud/operator';

/**
 * `npm run restore -- --from <folder> [--env <id>] [--apply]`: restores the rows of a backup into an empty environment.
 */
void runCommand((operator, words) =>
  restore(operator, words, join(__dirname, '../database-templates')),
);
