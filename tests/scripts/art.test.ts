import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { drawSeedPictures } from '../../scripts/art';

const folder = join(__dirname, '../../database-templates');
const seedOf = (collection: string) =>
  (
    JSON.parse(readFileSync(join(folder, `${collection}.json`), 'utf8')) as {
      seed: Record<string, string | number>[];
    }
  ).seed;

describe('the drawn pictures of the seed', () => {
  const pictures = drawSeedPictures();

  it('are what the script draws, byte for byte', () => {
    const files = ['scenes', 'samples'].flatMap((name) =>
      readdirSync(join(folder, 'files', name)).map((file) => `${name}/${file}`),
    );
    expect([...pictures.keys()].sort()).toEqual(files.sort());
    for (const [path, bytes] of pictures) {
      expect([path, readFileSync(join(folder, 'files', path)).equals(bytes)]).toEqual([path, true]);
    }
  });

  it('are there for every scene and sample, with their sizes', () => {
    const scenes = seedOf('scenes');
    expect(scenes.length).toBeGreaterThanOrEqual(18);
    expect(new Set(scenes.map(({ category }) => category)).size).toBe(5);
    const named = [
      ...scenes.map(({ coverUrl }) => coverUrl),
      ...seedOf('assets').flatMap((row) => [row['fileId'], row['thumbnailFileId']]),
    ].map((fileId) => String(fileId).replace('{{files}}/', ''));
    for (const path of named)
      expect([path, existsSync(join(folder, 'files', path))]).toEqual([path, true]);
    for (const { _id: id, bytes } of seedOf('assets')) {
      expect(pictures.get(`samples/${id ?? ''}.jpg`)).toHaveLength(Number(bytes));
    }
  });
});
