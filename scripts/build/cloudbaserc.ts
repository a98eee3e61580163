import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { listFunctions } from './functions';

const Config = z.object({
  runtime: z.string(),
  timeout: z.number(),
  memorySize: z.number(),
  triggers: z.array(z.object({ name: z.string(), type: z.string(), config: z.string() })),
  environment: z.array(z.string()),
});

/**
 * Supports deployment with `tcb fn deploy --all` in `dist/`: the same functions with the same settings. tcb replaces
 * values in braces from its own environment or `.env`.
 * @see https://docs.cloudbase.net/cli-v1/config
 */
export async function writeCloudbaserc(sourceFolder: string, path: string): Promise<void> {
  const names = await listFunctions(sourceFolder);
  const functions = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(sourceFolder, name, 'config.json'), 'utf8');
      const { environment, ...config } = Config.parse(JSON.parse(text));
      return {
        name,
        ...config,
        handler: 'index.main',
        installDependency: false,
        envVariables: Object.fromEntries(
          environment.map((variable) => [variable, `{{env.${variable}}}`]),
        ),
      };
    }),
  );
  const content = {
    version: '2.0',
    envId: '{{env.TCB_ENV_ID}}',
    functionRoot: './cloudfunctions',
    functions,
  };
  await writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
}
