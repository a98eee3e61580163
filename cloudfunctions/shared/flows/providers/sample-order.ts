import type { Asset, AssetKind } from '../../domain/assets/asset';
import { questionsOf } from '../../domain/gates/fidelity';
import type { ApiConfig } from '../../domain/provider/api-config';
import type { OrderContent } from '../../domain/provider/port';
import type { Scene } from '../../domain/studio/scene';
import { AppError } from '../../error';
import { composePrompt } from '../prompts/compose';
import type { ComposeNeeds } from '../prompts/compose';

export type SampleNeeds = ComposeNeeds & {
  assets: { listSamples(kind: AssetKind): Promise<Asset[]> };
  scenes: { list(from: { after: string }, size: number): Promise<{ rows: Scene[] }> };
  files: { tempUrl(fileId: string): Promise<string | null> };
};

const words = '一只手工陶杯放在木桌上，清晨的侧光，背景干净';

/** An order made of our own samples: a test never sends a user's photo. Throws NOT_FOUND if the samples are missing. */
export async function sampleOrder(config: ApiConfig, needs: SampleNeeds): Promise<OrderContent> {
  const size = config.sizes.includes('864x1152') ? '864x1152' : (config.sizes[0] ?? '1024x1024');
  switch (config.capability) {
    case 'text2img':
      return { capability: 'text2img', prompt: words, size, quality: 'standard' };
    case 'edit': {
      const [url, { rows }] = await Promise.all([
        sampleUrl('garment', needs),
        needs.scenes.list({ after: '' }, 1),
      ]);
      const scene = rows[0] ?? null;
      const options = { model: 'female' as const };
      const { text } = await composePrompt({ kind: 'photography', scene, options }, needs);
      const inputs = [{ url, role: 'garment' as const }];
      return { capability: 'edit', prompt: text, size, quality: 'standard', inputs };
    }
    case 'tryon': {
      const [personUrl, url] = await Promise.all([
        sampleUrl('person', needs),
        sampleUrl('garment', needs),
      ]);
      return { capability: 'tryon', personUrl, garments: [{ url, part: 'dress' }] };
    }
    case 'vision': {
      const url = await sampleUrl('garment', needs);
      const inputs = (['garment', 'result'] as const).map((role) => ({ url, role }));
      return { capability: 'vision', inputs, questions: questionsOf(false) };
    }
    case 'chat':
      throw new AppError('INVALID_INPUT', {
        details: { field: 'configId', problem: '是对话模型，请在聊天里试' },
      });
  }
}

export async function sampleUrl(
  kind: AssetKind,
  { assets, files }: Pick<SampleNeeds, 'assets' | 'files'>,
): Promise<string> {
  const [sample] = await assets.listSamples(kind);
  const url = sample === undefined ? null : await files.tempUrl(sample.fileId);
  if (url === null) throw new AppError('NOT_FOUND');
  return url;
}
