export type Target = { route: string; query: Record<string, string> };

/**
 * Splits `/pages/a/index?x=1`, resolving a relative path against the current page. Parameters are handed over
 * as they were written, still encoded: that is what pages get on a phone.
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
