import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCloudbaserc } from '../../scripts/build/cloudbaserc';
import { listFunctions } from '../../scripts/build/functions';

const source = join(__dirname, '../../cloudfunctions');

type WrittenConfig = {
  functions: { name: string; runtime: string; envVariables: Record<string, string> }[];
};

describe('cloudbaserc.json', () => {
  it('holds every function with its settings, and names of variables in place of values', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cloudbaserc-'));
    try {
      const path = join(folder, 'cloudbaserc.json');
      await writeCloudbaserc(source, path);
      const { functions } = JSON.parse(readFileSync(path, 'utf8')) as WrittenConfig;
      expect(functions.map(({ name }) => name)).toEqual(await listFunctions(source));
      for (const { runtime, envVariables } of functions) {
        expect(runtime).toBe('Nodejs20.19');
        for (const [name, value] of Object.entries(envVariables)) {
          expect(value).toBe(`{{env.${name}}}`);
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
