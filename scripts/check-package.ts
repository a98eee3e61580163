import { generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ci from 'miniprogram-ci';

const root = join(__dirname, '..');

type Finding = { name: string; success: boolean; text: string; detail?: unknown };

/** The checks of WeChat that must hold for our package; the rest (plugins …) does not concern it. */
async function checkPackage(): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    // The offline check never reads the key, but a project cannot be made without one.
    const privateKeyPath = join(folder, 'key.pem');
    writeFileSync(privateKeyPath, dummyKey());
    // Alone in a folder: the check watches every file below the project.
    cpSync(join(root, 'dist/miniprogram'), join(folder, 'dist/miniprogram'), { recursive: true });
    cpSync(join(root, 'project.config.json'), join(folder, 'project.config.json'));
    const project = new ci.Project({
      appid: 'wx0000000000000000',
      type: 'miniProgram',
      projectPath: folder,
      privateKeyPath,
      ignores: [],
    });
    return (await ci.checkCodeQuality(project)) as Finding[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function dummyKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

async function main(): Promise<void> {
  if (!existsSync(join(root, 'dist/miniprogram/app.json'))) {
    throw new Error('dist/miniprogram is missing: run npm run build first.');
  }
  const findings = await checkPackage();
  for (const { name, success, text, detail } of findings) {
    console.log(`${success ? '✓' : '✗'} ${name}  ${text}`);
    if (!success && detail !== undefined) console.log(`  ${JSON.stringify(detail)}`);
  }
  // The check leaves watchers behind that would keep the process alive.
  process.exit(findings.every(({ success }) => success) ? 0 : 1);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
