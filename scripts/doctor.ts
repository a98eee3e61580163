import { join } from 'node:path';
import { doctor } from './cloud/doctor/command';
import { runCommand } from './cloud/operator';

/** `npm run doctor [-- --env <id>]`: reports what is missing or wrong, and what to do. */
void runCommand((operator, words) => doctor(operator, words, join(__dirname, '..')));
