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
  // Computes on every core by itself.
  jest('faults'),
  // One stage: the last files of each project run beside those of the others.
  waitingJest(4, 'emulator', 'functions', 'cloud', 'simulator', 'journeys'),
]).then(finish, failScript);
