const { createHash } = require('node:crypto');
const { transformSync } = require('esbuild');

/** Compiles TypeScript and ES modules for jest, without a type check: `npm run check` does that. */
module.exports = {
  process(source, filename) {
    const { code, map } = transformSync(source, {
      loader: filename.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'external',
      sourcefile: filename,
      supported: { 'dynamic-import': false },
    });
    return { code, map };
  },
  getCacheKey(source, filename) {
    return createHash('sha1').update(filename).update(source).digest('hex');
  },
};
