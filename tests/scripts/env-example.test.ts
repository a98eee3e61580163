import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../cloudfunctions/shared/config';
import { vendors } from '../../cloudfunctions/shared/providers/registry';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const example = read('.env.example');

/** The lines `NAME=value`. */
const given = new Map(
  [...example.matchAll(/^([A-Z][A-Z_0-9]*)=(.*)$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]),
);

/** Variables set by tools, not by people. */
const ofMachines = new Set([
  ...[
    'HTTPS_PROXY',
    'NODE_ENV',
    'WECHAT_API_BASE_URL',
    'LOCAL_CLOUD_URL',
    'LOCAL_CLOUD_ALLOWED_HOSTS',
  ],
]);

/** All variables that are read: by the functions' schema, their config.json, and the commands. */
function wanted(): Set<string> {
  const schema = [
    ...read('cloudfunctions/shared/config.ts').matchAll(
      /^ {2}([A-Z_]+): z|^ {2}([A-Z_]+): modelNames/gm,
    ),
  ];
  const functions = readdirSync(join(root, 'cloudfunctions'))
    .filter((name) => name !== 'shared')
    .flatMap((name) => {
      const config = JSON.parse(read(`cloudfunctions/${name}/config.json`)) as {
        environment?: string[];
      };
      return config.environment ?? [];
    });
  const commands = readdirSync(join(root, 'scripts/cloud'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...read(`scripts/cloud/${file}`).matchAll(
        /variables,? ?\[?\(?'([A-Z_]+)'|name: '([A-Z_]+)'/g,
      ),
    ]);
  const names = [...schema, ...commands].map((match) => match[1] ?? match[2] ?? '');
  return new Set([...names, ...functions].filter((name) => name !== '' && !ofMachines.has(name)));
}

describe('.env.example', () => {
  it('names every variable that functions and commands read', () => {
    expect([...wanted()].filter((name) => !given.has(name))).toEqual([]);
  });

  it('names no variable that is not read', () => {
    const sources = ['cloudfunctions', 'scripts', 'devtools/providers']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
          .filter((file) => /\.(ts|json)$/.test(file))
          .map((file) => `${folder}/${file}`),
      )
      .map(read)
      .join('\n');
    const ofVendors = Object.keys(vendors).flatMap((name) => [
      `${name.toUpperCase()}_API_KEY`,
      `${name.toUpperCase()}_BASE_URL`,
    ]);
    const unread = [...given.keys()].filter(
      (name) => !sources.includes(name) && !ofVendors.includes(name),
    );

    expect(unread).toEqual([]);
  });

  it('has the defaults of the functions, and is valid unchanged', () => {
    expect(readConfig(Object.fromEntries(given))).toEqual(readConfig({}));
    for (const [name, { baseUrl }] of Object.entries(vendors)) {
      expect(given.get(`${name.toUpperCase()}_BASE_URL`)).toBe(baseUrl);
    }
  });

  it('is written in Chinese', () => {
    const comments = example.split('\n').filter((line) => line.startsWith('#'));

    expect(comments.filter((line) => !/[\u4e00-\u9fff]/.test(line))).toEqual([]);
  });
});
