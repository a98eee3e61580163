import { finish, format, jest, lint, runSteps, types } from './steps';

finish(runSteps([format, lint, types, jest('unit')]));
