import { parseArgs } from 'node:util';
import { PlainError } from '../devtools/emulator/plain-error';
import { LocalCloudError, localCloudUrl } from './local/cloud';
import { commands } from './local/commands';

/** `npm run local -- <command>`: calls the control API of a running local cloud from the shell. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      source: { type: 'string' },
      limit: { type: 'string' },
      skip: { type: 'string' },
      order: { type: 'string' },
      function: { type: 'string' },
      request: { type: 'string' },
      empty: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [name, ...words] = positionals;
  if (values.help === true || name === undefined) {
    console.log(help());
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new LocalCloudError(`There is no command ${name}.\n\n${help()}`);
  const { empty, help: _, ...options } = values;
  const answer = await command.run(words, { ...options, ...(empty === true ? { empty: '' } : {}) });
  console.log(JSON.stringify(answer, null, 2));
  // Lets shell scripts notice that a function failed.
  if (name === 'invoke' && hasError(answer)) process.exitCode = 1;
}

function hasError(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'error' in answer;
}

function help(): string {
  const lines = Object.values(commands).map(({ usage, about }) => `  ${usage}\n      ${about}`);
  return [
    `npm run local -- <command>, to the local cloud at ${localCloudUrl()} (LOCAL_CLOUD_URL)`,
    '',
    ...lines,
  ].join('\n');
}

main().catch((error: unknown) => {
  const isPlain =
    error instanceof LocalCloudError || error instanceof PlainError || error instanceof TypeError;
  console.error(isPlain ? error.message : error);
  process.exitCode = 1;
});
