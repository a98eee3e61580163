import type { InputOf, OutputOf } from '../../cloudfunctions/shared/contracts';
import { callAsMember } from './session';

export type GenerateInput = InputOf<'aiGenerate', 'generate'>;
export type GenerateReply = OutputOf<'aiGenerate', 'generate'>;
export type GenerateOptions = OutputOf<'aiGenerate', 'getGenerateOptions'>;
export type Templates = OutputOf<'aiGenerate', 'getTemplates'>;

let options: Promise<GenerateOptions> | null = null;
let templates: Promise<Templates> | null = null;

export function generate(input: GenerateInput): Promise<GenerateReply> {
  return callAsMember('aiGenerate', 'generate', input);
}

export function getDailyUsage(): Promise<OutputOf<'aiGenerate', 'getDailyUsage'>> {
  return callAsMember('aiGenerate', 'getDailyUsage', {});
}

/** Characters, styles and the like. They change rarely: asked for once per launch. */
export function getOptions(): Promise<GenerateOptions> {
  options ??= callAsMember('aiGenerate', 'getGenerateOptions', {}).catch((error: unknown) => {
    options = null;
    throw error;
  });
  return options;
}

/** Asked for once per launch, as the options are. */
export function getTemplates(): Promise<Templates> {
  templates ??= callAsMember('aiGenerate', 'getTemplates', {}).catch((error: unknown) => {
    templates = null;
    throw error;
  });
  return templates;
}
