import { generateKeyPairSync, publicDecrypt } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Request, Response } from './proxy';

export type StubUpload = {
  kind: 'upload' | 'preview';
  version: string;
  description: string;
  robot: string;
  files: string[];
};
export type StubWechat = {
  appid: string;
  /** The key that developers download from the console. */
  readonly uploadKey: string;
  readonly publicKey: string;
  randomStrings: Set<string>;
  uploads: StubUpload[];
};

/** The attributes of an ordinary mini-program, as miniprogram-ci 2.1.42 expects them. */
const attributes = {
  platform: false,
  appType: 0,
  isSandbox: false,
  released: false,
  setting: {
    MaxCodeSize: 2,
    MaxSubpackageSubCodeSize: 2,
    MaxSubpackageFullCodeSize: 12,
    NavigateMiniprogramLimit: 10,
    MaxSubPackageLimit: 100,
    MinTabbarCount: 2,
    MaxTabbarCount: 5,
    MaxCustomTabbarCount: 10,
    MaxTabbarIconSize: 40,
  },
};

const signatureFile = '/ci.signature';

type UploadKeys = { uploadKey: string; publicKey: string };

let uploadKeys: UploadKeys | null = null;

/** Created once per process and only on demand, because it takes half a second. */
function uploadKeysOfProcess(): UploadKeys {
  if (uploadKeys === null) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    uploadKeys = {
      uploadKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    };
  }
  return uploadKeys;
}

export function createWechat(): StubWechat {
  return {
    appid: 'wx0123456789abcdef',
    get uploadKey() {
      return uploadKeysOfProcess().uploadKey;
    },
    get publicKey() {
      return uploadKeysOfProcess().publicKey;
    },
    randomStrings: new Set(),
    uploads: [],
  };
}

/** The part of servicewechat.com that miniprogram-ci uses: all requests except the first are signed with the upload key. */
export function answerWechat(wechat: StubWechat, { path, query, body }: Request): Response {
  switch (path) {
    case '/wxa/ci/getrandstr': {
      const randomString = `random-${wechat.randomStrings.size}`;
      wechat.randomStrings.add(randomString);
      return reply({ data: { randomString } });
    }
    case '/wxa/ci/getattr': {
      const { appid, signature } = JSON.parse(body.toString()) as Record<string, string>;
      if (!isSigned(wechat, appid, signature)) return refuse();
      return reply({ data: attributes });
    }
    case '/wxa/ci/upload':
    case '/wxa/ci/testSourceURL': {
      const files = unpack(gunzipSync(body));
      const { signature } = JSON.parse(files.get(signatureFile)?.toString() ?? '{}') as {
        signature?: string;
      };
      if (!isSigned(wechat, query.get('appid'), signature)) return refuse();
      const kind = path === '/wxa/ci/upload' ? 'upload' : 'preview';
      wechat.uploads.push({
        kind,
        version: query.get('version') ?? '',
        description: query.get('desc') ?? '',
        robot: query.get('robot') ?? '',
        files: [...files.keys()].sort(),
      });
      const qrcode = Buffer.from('a qr code').toString('base64');
      return reply({ body: { subpackage_info: [], qrcode_img: qrcode } });
    }
    default:
      return reply({ data: {} });
  }
}

function isSigned(
  { appid, publicKey, randomStrings }: StubWechat,
  claimed: string | null | undefined,
  signature: string | undefined,
): boolean {
  try {
    const text = publicDecrypt(publicKey, Buffer.from(signature ?? '', 'base64')).toString();
    const signed = JSON.parse(text) as { appid: string; rand_str: string };
    return claimed === appid && signed.appid === appid && randomStrings.has(signed.rand_str);
  } catch {
    return false;
  }
}

/** The archive of a mini-program: a table of names, offsets and lengths, then the contents. */
function unpack(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const count = archive.readInt32BE(14);
  let at = 18;
  for (let number = 0; number < count; number += 1) {
    const nameLength = archive.readInt32BE(at);
    const name = archive.subarray(at + 4, at + 4 + nameLength).toString();
    const offset = archive.readInt32BE(at + 4 + nameLength);
    const length = archive.readInt32BE(at + 8 + nameLength);
    files.set(name, archive.subarray(offset, offset + length));
    at += 12 + nameLength;
  }
  return files;
}

function reply(content: object): Response {
  return json({ errCode: 0, errMsg: 'ok', ...content });
}

function refuse(): Response {
  return json({ errCode: -10008, errMsg: 'invalid signature' });
}

function json(content: object): Response {
  return {
    status: 200,
    body: JSON.stringify(content),
    headers: { 'content-type': 'application/json' },
  };
}
