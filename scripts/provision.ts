import { join } from 'node:path';
import { runCommand } from './cloud/operator';
import { provision } from './cloud/provision/command';

/** `npm run provision -- --env <id> [--apply]`: an environment becomes what `database-templates/` says. */
void runCommand((operator, words) =>
  provision(operator, words, join(__dirname, '../database-templates')),
);
