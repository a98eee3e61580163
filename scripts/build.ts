import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeCloudbaserc } from './build/cloudbaserc';
import { buildFunctions } from './build/functions';
import { buildMiniprogram } from './build/miniprogram';

const root = join(__dirname, '..');

/** Builds `dist/`, the folder that `project.config.json` refers to and WeChat DevTools opens. */
export async function build(log: (line: string) => void = () => undefined): Promise<void> {
  const functions = await buildFunctions(
    join(root, 'cloudfunctions'),
    join(root, 'dist/cloudfunctions'),
  );
  await writeCloudbaserc(join(root, 'cloudfunctions'), join(root, 'dist/cloudbaserc.json'));
  for (const { name, bytes } of functions) log(`cloudfunctions/${name}  ${kilobytes(bytes)}`);
  if (existsSync(join(root, 'miniprogram/app.json'))) {
    const { bytes, files } = await buildMiniprogram(
      join(root, 'miniprogram'),
      join(root, 'dist/miniprogram'),
    );
    log(`miniprogram  ${files} files, ${kilobytes(bytes)}`);
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

if (require.main === module) {
  build((line) => console.log(line)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
