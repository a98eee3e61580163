import type { Clock } from '../../devtools/emulator/clock';
import { startZhipu } from '../../devtools/providers/zhipu/server';

export type Providers = {
  /** Variables for the functions. */
  environment: Record<string, string>;
  description: string;
  /** Makes the stubs use the business clock. */
  follow(clock: Clock): void;
  close(): Promise<void>;
};

const apiKey = 'local.workshop-key';

/** Starts a stub of every provider that the environment does not configure. */
export async function startProviders(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Providers> {
  if ((environment['ZHIPU_API_KEY'] ?? environment['ZHIPU_BASE_URL'] ?? '') !== '') {
    return {
      environment: {},
      description: 'Zhipu as the environment says (ZHIPU_API_KEY, ZHIPU_BASE_URL)',
      follow: () => undefined,
      close: () => Promise.resolve(),
    };
  }
  let now = (): number => Date.now();
  const stub = await startZhipu({ apiKeys: [apiKey], now: () => now() });
  return {
    environment: { ZHIPU_API_KEY: apiKey, ZHIPU_BASE_URL: stub.url },
    description: `a stub of Zhipu at ${stub.url}; set ZHIPU_API_KEY in .env for the real one`,
    follow(clock) {
      now = () => clock.now();
    },
    close: () => stub.close(),
  };
}
