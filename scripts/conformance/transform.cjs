const ours = require('../../tests/support/transform.cjs');

/**
 * The suites call an imported namespace (`import * as assert`), which old compilers allowed; import the default
 * instead. That package only words failures differently. Nothing else in the suites is changed.
 */
const callable = (source) =>
  source
    .replace(/import \* as assert from/g, 'import assert from')
    // Current jest defines tests synchronously; these callbacks await nothing.
    .replace(/describe\((.*), async \(\) =>/g, 'describe($1, () =>')
    .replace(/(['"])power-assert\1/g, "'assert'");

module.exports = {
  process: (source, filename) => ours.process(callable(source), filename),
  getCacheKey: (source, filename) => ours.getCacheKey(callable(source), filename),
};
