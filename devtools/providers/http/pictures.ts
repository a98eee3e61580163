import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Wait } from './answers';
import type { Behaviour } from './directives';

type TemporaryPicture = {
  drawing: Promise<Buffer>;
  toldAt: number;
  behaviours: Behaviour[];
  downloads: number;
};
type PictureOptions = { origin: () => string; now: () => number; urlLifeSeconds: number };

const hugeBytes = 64 * 1024 * 1024;
const maxKept = 500;

export type Pictures = {
  /** Returns the temporary URL of a picture that may still be drawn; the URL's lifetime starts at `toldAt`. */
  publish(drawing: Promise<Buffer>, behaviours: Behaviour[], toldAt: number): string;
  serve(path: string, response: ServerResponse, wait: Wait): Promise<void>;
};
export function createPictures({ origin, now, urlLifeSeconds }: PictureOptions): Pictures {
  const stored = new Map<string, TemporaryPicture>();
  return {
    publish(drawing, behaviours, toldAt) {
      const path = `/pictures/${randomBytes(16).toString('hex')}.png`;
      const [oldest] = stored.keys();
      if (oldest !== undefined && stored.size >= maxKept) stored.delete(oldest);
      stored.set(path, { drawing, behaviours, toldAt, downloads: 0 });
      return origin() + path;
    },
    async serve(path, response, wait) {
      const picture = stored.get(path);
      if (picture === undefined) {
        send(response, 404, 'NoSuchKey');
        return;
      }
      picture.downloads += 1;
      const ageMs = now() - picture.toldAt;
      if (ageMs >= urlLifeSeconds * 1000) {
        send(response, 403, 'AccessDenied: Request has expired.');
        return;
      }
      for (const behaviour of picture.behaviours) {
        const current = atDownload(behaviour, picture.downloads, ageMs);
        if (current.name === 'url-slow') await wait(Number(current.value), response);
        else if (await misbehave(current.name, picture.drawing, response)) return;
      }
      sendPicture(response, await picture.drawing);
    },
  };
}

const whileLate: Record<string, string> = {
  'late-404': 'dead-url',
  'late-403': 'expired-url',
  'late-503': 'url-503',
  'late-hang': 'url-hang',
  'late-cut': 'url-cut',
};

/** The behaviour for this download: `late-…` applies to the first downloads only, `url-late` until its time has passed. */
function atDownload(behaviour: Behaviour, downloads: number, ageMs: number): Behaviour {
  const { name, value } = behaviour;
  const isLate = name === 'url-late' ? ageMs < Number(value) : downloads <= Number(value);
  const late = name === 'url-late' ? 'dead-url' : whileLate[name];
  if (late === undefined) return behaviour;
  return { name: isLate ? late : '', value: null };
}

/** Whether the behaviour has handled the response, with an answer or by never answering. */
async function misbehave(
  name: string,
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
    case 'url-503':
      send(response, 503, 'SlowDown');
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
