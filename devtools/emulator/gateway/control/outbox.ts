import type { Cloud } from '../../cloud';
import type { OutboxEntry } from '../../outbox/outbox';
import { notFound } from '../router';
import type { Route } from '../router';

export function outboxRoutes({ outbox, postman }: Cloud): Route[] {
  return [
    { method: 'GET', path: '/local/outbox', run: () => outbox.list().map(show) },
    {
      method: 'POST',
      path: '/local/outbox/:id/redeliver',
      async run({ parameters }) {
        const id = parameters['id'] ?? '';
        const entry = await postman.redeliver(id);
        return entry === null ? notFound(`outbox entry ${id}`) : show(entry);
      },
    },
  ];
}

function show(entry: OutboxEntry): Record<string, unknown> {
  return {
    ...entry,
    at: new Date(entry.at),
    deliveries: entry.deliveries.map((delivery) => ({ ...delivery, at: new Date(delivery.at) })),
  };
}
