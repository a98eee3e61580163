import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  truncateSync,
  writeSync,
} from 'node:fs';

export type Digest = { lines: number; bytes: number; sha256: string };

const lineEnd = 0x0a;

/**
 * The lines of a file of any size. The last one has `isWhole: false` when its line end is missing, because writing was
 * interrupted.
 */
export async function* linesOf(path: string): AsyncGenerator<{ text: string; isWhole: boolean }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(lineEnd); at >= 0; at = chunk.indexOf(lineEnd, from)) {
      const end = chunk.subarray(from, at);
      // A character may span two chunks, so join bytes before decoding them.
      yield { text: Buffer.concat([rest, end]).toString(), isWhole: true };
      rest = Buffer.alloc(0);
      from = at + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]);
  }
  if (rest.length > 0) yield { text: rest.toString(), isWhole: false };
}

/** The digest of a file, to be compared with the one recorded when it was written. */
export async function digestOf(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  let lines = 0;
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = chunk.indexOf(lineEnd); at >= 0; at = chunk.indexOf(lineEnd, at + 1)) lines += 1;
  }
  return { lines, bytes, sha256: hash.digest('hex') };
}

/** A file of lines to which pages are appended. */
export type LineFile = {
  /** The last complete line. */
  lastLine: string | null;
  lineCount: number;
  append(lines: readonly string[]): void;
  close(): Digest;
};

/** Opens the file after its last complete line, where an interrupted run resumes. */
export async function openLineFile(path: string): Promise<LineFile> {
  const hash = createHash('sha256');
  const digest = { lines: 0, bytes: 0 };
  let lastLine: string | null = null;
  const count = (lines: readonly string[]): Buffer => {
    const page = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    hash.update(page);
    digest.lines += lines.length;
    digest.bytes += page.length;
    lastLine = lines.at(-1) ?? lastLine;
    return page;
  };
  if (existsSync(path)) {
    for await (const { text, isWhole } of linesOf(path)) {
      // After a power failure a page may end in zero bytes.
      if (!isWhole || !isJson(text)) break;
      count([text]);
    }
    truncateSync(path, digest.bytes);
  }
  const file = openSync(path, 'a', 0o600);
  return {
    get lastLine() {
      return lastLine;
    },
    get lineCount() {
      return digest.lines;
    },
    append(lines) {
      writeSync(file, count(lines));
      fsyncSync(file);
    },
    close() {
      closeSync(file);
      return { ...digest, sha256: hash.digest('hex') };
    },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
