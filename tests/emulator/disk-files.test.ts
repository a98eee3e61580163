import fs, {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { createDiskFiles } from '../../devtools/emulator/storage/disk-files';
import { toDiskPath } from '../../devtools/emulator/storage/disk-path';
import type { Files } from '../../devtools/emulator/storage/files';
import { startProbeCloud } from './fixtures/probe-cloud';

describe('files on disk', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const put = (files: Files, path: string) =>
    files.put({ path, openid: null, at: 1 }, Buffer.from(`content of ${path}`));
  const pathsOf = (files: Files) => files.list().map(({ path }) => path);

  it('survive a line torn by a crash', () => {
    put(createDiskFiles(folder), 'a.txt');
    appendFileSync(join(folder, 'storage.jsonl'), '{"path":"b.txt","ope');

    put(createDiskFiles(folder), 'c.txt');

    expect(pathsOf(createDiskFiles(folder))).toEqual(['a.txt', 'c.txt']);
  });

  const paths = [
    ...['works', 'works/a.jpg', 'works/a.jpg/b', 'works/a.jpg/b/c.jpg'],
    ...['Works/A.jpg', 'WORKS/a.JPG', 'nul', 'con.txt', 'a.', 'a', ' a', 'a '],
    ...['图'.repeat(200), `${'x'.repeat(300)}.png`, `${'x'.repeat(300)}.jpg`, 'é', 'e\u0301'],
    Array.from({ length: 200 }, () => 'd').join('/'),
  ];

  it('do not block or overwrite each other, whatever their paths', () => {
    const files = createDiskFiles(folder);
    for (const path of paths) put(files, path);
    for (const path of [...paths].reverse()) put(files, path);

    const again = createDiskFiles(folder);
    for (const path of paths) expect(again.read(path)?.toString()).toBe(`content of ${path}`);
    const places = paths.map((path) => toDiskPath('', path).toLowerCase());
    expect(new Set(places).size).toBe(new Set(paths).size);
    for (const name of places.flatMap((place) => place.split('/')))
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  });

  it('are readable files in folders', () => {
    put(createDiskFiles(folder), 'works/user_1/work-1.jpg');

    const place = join(folder, 'storage/works%/user_1%/work-1.jpg');
    expect(readFileSync(place, 'utf8')).toBe('content of works/user_1/work-1.jpg');
  });

  it('are adopted from the data folder of an earlier version', () => {
    mkdirSync(join(folder, 'files/works'), { recursive: true });
    writeFileSync(join(folder, 'files/works/a.jpg'), 'old');
    const info = { path: 'works/a.jpg', openid: 'alice', size: 3, at: 1 };
    writeFileSync(join(folder, 'files.jsonl'), `${JSON.stringify(info)}\n`);

    expect(createDiskFiles(folder).find('works/a.jpg')).toEqual(info);
    expect(createDiskFiles(folder).read('works/a.jpg')?.toString()).toBe('old');
    expect(existsSync(join(folder, 'files'))).toBe(false);
  });

  it('do not appear when their upload breaks off', async () => {
    const files = createDiskFiles(folder);
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('the client left');
      })(),
    );

    await expect(files.stage(broken)).rejects.toThrow('the client left');

    expect(files.list()).toEqual([]);
    expect(readdirSync(join(folder, 'staged'))).toEqual([]);
  });

  it('are streamed, so that a large one is never in memory as a whole', async () => {
    const large = await startProbeCloud({ dataFolder: folder });
    const piece = Buffer.alloc(1024 * 1024, 7);
    const pieces = 300;
    const read = jest.spyOn(fs, 'readFileSync');
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const observe = () => (peak = Math.max(peak, process.memoryUsage().arrayBuffers - before));

    const upload = await fetch(`${large.url}/local/client/upload?path=uploads/large.bin`, {
      method: 'POST',
      headers: { 'x-openid': 'alice' },
      body: ReadableStream.from(
        (function* () {
          for (let n = 0; n < pieces; n++) {
            observe();
            yield piece;
          }
        })(),
      ),
      duplex: 'half',
    });
    const { fileID } = (await upload.json()) as { fileID: string };
    const { body } = await large.control('POST', '/local/client/temp-urls', { fileList: [fileID] });
    const [file] = (body as { fileList: { tempFileURL: string }[] }).fileList;
    let size = 0;
    for await (const chunk of (await fetch(file?.tempFileURL ?? '')).body ?? []) {
      observe();
      size += (chunk as Uint8Array).length;
    }

    expect(size).toBe(pieces * piece.length);
    expect(peak).toBeLessThan(size / 3);
    expect(read).not.toHaveBeenCalledWith(expect.stringContaining('large.bin'));
    read.mockRestore();
    await large.close();
  });
});
