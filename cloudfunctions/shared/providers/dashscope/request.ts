import type { ProviderOrder } from '../../domain/provider/port';

export type DashscopeRequest = { path: string; isTask: boolean; body: object };

type TryOn = Extract<ProviderOrder, { capability: 'tryon' }>;
type Edit = Extract<ProviderOrder, { capability: 'edit' }>;

/** Try-on exists only as a task; edits are synchronous or tasks, at different paths. */
export function toRequest(order: ProviderOrder): DashscopeRequest {
  switch (order.capability) {
    case 'tryon':
      return {
        path: '/services/aigc/image2image/image-synthesis',
        ...{ isTask: true, body: toTryOnBody(order) },
      };
    case 'edit': {
      const isTask = order.mode === 'async';
      return {
        path: isTask
          ? '/services/aigc/image-generation/generation'
          : '/services/aigc/multimodal-generation/generation',
        ...{ isTask, body: toEditBody(order) },
      };
    }
    default:
      throw new Error(`DashScope is not asked for ${order.capability}.`);
  }
}

/** https://help.aliyun.com/zh/model-studio/aitryon-plus-api: dresses and coats are sent as the top garment. */
function toTryOnBody({ model, personUrl, garments, parameters }: TryOn): object {
  const bottom = garments.find(({ part }) => part === 'bottom');
  const top = garments.find(({ part }) => part !== 'bottom');
  return {
    model,
    input: {
      person_image_url: personUrl,
      ...(top === undefined ? {} : { top_garment_url: top.url }),
      ...(bottom === undefined ? {} : { bottom_garment_url: bottom.url }),
    },
    parameters: { resolution: -1, restore_face: true, ...parameters },
  };
}

/** https://help.aliyun.com/zh/model-studio/qwen-image-edit-api, and the same for wan2.7-image: pictures first, then one text. */
function toEditBody({ model, inputs, prompt, size, parameters }: Edit): object {
  const content = [...inputs.map(({ url }) => ({ image: url })), { text: prompt }];
  return {
    model,
    input: { messages: [{ role: 'user', content }] },
    // One picture per call: each is paid for and ends independently. We draw the visible mark.
    parameters: { ...parameters, size: size.replace('x', '*'), n: 1, watermark: false },
  };
}
