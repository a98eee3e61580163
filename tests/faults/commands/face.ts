import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { toFileId, toPath } from '../../../devtools/emulator/identity';
import { encodePng } from '../../../devtools/providers/painter/png';
import { textOf } from '../checker/books';
import type { Violation } from '../checker/books';
import type { Evidence } from '../history';
import { phoneCall } from './kind';
import type { Kind } from './kind';

/** A phone uploads a file; `more`: how many pixels wider than the smallest it is. */
export type UploadAct = { do: 'upload'; file: string; more: number };
export type FaceAct = { do: 'face'; file: string };

const pathOf = (who: string, file: string): string => `uploads/${userIdOf(who)}/${file}.png`;

/** A user chooses an avatar: the phone uploads it, then saves it once, twice or never. */
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
      : phoneCall(command.who, 'userInfo', 'updateUserInfo', {
          avatar: toFileId(pathOf(command.who, command.file)),
        }),
  happen(command, { world }) {
    if (command.do !== 'upload') return;
    const { who, file, more } = command;
    const info = { path: pathOf(who, file), openid: who, at: world.time.now() };
    world.backend.files.put(info, pictureOf(8 + more));
  },
  check: (evidence) => [...checkFaces(evidence), ...checkAnswers(evidence)],
};

/** The size makes each picture and its copy a different number of bytes. */
function pictureOf(side: number): Buffer {
  const data = Uint8ClampedArray.from({ length: side * side * 4 }, (_, at) => (at * at) % 251);
  return encodePng({ width: side, height: side, data });
}

/** All pictures are valid, so users who upload only one must not be refused. */
function checkAnswers({ calls }: Evidence): Violation[] {
  const answers = calls.flatMap(({ command, reply }) =>
    command.do === 'face' ? [{ who: command.who, file: command.file, reply }] : [],
  );
  return answers.flatMap(({ who, file, reply }): Violation[] => {
    const isOnly = answers.every((other) => other.who !== who || other.file === file);
    if (!isOnly || reply?.error !== 'INVALID_INPUT') return [];
    return [{ rule: 'C9', text: `${who} was told that a good picture is none` }];
  });
}

/**
 * The avatar shown is an existing copy of a picture of the same user, and older copies are removed. Nothing is readable by
 * others before it has passed moderation.
 */
function checkFaces({ synced, files }: Evidence): Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  const passed = new Set(
    synced.moderations
      .filter(({ state }) => state === 'pass')
      .map(({ fileId }) => (toPath(textOf(fileId)) ?? '').replace(/^private\//, '')),
  );
  const unmoderated = [...paths]
    .filter((path) => path.startsWith('avatars/') && !passed.has(path))
    .map((path): Violation => ({ rule: 'C9', text: `${path} is readable, and has not passed` }));
  const shown = new Set(synced.users.map(({ avatar }) => toPath(textOf(avatar ?? ''))));
  const orphans = [...paths].filter((path) => path.startsWith('avatars/') && !shown.has(path));
  const left = orphans.map((path): Violation => ({ rule: 'C9', text: `nobody shows ${path}` }));
  const found = synced.users.flatMap((row): Violation[] => {
    const say = (what: string): Violation => ({
      rule: 'C9',
      text: `${textOf(row['openid'])} ${what}`,
    });
    const wrong: Violation[] = [];
    if (row['hasAvatarsToRemove'] === true) wrong.push(say('has avatars that nobody removed'));
    const avatar = textOf(row['avatar'] ?? '');
    const path = toPath(avatar) ?? '';
    const isOwn = path.startsWith(`avatars/${textOf(row['_id'])}/`);
    if (avatar !== '' && !(isOwn && paths.has(path))) {
      wrong.push(say(`shows ${path}, which is not theirs or gone`));
    }
    return wrong;
  });
  return [...left, ...unmoderated, ...found];
}
