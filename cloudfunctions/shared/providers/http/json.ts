/** Undefined if the text is not JSON: a gateway's HTML page, or a truncated body. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
