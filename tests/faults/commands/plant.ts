import { userIdOf, workIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { labelPicture } from '../../../cloudfunctions/shared/pictures/label';
import { toPath } from '../../../devtools/emulator/identity';
import { encodePng } from '../../../devtools/providers/painter/png';
import { rowsOf } from '../checker/books';
import type { Violation } from '../checker/books';
import type { Evidence } from '../history';
import type { Kind } from './kind';

/** A user who could guess paths uploads a picture, with a label like ours, to the path of their own request. */
export type PlantAct = { do: 'plant'; request: string };

const picture = encodePng({ width: 8, height: 8, data: new Uint8ClampedArray(8 * 8 * 4).fill(60) });
const pathOf = (who: string, request: string): string => {
  const userId = userIdOf(who);
  return `works/${userId}/${workIdOf(userId, request, 0)}.png`;
};

/** Used in races only: never generated. */
export const plant: Kind<PlantAct> = {
  does: ['plant'],
  share: 0,
  draw: () => undefined,
  toCall: () => null,
  happen({ who, request }, { world }) {
    const produceId = workIdOf(userIdOf(who), request, 0);
    const source = { contentProducer: 'ai-image-workshop', produceId };
    const info = { path: pathOf(who, request), openid: who, at: world.time.now() };
    world.backend.files.put(info, labelPicture(picture, source));
  },
  incidentOf: () => 'picture put by a user where ours would lie',
  check: checkPlanted,
};

function checkPlanted({ healed, scenario }: Evidence): Violation[] {
  const planted = new Set(
    scenario.commands.flatMap((command) =>
      command.do === 'plant' ? [pathOf(command.who, command.request)] : [],
    ),
  );
  return rowsOf(healed)
    .filter(({ imageUrl }) => planted.has(toPath(imageUrl) ?? ''))
    .map(({ id }) => ({ rule: 'SAFE', text: `${id} shows a picture that its owner put there` }));
}
