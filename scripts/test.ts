import { ensureBrowser } from './browser';
import { build, finish, format, jest, lint, runSteps, types } from './steps';

ensureBrowser();
finish(
  runSteps([
    format,
    lint,
    types,
    build,
    jest('unit', 'components'),
    jest('emulator', 'functions'),
    jest('faults'),
    jest('simulator', 'journeys'),
  ]),
);
