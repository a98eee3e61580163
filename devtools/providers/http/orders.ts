import type { ServerResponse } from 'node:http';
import type { Behaviour } from './directives';
import { createRunning } from './kit';
import type { Kit } from './kit';
import type { Call } from './server';
import { StubError } from './vendor';

/** Faults of picture orders, whatever the vendor calls them. */
export const orderBehaviours = {
  'accept-hang': 'takes the order (and charges), and never answers',
  'cut-body': 'makes the answer, sends the head and half of it, then closes the connection',
} as const;

export type StubOrder = {
  model: string;
  prompt: string;
  /** The texts that may contain directives: the prompt, and the URLs of pictures. */
  text: string;
};

/** `charged` tells whether a picture was made, even if the answer was not sent. */
export type OrderRecord<Order> = {
  at: number;
  api: string;
  order: Order | null;
  charged: boolean;
  outcome: string;
};

export type TakenOrder<Order> = {
  order: Order;
  /** Counted from 1; it distinguishes orders with the same text. */
  number: number;
  behaviours: Behaviour[];
  takesMs: number;
  /** The value of a directive; '' when it has no value, null when it was not given. */
  asked: (name: string) => string | null;
};

export type Orders<Order extends StubOrder> = {
  /** Null when the call has already been answered or will never be. */
  take(
    call: Pick<Call, 'id' | 'request' | 'response' | 'body'>,
    api: string,
    read: (body: string) => Order | Promise<Order>,
  ): Promise<TakenOrder<Order> | null>;
  /** Sends a success, or the part of it that a fault leaves. */
  finish(taken: TakenOrder<Order>, response: ServerResponse, success: object): void;
  seen(): OrderRecord<Order>[];
};

const maxRemembered = 1000;

/** Validates and records picture orders, counts the charged ones, and applies faults to them. */
export function createOrders<Order extends StubOrder>(
  kit: Kit,
  { latencyMs }: { latencyMs: number },
): Orders<Order> {
  const { answers, now, rules } = kit;
  const running = createRunning(kit);
  const seen: OrderRecord<Order>[] = [];
  let number = 0;

  return {
    async take(call, api, read) {
      const { id, response } = call;
      const entry: OrderRecord<Order> = {
        ...{ at: now(), api, order: null },
        ...{ charged: false, outcome: 'open' },
      };
      seen.push(entry);
      if (seen.length > maxRemembered) seen.shift();
      const body = await call.body();
      let order: Order;
      try {
        running.admit(call);
        order = await read(body);
      } catch (error) {
        if (!(error instanceof StubError)) throw error;
        entry.outcome = `error ${error.code}`;
        answers.error(response, error, id);
        return null;
      }
      entry.order = order;
      const behaviours = rules.choose(order.text, api);
      entry.outcome = behaviours.map(({ name }) => name).join(' ') || 'drawn';
      running.begin(call);
      for (const behaviour of behaviours) {
        if (answers.wrongly(response, behaviour, id)) return null;
      }
      entry.charged = true;
      number += 1;
      const asked = (name: string): string | null => {
        const found = behaviours.find((behaviour) => behaviour.name === name);
        return found === undefined ? null : (found.value ?? '');
      };
      return {
        ...{ order, number, behaviours, asked },
        takesMs: Number(asked('slow') ?? latencyMs),
      };
    },
    finish({ asked }, response, success) {
      if (asked('accept-hang') !== null) return;
      if (asked('cut') !== null) {
        response.destroy();
        return;
      }
      if (asked('cut-body') === null) {
        answers.json(response, 200, success);
        return;
      }
      const text = JSON.stringify(success);
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      response.write(text.slice(0, text.length >> 1), () => response.destroy());
    },
    seen: () => [...seen],
  };
}
