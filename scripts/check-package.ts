import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compileProject } from './package/compile';
import { compileMarkup } from './package/markup';
import { checkStyles } from './package/newer-styles';
import { checkQuality } from './package/quality';

const { values } = parseArgs({ options: { root: { type: 'string' }, json: { type: 'boolean' } } });
const root = values.root ?? join(__dirname, '..');

/**
 * `npm run check:package`: checks `dist/miniprogram` with WeChat's own tools, without an account or a network. `--json`
 * prints the findings as one last line; `--root` names another project folder.
 */
async function main(): Promise<void> {
  const findings = [
    await compileProject(root),
    ...compileMarkup(root),
    checkStyles(root),
    ...(await checkQuality(root)),
  ];
  for (const { name, success, text, detail } of findings) {
    console.log(`${success ? '✓' : '✗'} ${name}  ${text}`);
    if (!success && detail !== undefined) console.log(`  ${JSON.stringify(detail)}`);
  }
  if (values.json === true) console.log(JSON.stringify(findings));
  // The checks leave watchers running that would keep the process alive.
  process.exit(findings.every(({ success }) => success) ? 0 : 1);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
