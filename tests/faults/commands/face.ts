import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { toFileId, toPath } from '../../../devtools/emulator/identity';
import { encodePng } from '../../../devtools/providers/painter/png';
import { textOf } from '../checker/books';
import type { Violation } from '../checker/books';
import type { Evidence } from '../history';
import { asks } from './kind';
import type { Kind } from './kind';

/** A file of the phone arrives in the storage; `more`: by how many bytes it differs from others. */
export type UploadAct = { do: 'upload'; file: string; more: number };
export type FaceAct = { do: 'face'; file: string };

const picture = encodePng({ width: 8, height: 8, data: new Uint8ClampedArray(8 * 8 * 4).fill(90) });
const pathOf = (who: string, file: string): string => `avatars/${userIdOf(who)}/${file}.png`;

/** Somebody chooses an avatar: the phone uploads it, then saves it. Now and then it is saved twice, or never. */
export const face: Kind<UploadAct | FaceAct> = {
  does: ['upload', 'face'],
  share: 15,
  draw(draft, who) {
    const { random } = draft;
    const file = draft.name('a');
    draft.add(who, { do: 'upload', file, more: random.between(1, 40) });
    if (random.chance(0.9)) draft.add(who, { do: 'face', file });
    if (random.chance(0.2)) draft.add(who, { do: 'face', file });
  },
  toCall: (command) =>
    command.do === 'upload'
      ? null
      : asks(command.who, 'userInfo', 'updateUserInfo', {
          avatar: toFileId(pathOf(command.who, command.file)),
        }),
  happen(command, { world }) {
    if (command.do !== 'upload') return;
    const { who, file, more } = command;
    const info = { path: pathOf(who, file), openid: who, at: world.time.now() };
    world.backend.files.put(info, Buffer.concat([picture, Buffer.alloc(more)]));
  },
  check: checkFaces,
};

/** Who shows a picture shows one of their own, and it is there; what was shown before is gone. */
function checkFaces({ synced, files }: Evidence): Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  return synced.users.flatMap((row): Violation[] => {
    const say = (what: string): Violation => ({
      rule: 'C9',
      text: `${textOf(row['openid'])} ${what}`,
    });
    const found: Violation[] = [];
    if (row['hasAvatarsToRemove'] === true) found.push(say('has avatars that nobody removed'));
    const avatar = textOf(row['avatar'] ?? '');
    const path = toPath(avatar) ?? '';
    const isOwn = path.startsWith(`avatars/${textOf(row['_id'])}/`);
    if (avatar !== '' && !(isOwn && paths.has(path))) {
      found.push(say(`shows ${path}, which is not theirs or gone`));
    }
    return found;
  });
}
