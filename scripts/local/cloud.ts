/** The URL of the running local cloud. */
export function localCloudUrl(): string {
  return (process.env['LOCAL_CLOUD_URL'] ?? 'http://127.0.0.1:8800').replace(/\/+$/, '');
}

/** An error that the developer can fix; shown without a stack. */
export class LocalCloudError extends Error {}

/** Sends one request to the control API; returns the parsed JSON, or throws an error with the cloud's message. */
export async function callLocalCloud(
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const url = localCloudUrl();
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(`${url}${path}`, init);
  } catch {
    throw new LocalCloudError(
      `No local cloud answers at ${url}. Start one with \`npm start\`, or set LOCAL_CLOUD_URL.`,
    );
  }
  const answer = (await response.json()) as { error?: { message?: string } };
  if (!response.ok) throw new LocalCloudError(answer.error?.message ?? `status ${response.status}`);
  return answer;
}
