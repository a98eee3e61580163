/** Undefined for what is no JSON: a gateway's page, or a body that was cut. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
