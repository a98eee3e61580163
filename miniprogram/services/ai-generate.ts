import type { InputOf, OutputOf } from '../../cloudfunctions/shared/contracts';
import type { Prices } from '../../cloudfunctions/shared/contracts/aiGenerate';
import { callAsMember } from './session';

export type GenerateInput = InputOf<'aiGenerate', 'generate'>;
export type GenerateReply = OutputOf<'aiGenerate', 'generate'>;
export type GenerateOptions = OutputOf<'aiGenerate', 'getGenerateOptions'>;
export type Templates = OutputOf<'aiGenerate', 'getTemplates'>;

let options: Promise<GenerateOptions> | null = null;
let prices: Prices | null = null;
let templates: Promise<Templates> | null = null;

export function generate(input: GenerateInput): Promise<GenerateReply> {
  return callAsMember('aiGenerate', 'generate', input);
}

export function getDailyUsage(): Promise<OutputOf<'aiGenerate', 'getDailyUsage'>> {
  return callAsMember('aiGenerate', 'getDailyUsage', {});
}

/** Choices and prices. They change rarely, so they are read once per launch. */
export function getOptions(): Promise<GenerateOptions> {
  options ??= readOptions().catch((error: unknown) => {
    options = null;
    throw error;
  });
  return options;
}

/** Reads choices and prices again. */
export function refreshOptions(): Promise<GenerateOptions> {
  options = null;
  return getOptions();
}

/** The prices of the options; null until they were read. */
export function knownPrices(): Prices | null {
  return prices;
}

async function readOptions(): Promise<GenerateOptions> {
  const read = await callAsMember('aiGenerate', 'getGenerateOptions', {});
  prices = read.prices;
  return read;
}

/** Read once per launch, as the options are. */
export function getTemplates(): Promise<Templates> {
  templates ??= callAsMember('aiGenerate', 'getTemplates', {}).catch((error: unknown) => {
    templates = null;
    throw error;
  });
  return templates;
}
