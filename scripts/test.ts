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
  waitingJest(3, 'emulator', 'functions', 'cloud'),
  // Computes on every core by itself.
  jest('faults'),
  waitingJest(4, 'simulator', 'journeys'),
]).then(finish, failScript);
