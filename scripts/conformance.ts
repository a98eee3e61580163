import { runCommand } from './cloud/operator';
import { conformance } from './conformance/command';

/** `npm run conformance [-- --env <id>]`: how the local cloud compares with the official suites, or with a real environment. */
void runCommand(conformance);
