import { join } from 'node:path';
import { deploy } from './cloud/deploy/command';
import { runCommand } from './cloud/operator';

/** `npm run deploy -- --env <id> [--apply]`: the built functions run in an environment, and say that they are well. */
void runCommand((operator, words) => deploy(operator, words, join(__dirname, '..')));
