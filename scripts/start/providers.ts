import { vendors } from '../../cloudfunctions/shared/providers/registry';
import type { Clock } from '../../devtools/emulator/clock';
import { startDashscope } from '../../devtools/providers/dashscope/server';
import { createExchanges } from '../../devtools/providers/http/exchanges';
import type { Exchange } from '../../devtools/providers/http/exchanges';
import type { StubOptions } from '../../devtools/providers/http/kit';
import { createDrawings, withVariants } from '../../devtools/providers/painter/drawings';
import { startSeedream } from '../../devtools/providers/seedream/server';
import { startStability } from '../../devtools/providers/stability/server';
import { startTencent } from '../../devtools/providers/tencent/server';
import { startZhipu } from '../../devtools/providers/zhipu/server';

export type Providers = {
  /** Variables that functions need to reach the stubs. */
  environment: Record<string, string>;
  description: string;
  /** Switches the stubs to the business clock. */
  follow(clock: Clock): void;
  /** The requests to the stubs with their answers, newest first. */
  exchanges(): Exchange[];
  close(): Promise<void>;
};

type Stub = { url: string; close(): Promise<void> };
type VendorName = keyof typeof vendors;

const apiKey = 'local.workshop-key';
const starters: Record<VendorName, (options: StubOptions) => Promise<Stub>> = {
  zhipu: startZhipu,
  dashscope: startDashscope,
  seedream: startSeedream,
  tencent: startTencent,
  stability: startStability,
};

/** Starts a stub for every provider that the environment does not configure. */
export async function startProviders(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Providers> {
  const names = Object.keys(vendors) as VendorName[];
  const missing = names.filter((name) => {
    const { keyVariable, baseUrlVariable } = vendors[name];
    return (environment[keyVariable] ?? environment[baseUrlVariable] ?? '') === '';
  });
  const real = names.filter((name) => !missing.includes(name));
  let now = (): number => Date.now();
  // One painter for all stubs, because it draws in its own thread.
  const drawings = withVariants(createDrawings());
  const exchanges = createExchanges();
  const stubs = await Promise.all(
    missing.map(async (name) => ({
      name,
      stub: await starters[name]({
        apiKeys: [apiKey],
        now: () => now(),
        drawings,
        onExchange: (exchange) => exchanges.add(exchange),
      }),
    })),
  );
  return {
    environment: Object.fromEntries(
      stubs.flatMap(({ name, stub }) => [
        [vendors[name].keyVariable, apiKey],
        [vendors[name].baseUrlVariable, stub.url],
      ]),
    ),
    description: [
      ...(missing.length === 0 ? [] : [`stubs of ${missing.join(', ')}; a key in .env ends one`]),
      ...(real.length === 0 ? [] : [`${real.join(', ')} as the environment says`]),
    ].join('; '),
    follow(clock) {
      now = () => clock.now();
    },
    exchanges: () => exchanges.list(),
    async close() {
      await Promise.all(stubs.map(({ stub }) => stub.close()));
      await drawings.close();
    },
  };
}
