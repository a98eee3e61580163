import { failScript } from './fail';
import { finish, format, jest, lint, runSteps, types } from './steps';

runSteps([{ lanes: [[lint], [format, types]] }, jest('unit')]).then(finish, failScript);
