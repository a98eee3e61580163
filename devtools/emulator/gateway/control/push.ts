import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { MediaCheckRule } from '../../openapi/media-check';
import { PushMessage } from '../../push/message';
import { ControlError } from '../router';
import type { Route } from '../router';
import { showEntry } from './outbox';

export function pushRoutes({ pushes, mediaChecks }: Cloud): Route[] {
  return [
    {
      method: 'POST',
      path: '/local/push',
      async run(request) {
        const message = await request.json(PushMessage);
        const entry = await pushes.deliver(message);
        if (entry === null) {
          const pair = `${message.MsgType}/${message.Event}`;
          throw new ControlError(
            404,
            `no function is set for ${pair}: see messagePush in config.json`,
          );
        }
        const last = entry.deliveries.at(-1);
        return { ...showEntry(entry), ok: last?.ok ?? false, answer: parse(last?.detail ?? '') };
      },
    },
    { method: 'GET', path: '/local/media-checks', run: () => mediaChecks.rules() },
    {
      method: 'PUT',
      path: '/local/media-checks',
      async run(request) {
        mediaChecks.setRules(await request.json(z.array(MediaCheckRule)));
        return mediaChecks.rules();
      },
    },
    {
      method: 'DELETE',
      path: '/local/media-checks',
      run() {
        mediaChecks.setRules([]);
        return mediaChecks.rules();
      },
    },
  ];
}

/** The result of the function, or the text of its failure. */
function parse(detail: string): unknown {
  try {
    return JSON.parse(detail);
  } catch {
    return detail;
  }
}
