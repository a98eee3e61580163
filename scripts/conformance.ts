import { runCommand } from './cloud/operator';
import { conformance } from './conformance/command';

/**
 * `npm run conformance [-- --env <id>]`: compares the local cloud with the official suites, or with a real environment.
 */
void runCommand(conformance);
