import { join } from 'node:path';
import { restore } from './cloud/restore/command';
import { runCommand } from './cloud/operator';

/** `npm run restore -- --from <folder> [--env <id>] [--apply]`: an empty environment gets the rows of a backup. */
void runCommand((operator, words) =>
  restore(operator, words, join(__dirname, '../database-templates')),
);
