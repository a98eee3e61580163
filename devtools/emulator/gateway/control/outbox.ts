import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { PushMessage } from '../../push/message';
import type { OutboxEntry } from '../../outbox/outbox';
import { notFound } from '../router';
import type { Route } from '../router';

const Forgery = z.strictObject({ fields: z.record(z.string(), z.unknown()) });
const Delay = z.strictObject({ delayMs: z.int().min(0) });

export function outboxRoutes({ outbox, pushes }: Cloud): Route[] {
  const answer = (id: string, entry: OutboxEntry | null) =>
    entry === null ? notFound(`outbox entry ${id}`) : showEntry(entry);
  return [
    { method: 'GET', path: '/local/outbox', run: () => outbox.list().map(showEntry) },
    {
      method: 'POST',
      path: '/local/outbox/:id/redeliver',
      async run({ parameters: { id = '' } }) {
        return answer(id, await pushes.redeliver(id));
      },
    },
    {
      method: 'POST',
      path: '/local/outbox/:id/drop',
      run: ({ parameters: { id = '' } }) => answer(id, pushes.postpone(id, null)),
    },
    {
      method: 'POST',
      path: '/local/outbox/:id/delay',
      async run(request) {
        const { id = '' } = request.parameters;
        const { delayMs } = await request.json(Delay);
        return answer(id, pushes.postpone(id, delayMs));
      },
    },
    {
      method: 'POST',
      path: '/local/outbox/:id/forge',
      async run(request) {
        const { id = '' } = request.parameters;
        const { fields } = await request.json(Forgery);
        const entry = outbox.find(id);
        const message = PushMessage.safeParse({ ...entry?.payload, ...fields });
        if (entry?.kind !== 'push' || !message.success) return notFound(`push ${id}`);
        const forged = await pushes.deliver(message.data);
        return answer(id, forged);
      },
    },
  ];
}

export function showEntry(entry: OutboxEntry): Record<string, unknown> {
  const { at, dueAt, deliveries } = entry;
  return {
    ...entry,
    at: new Date(at),
    dueAt: dueAt === null ? null : new Date(dueAt),
    deliveries: deliveries.map((delivery) => ({ ...delivery, at: new Date(delivery.at) })),
  };
}
