import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import type { Finding } from './finding';

const platforms: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'mac' };

/**
 * Runs WXML with its WXS through WeChat's `wcc`, and WXSS through `wcsc`, because the project compile does not read
 * them.
 */
export function compileMarkup(root: string): Finding[] {
  const app = join(root, 'dist/miniprogram');
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).sort();
  const of = (...extensions: string[]) =>
    files.filter((file) => extensions.includes(extname(file)));
  const styles = of('.wxss');
  return [
    run('wcc', app, ['-d', ...of('.wxml', '.wxs')]),
    run('wcsc', app, ['-js', '-lc', '-pc', String(styles.length), ...styles]),
  ];
}

function run(name: 'wcc' | 'wcsc', folder: string, parameters: readonly string[]): Finding {
  const platform = platforms[process.platform];
  if (platform === undefined) {
    return { name, success: false, text: `WeChat has no ${name} for ${process.platform}.` };
  }
  const program = join(
    dirname(require.resolve('miniprogram-compiler/package.json')),
    `bin/${platform}/${name}`,
  );
  // The package contains them without execute permission.
  chmodSync(program, 0o755);
  const output = join(tmpdir(), `${name}-${process.pid}.out`);
  const { status, stdout, stderr, error } = spawnSync(program, ['-o', output, ...parameters], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(output, { force: true });
  if (error !== undefined) return { name, success: false, text: error.message };
  const words = `${stdout}${stderr}`.trim();
  // A warning is written to the same stream as an error but leaves the status at 0.
  const success = status === 0 && words === '';
  const count = parameters.filter((parameter) => /\.(wxml|wxss)$/.test(parameter)).length;
  return { name, success, text: success ? `${count} files` : words };
}
