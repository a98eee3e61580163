import { ensureBrowser } from './browser';
import { ensureRuntimes } from './runtimes';
import { build, finish, format, jest, lint, packageCheck, runSteps, types } from './steps';

ensureBrowser();
ensureRuntimes();
finish(
  runSteps([
    format,
    lint,
    types,
    build,
    packageCheck,
    jest('unit', 'components'),
    jest('emulator', 'functions'),
    jest('faults'),
    jest('cloud'),
    jest('simulator', 'journeys'),
  ]),
);
