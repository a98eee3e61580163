const { relative, sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Files that take more than half a minute, longest first: if one of them started last, the other cores would idle. */
const longFiles = [
  'faults/suite',
  'journeys/accessibility-admin',
  'journeys/accessibility-account',
  'journeys/chat',
  'cloud/journey',
  'functions/asset-faults',
  'functions/leave',
  'journeys/accessibility-studio',
  'journeys/accessibility-pictures',
  'functions/quota-faults',
  'functions/chat-faults',
  'functions/tasks-photos',
  'integrity/malformed',
  'functions/interrupted',
  'integrity/commands',
  'functions/lease',
  'emulator/attacks',
  'functions/idle-month',
  'functions/tasks',
  'functions/backup',
  'functions/newer-builtins',
  'functions/runtimes',
  'journeys/studio',
  'journeys/quota-admin',
  'journeys/recharge',
  'cloud/provision',
  'scripts/check-package',
  'miniprogram/newer-apis',
  'pictures/fuzz',
  'pictures/memory',
  'scripts/art',
  'providers/stubs/painter',
  'providers/stubs/studio',
];

/** Long files first. The others in jest's order: by their last duration if known, else by size. */
module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    return rankedFirst(super.sort(tests), ({ path, context }) => {
      const file = relative(context.config.rootDir, path).split(sep).join('/');
      return longFiles.indexOf(file.replace(/^tests\//, '').replace(/\.test\.ts$/, ''));
    });
  }
};

function rankedFirst(tests, rankOf) {
  const rank = (test) => (rankOf(test) === -1 ? longFiles.length : rankOf(test));
  return [...tests].sort((a, b) => rank(a) - rank(b));
}
