import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Behaviour } from './directives';

type Stored = {
  drawing: Promise<Buffer>;
  publishedAt: number;
  expiresAt: number;
  behaviours: Behaviour[];
};
type PictureOptions = { origin: () => string; now: () => number; urlLifeSeconds: number };

const hugeBytes = 64 * 1024 * 1024;
const mostKept = 500;

export type Pictures = {
  /** The temporary address of a picture that may still be drawn. */
  publish(drawing: Promise<Buffer>, behaviours: Behaviour[]): string;
  serve(path: string, response: ServerResponse, wait: Wait): Promise<void>;
};
/** Resolves after the time; never when the response is closed before. */
export type Wait = (milliseconds: number, response: ServerResponse) => Promise<void>;

export function createPictures({ origin, now, urlLifeSeconds }: PictureOptions): Pictures {
  const stored = new Map<string, Stored>();
  return {
    publish(drawing, behaviours) {
      const path = `/pictures/${randomBytes(16).toString('hex')}.png`;
      const [oldest] = stored.keys();
      if (oldest !== undefined && stored.size >= mostKept) stored.delete(oldest);
      const publishedAt = now();
      stored.set(path, {
        drawing,
        behaviours,
        publishedAt,
        expiresAt: publishedAt + urlLifeSeconds * 1000,
      });
      return origin() + path;
    },
    async serve(path, response, wait) {
      const picture = stored.get(path);
      if (picture === undefined) {
        send(response, 404, 'NoSuchKey');
        return;
      }
      if (now() >= picture.expiresAt) {
        send(response, 403, 'AccessDenied: Request has expired.');
        return;
      }
      for (const behaviour of picture.behaviours) {
        const isEarly = now() < picture.publishedAt + Number(behaviour.value);
        if (behaviour.name === 'url-late' && isEarly) {
          send(response, 404, 'NoSuchKey');
          return;
        }
        if (behaviour.name === 'url-slow') await wait(Number(behaviour.value), response);
        else if (await misbehave(behaviour, picture.drawing, response)) return;
      }
      sendPicture(response, await picture.drawing);
    },
  };
}

/** True when the behaviour has dealt with the response, by an answer or by silence. */
async function misbehave(
  { name }: Behaviour,
  drawing: Promise<Buffer>,
  response: ServerResponse,
): Promise<boolean> {
  switch (name) {
    case 'dead-url':
      send(response, 404, 'NoSuchKey');
      return true;
    case 'expired-url':
      send(response, 403, 'AccessDenied: Request has expired.');
      return true;
    case 'url-500':
      send(response, 500, 'InternalError');
      return true;
    case 'url-hang':
      return true;
    case 'url-redirect':
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
      return true;
    case 'html-picture':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Not a picture</html>');
      return true;
    case 'garbage':
      sendPicture(response, randomBytes(4096));
      return true;
    case 'huge':
      sendPicture(response, Buffer.alloc(hugeBytes));
      return true;
    case 'truncated':
      sendPicture(response, firstHalf(await drawing));
      return true;
    case 'url-cut': {
      const bytes = await drawing;
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': bytes.length });
      response.write(firstHalf(bytes), () => response.destroy());
      return true;
    }
    default:
      return false;
  }
}

function firstHalf(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length >> 1);
}

function sendPicture(response: ServerResponse, bytes: Buffer): void {
  response
    .writeHead(200, { 'content-type': 'image/png', 'content-length': bytes.length })
    .end(bytes);
}

function send(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}
