const ours = require('../../tests/support/transform.cjs');

/**
 * The suites call a namespace (`import * as assert`), which old compilers allowed, of a package that only words failures
 * differently; nothing else of them is changed.
 */
const callable = (source) =>
  source
    .replace(/import \* as assert from/g, 'import assert from')
    // jest of today defines tests synchronously; these callbacks await nothing.
    .replace(/describe\((.*), async \(\) =>/g, 'describe($1, () =>')
    .replace(/(['"])power-assert\1/g, "'assert'");

module.exports = {
  process: (source, filename) => ours.process(callable(source), filename),
  getCacheKey: (source, filename) => ours.getCacheKey(callable(source), filename),
};
