export type Target = { route: string; query: Record<string, string> };

/**
 * Splits `/pages/a/index?x=1`, and resolves a relative path against the current page. As on a phone, pages receive
 * parameters still URL-encoded.
 */
export function parseTarget(url: string, currentRoute: string): Target {
  const [path = '', search = ''] = url.split('?');
  const route = path.startsWith('/')
    ? path.slice(1)
    : new URL(path, `http://app/${currentRoute}`).pathname.slice(1);
  const query = Object.fromEntries(
    search
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const index = pair.indexOf('=');
        return index < 0 ? [pair, ''] : [pair.slice(0, index), pair.slice(index + 1)];
      }),
  ) as Record<string, string>;
  return { route: route.replace(/\.html$/, ''), query };
}
