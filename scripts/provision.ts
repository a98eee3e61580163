import { join } from 'node:path';
import { runCommand } from './cloud/operator';
import { provision } from './cloud/provision/command';

/** `npm run provision -- --env <id> [--apply]`: makes an environment match `database-templates/`. */
void runCommand((operator, words) =>
  provision(operator, words, join(__dirname, '../database-templates')),
);
