import { join } from 'node:path';
import { backup } from './cloud/backup/command';
import { runCommand } from './cloud/operator';

/** `npm run backup -- --out <folder> [--env <id>]`: copies the whole database, page by page, into files. */
void runCommand((operator, words) =>
  backup(operator, words, join(__dirname, '../database-templates')),
);
