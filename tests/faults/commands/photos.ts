import { createHash } from 'node:crypto';
import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { toFileId } from '../../../devtools/emulator/identity';
import { photo, photoOf } from '../studio/setup';
import { messageTemplateId } from '../world/deployment';
import { phoneCall } from './kind';
import type { Kind } from './kind';

/** A phone uploads a photo, then registers it. Equal `look` means equal bytes. */
export type PhotoAct =
  | { do: 'snap'; file: string; look: number }
  | { do: 'register'; file: string; look: number; kind: 'garment' | 'person' }
  | { do: 'removePhoto'; owner: string; kind: 'garment' | 'person' };
export type ConsentAct = { do: 'agree' } | { do: 'consent'; request: string };

const pathOf = (who: string, file: string): string => `uploads/${userIdOf(who)}/${file}.jpg`;

/**
 * A user takes a photo, sometimes the same one again, or removes a photo, sometimes one of another user or one that
 * tasks use.
 */
export const photos: Kind<PhotoAct> = {
  does: ['snap', 'register', 'removePhoto'],
  share: 60,
  draw(draft, who) {
    const { random, people } = draft;
    const kind = random.pick(['garment', 'person'] as const);
    if (random.chance(0.4)) {
      const owner = random.chance(0.8) ? who : random.pick(people).name;
      draft.add(who, { do: 'removePhoto', owner, kind } satisfies PhotoAct);
      return;
    }
    const file = draft.name('f');
    const look = random.between(2, 4);
    draft.add(who, { do: 'snap', file, look } satisfies PhotoAct);
    const act: PhotoAct = { do: 'register', file, look, kind };
    if (random.chance(0.9)) draft.add(who, act);
    if (random.chance(0.3)) draft.add(who, act);
  },
  toCall(command) {
    const { who } = command;
    switch (command.do) {
      case 'snap':
        return null;
      case 'register': {
        const { file, kind, look } = command;
        const digest = createHash('sha256').update(photo(look)).digest('hex');
        const consent = kind === 'person' ? { consentVersion: '2026-11' } : {};
        const fileId = toFileId(pathOf(who, file));
        return phoneCall(who, 'storage', 'registerAsset', { fileId, kind, digest, ...consent });
      }
      case 'removePhoto': {
        const assetId = photoOf(command.owner, command.kind);
        return phoneCall(who, 'storage', 'removeAsset', { assetId });
      }
    }
  },
  happen(command, { world }) {
    if (command.do !== 'snap') return;
    const { who, file, look } = command;
    const info = { path: pathOf(who, file), openid: who, at: world.time.now() };
    world.backend.files.put(info, photo(look));
  },
};

/** A user consents to one message in WeChat's dialog, and the page records it, sometimes twice. */
export const consent: Kind<ConsentAct> = {
  does: ['agree', 'consent'],
  share: 60,
  draw(draft, who) {
    const act: ConsentAct = { do: 'consent', request: draft.name('n') };
    draft.add(who, { do: 'agree' } satisfies ConsentAct);
    draft.add(who, act);
    if (draft.random.chance(0.3)) draft.add(who, act);
  },
  toCall: (command) =>
    command.do === 'agree'
      ? null
      : phoneCall(command.who, 'notify', 'recordConsent', {
          requestId: command.request,
          results: { [messageTemplateId]: 'accept' },
        }),
  happen: ({ who }, { world }) => world.backend.messages.accept(who, [messageTemplateId]),
};
