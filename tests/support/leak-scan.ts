import { EJSON } from 'bson';
import { account } from '../../devtools/providers/wechat/account';
import { exportState } from '../../devtools/emulator/state';
import type { WalletDesk } from './wallet-desk';

/** Where data leaves the functions. `row`: rows of collections that must not hold any key. */
type Place = 'log' | 'answer' | 'row' | 'export';
export type Leak = { what: string; place: string };

/** Rows that may name a person by their openid. Everywhere else a person is a hashed id. */
const holdsOpenid = (collection: string) =>
  !['payment_events', 'refunds', 'proposals', 'checkins', 'invites', 'admin_logs'].includes(
    collection,
  );

/** The encodings in which a secret could appear inside another text. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [secret, encodeURIComponent(secret), base64, bytes.toString('hex')];
}

export type LeakScan = { leaks(): Leak[]; seen(): Record<Place, number>; close(): void };

/**
 * Scans everything that the functions log, answer and store from now on for the credentials of the WeChat stub and for
 * openids. Sessions and tokens are remembered: leaking a replaced key is a leak too.
 */
export function openLeakScan(desk: WalletDesk, openids: readonly string[]): LeakScan {
  const { cloud } = desk.studio.cloud;
  const keys = new Map<string, string>([
    ['app secret', account.appSecret],
    ['app key', account.appKeys[0]],
    ['app key of the sandbox', account.appKeys[1]],
    ['key of WeChat Pay', account.apiV3Key],
  ]);
  const texts: { place: Place; name: string; text: string }[] = [];
  const remember = () => {
    const { sessions, tokens } = desk.wechat.store.state;
    for (const { key } of Object.values(sessions)) keys.set(`session key ${key}`, key);
    for (const { token } of tokens) keys.set(`access token ${token}`, token);
  };
  const stopLogs = cloud.logs.onRow(({ function: name, message }) => {
    texts.push({ place: 'log', name, text: message });
  });
  const { functions } = cloud;
  const invoke = functions.invoke.bind(functions);
  functions.invoke = async (request) => {
    const report = await invoke(request);
    remember();
    texts.push({ place: 'answer', name: request.name, text: JSON.stringify(report) });
    return report;
  };

  function stored(): typeof texts {
    const rows = [...cloud.database.export()].flatMap((entry) =>
      'put' in entry && entry.put !== 'wechat_tokens'
        ? [{ place: 'row' as const, name: entry.put, text: EJSON.stringify(entry.document) }]
        : [],
    );
    const text = JSON.stringify(exportState(cloud));
    return [...rows, { place: 'export', name: 'state', text }];
  }

  return {
    leaks() {
      remember();
      const secrets = [...keys].map(([what, key]) => ({ what, forms: formsOf(key) }));
      const people = openids.map((openid) => ({ what: 'openid', forms: formsOf(openid) }));
      const found = [...texts, ...stored()].flatMap(({ place, name, text }) => {
        const hasPeople = place === 'export' || (place === 'row' && holdsOpenid(name));
        return [...secrets, ...(hasPeople ? [] : people)]
          .filter(({ forms }) => forms.some((form) => text.includes(form)))
          .map(({ what }) => ({ what: what.replace(/ \S*\d\S*$/, ''), place: `${place} ${name}` }));
      });
      return [...new Map(found.map((leak) => [JSON.stringify(leak), leak])).values()];
    },
    seen() {
      const count = (place: Place) =>
        [...texts, ...stored()].filter((one) => one.place === place).length;
      return {
        log: count('log'),
        answer: count('answer'),
        row: count('row'),
        export: count('export'),
      };
    },
    close() {
      stopLogs();
      functions.invoke = invoke;
    },
  };
}
