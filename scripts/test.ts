import { ensureBrowser } from './browser';
import { ensureRuntimes } from './runtimes';
import {
  build,
  finish,
  format,
  jest,
  lint,
  packageCheck,
  runSteps,
  types,
  waitingJest,
} from './steps';
import { failScript } from './fail';

ensureBrowser();
ensureRuntimes();
runSteps([
  { lanes: [[lint], [format, types, build, packageCheck]] },
  jest('unit', 'components'),
  // Uses every core by itself.
  jest('faults'),
  // One stage, so that the last files of one project run next to those of the others.
  waitingJest(4, 'emulator', 'functions', 'cloud', 'simulator', 'journeys'),
]).then(finish, failScript);
