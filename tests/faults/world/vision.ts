import { zhipuError } from '../../../devtools/providers/zhipu/errors';
import type { Behaviour } from '../../../devtools/providers/http/directives';
import type { Answer, SentRequest } from './http';
import { errorAnswer, jsonAnswer } from './json-answer';
import type { VirtualTime } from './time';

/** Requests to compare pictures; all other chat requests contain no pictures. */
export function isVision({ path, body }: SentRequest): boolean {
  return path.endsWith('/chat/completions') && body.includes('"image_url"');
}

/** The model that compares pictures. It does not look at them: it finds them alike unless told otherwise. */
export async function lookAtPictures(
  { body }: SentRequest,
  behaviours: readonly Behaviour[],
  latencyMs: number,
  time: VirtualTime,
): Promise<Answer> {
  const [behaviour] = behaviours;
  await time.sleep(latencyMs);
  const name = behaviour?.name ?? '';
  if (name === 'hang') return { kind: 'silence' };
  if (name === 'cut' || name === 'cut-before') return { kind: 'cut' };
  if (name === '500' || name === '1302') return errorAnswer(zhipuError(name));
  const questions = [
    ...body.toString().matchAll(/\\"(\w+)\\"：.*?只能回答：(.+?)、(.+?)(?:\\n|")/g),
  ];
  const answers = questions.map(([, id = '', same = '', different = '']) => [
    id,
    name === 'differ' ? different : name === 'off-enum' ? '也许' : same,
  ]);
  const content = JSON.stringify(Object.fromEntries(answers));
  return jsonAnswer(200, {
    choices: [{ finish_reason: 'stop', message: { role: 'assistant', content } }],
  });
}
