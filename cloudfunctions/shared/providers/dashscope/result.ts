import * as z from 'zod';
import { errorCodeOf } from './errors';

const Url = z.string().min(1);
const Output = z.object({
  image_url: Url.optional().catch(undefined),
  choices: z
    .array(z.object({ message: z.object({ content: z.array(z.unknown()) }) }))
    .optional()
    .catch(undefined),
  results: z.array(z.unknown()).optional().catch(undefined),
});
const Image = z.object({ image: Url });
const Result = z.object({ url: Url });

export type DashscopePictures = {
  pictures: { url: string }[];
  /** The error of an item that failed, whether or not others succeeded. */
  errorCode: string | null;
};

/** Each API returns pictures in its own field: try-on, messages, and the list of the older tasks. */
export function picturesOf(output: unknown): DashscopePictures {
  const { image_url: single, choices = [], results = [] } = Output.safeParse(output).data ?? {};
  const contents = choices.flatMap(({ message }) => message.content);
  return {
    pictures: [
      ...(single === undefined ? [] : [{ url: single }]),
      ...contents.flatMap((item) => {
        const image = Image.safeParse(item).data;
        return image === undefined ? [] : [{ url: image.image }];
      }),
      ...results.flatMap((item) => {
        const result = Result.safeParse(item).data;
        return result === undefined ? [] : [{ url: result.url }];
      }),
    ],
    errorCode: results.map(errorCodeOf).find((code) => code !== null) ?? null,
  };
}
