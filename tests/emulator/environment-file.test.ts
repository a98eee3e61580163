import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironmentFile } from '../../devtools/emulator/environment-file';

describe('a .env file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-env-'));
  const path = join(folder, '.env');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives one variable a line', () => {
    writeFileSync(
      path,
      '# a comment\nPLAIN=one\nexport SPACED = two words \r\nQUOTED="a=b#c"\n\nEMPTY=\nnonsense\n',
    );

    expect(readEnvironmentFile(path)).toEqual({
      PLAIN: 'one',
      SPACED: 'two words',
      QUOTED: 'a=b#c',
      EMPTY: '',
    });
  });

  it('may be absent', () => {
    expect(readEnvironmentFile(join(folder, 'none'))).toEqual({});
  });
});
