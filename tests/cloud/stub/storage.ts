import { createHash } from 'node:crypto';
import type { StubEnvironment } from './model';
import type { Request, Response } from './proxy';
import { isSignedSha1 } from './signature';
import type { Keys } from './signature';

/** Uploads are a second apart, because the storage reports whole seconds. */
const startedAt = Date.parse('2026-01-01T00:00:00Z');

/** The bucket of an environment: signed requests to list, put and head. */
export function answerCos(environment: StubEnvironment, request: Request, keys: Keys): Response {
  const { method, path, query, headers, body } = request;
  const isSigned = isSignedSha1(
    headers.authorization ?? '',
    { method, path: decodeURIComponent(path), params: Object.fromEntries(query), headers },
    keys,
  );
  if (!isSigned) return xml(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
  const key = decodeURIComponent(path.slice(1));
  if (key === '') return list(environment, query);
  if (method === 'PUT') {
    // Without this header nobody could get an address of the file.
    if (headers['x-cos-meta-fileid'] !== fileIdOf(environment, key)) {
      return xml(400, '<Error><Code>InvalidArgument</Code></Error>');
    }
    environment.files.set(key, body);
    environment.uploads.push(key);
    return { ...xml(200, ''), headers: { etag: etagOf(body) } };
  }
  const file = environment.files.get(key);
  if (file === undefined) return xml(404, '<Error><Code>NoSuchKey</Code></Error>');
  return { status: 200, body: method === 'HEAD' ? '' : file, headers: { etag: etagOf(file) } };
}

/** The part of the SDK's gateway for files: addresses to upload to and to download from. */
export function answerGateway(
  environment: StubEnvironment,
  request: Request,
  keys: Keys,
): Response {
  const {
    authorization,
    sessionToken: _token,
    ...params
  } = JSON.parse(request.body.toString()) as Record<string, unknown>;
  const { method, path, headers } = request;
  if (!isSignedSha1(String(authorization), { method, path, params, headers }, keys)) {
    return json({ code: 'SIGN_PARAM_INVALID', message: 'the signature is wrong' });
  }
  if (params['action'] === 'storage.getUploadMetadata') {
    return json({ data: { cosFileId: fileIdOf(environment, String(params['path'])) } });
  }
  const files = params['file_list'] as { fileid: string }[];
  return json({
    data: {
      download_list: files.map(({ fileid }) => {
        const key = fileid.slice(`cloud://${environment.envId}.${environment.bucket}/`.length);
        return { fileid, download_url: `https://${environment.bucket}.tcb.qcloud.la/${key}` };
      }),
    },
  });
}

export function answerDownload(environment: StubEnvironment, { path }: Request): Response {
  const file = environment.files.get(decodeURIComponent(path.slice(1)));
  return file === undefined ? { status: 404, body: '' } : { status: 200, body: file };
}

function list({ files, uploads }: StubEnvironment, query: URLSearchParams): Response {
  const prefix = query.get('prefix') ?? '';
  const marker = query.get('marker') ?? '';
  const limit = Number(query.get('max-keys') ?? 1000);
  const keys = [...files.keys()].filter((key) => key.startsWith(prefix) && key > marker).sort();
  const page = keys.slice(0, limit);
  const contents = page.map((key) => {
    const file = files.get(key) ?? Buffer.alloc(0);
    const modifiedAt = new Date(startedAt + uploads.lastIndexOf(key) * 1_000).toISOString();
    return `<Contents><Key>${key}</Key><LastModified>${modifiedAt}</LastModified><ETag>${etagOf(file)}</ETag><Size>${file.length}</Size></Contents>`;
  });
  const isTruncated = keys.length > page.length;
  const next = isTruncated ? `<NextMarker>${page.at(-1) ?? ''}</NextMarker>` : '';
  return xml(
    200,
    `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
  );
}

function fileIdOf({ envId }: StubEnvironment, path: string): string {
  return createHash('sha1').update(`${envId}/${path}`).digest('hex');
}

function etagOf(file: Buffer): string {
  return `"${createHash('md5').update(file).digest('hex')}"`;
}

function xml(status: number, body: string): Response {
  return { status, body, headers: { 'content-type': 'application/xml' } };
}

function json(body: object): Response {
  return {
    status: 200,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  };
}
