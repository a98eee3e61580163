import { join } from 'node:path';
import { deploy } from './cloud/deploy/command';
import { runCommand } from './cloud/operator';

/** `npm run deploy -- --env <id> [--apply]`: deploys the built functions to an environment and checks their health. */
void runCommand((operator, words) => deploy(operator, words, join(__dirname, '..')));
