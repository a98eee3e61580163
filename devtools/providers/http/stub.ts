import type { Kit, StubOptions } from './kit';
import { startStub } from './kit';
import { createOrders } from './orders';
import type { Orders, OrderRecord, StubOrder } from './orders';
import type { StubRule } from './rules';
import type { Call } from './server';
import type { Vendor } from './vendor';

export type PictureStubOptions = StubOptions & {
  /** How long a picture takes; 0 answers at once. */
  latencyMs?: number;
};

export type PictureStub<Order> = {
  /** The base URL to configure in clients. */
  url: string;
  /** The requests, and what a vendor would have charged. */
  orders(): OrderRecord<Order>[];
  /** Replaces the rules and resets all counts, including those of directives. */
  setRules(rules: StubRule[]): void;
  close(): Promise<void>;
};

export type StubOf = {
  vendor: Vendor;
  basePath: string;
  usualLatencyMs: number;
  urlLifeSeconds: number;
};

export type Route = (call: Call) => Promise<boolean>;

/** Starts the stub of a vendor that only makes pictures. */
export async function startPictureStub<Order extends StubOrder>(
  { vendor, basePath, usualLatencyMs, urlLifeSeconds: usualLife }: StubOf,
  options: PictureStubOptions,
  createRoute: (kit: Kit, orders: Orders<Order>) => Route,
): Promise<PictureStub<Order>> {
  const { latencyMs = usualLatencyMs, urlLifeSeconds = usualLife } = options;
  const { apis, rules, server } = await startStub(vendor, { ...options, urlLifeSeconds }, (kit) => {
    const orders = createOrders<Order>(kit, { latencyMs });
    return { orders, route: createRoute(kit, orders) };
  });
  return {
    url: server.origin + basePath,
    orders: () => apis.orders.seen(),
    setRules: (list) => rules.set(list),
    close: () => server.close(),
  };
}
