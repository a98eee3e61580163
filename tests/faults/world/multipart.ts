/** Parses a form sent by wx-server-sdk; `requestData` and `apiOptions` stay bytes, as in the gateway. */
export function parseForm(body: Buffer, contentType: string): Record<string, unknown> {
  const boundary = /boundary=([^;]+)/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Error(`No boundary in "${contentType}".`);
  const fields: Record<string, unknown> = {};
  const separator = `--${boundary}`;
  for (let from = body.indexOf(separator); from >= 0;) {
    const start = from + separator.length + 2;
    const next = body.indexOf(separator, start);
    if (next < 0) break;
    const headEnd = body.indexOf('\r\n\r\n', start);
    const head = body.toString('latin1', start, headEnd);
    const name = /name="([^"]*)"/.exec(head)?.[1] ?? '';
    const bytes = body.subarray(headEnd + 4, next - 2);
    fields[name] = name === 'requestData' || name === 'apiOptions' ? bytes : bytes.toString();
    from = next;
  }
  return fields;
}
