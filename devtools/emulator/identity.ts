/** The names of the local environment. They are fixed, so that file ids stay valid in another data folder. */
export const environmentId = 'workshop-local';
export const bucket = '776f-workshop-local-1300000000';
export const appId = 'wx0000000000workshop';
export const region = 'ap-shanghai';

const prefix = `cloud://${environmentId}.${bucket}/`;

export function toFileId(path: string): string {
  return `${prefix}${path}`;
}

/** The path of a file id in this environment's bucket; null for a foreign or malformed one. */
export function toPath(fileId: string): string | null {
  return fileId.startsWith(prefix) ? fileId.slice(prefix.length) : null;
}

/** Whether a file id belongs to an environment other than the caller's. */
export function isForeignFileId(fileId: string, callersEnvironment: string): boolean {
  const [, environment] = /^cloud:\/\/([^./]+)\./.exec(fileId) ?? [];
  return environment !== undefined && environment !== callersEnvironment;
}
