import * as z from 'zod';
import { PaymentEnvironment } from './payments';
import type { PaymentEnv } from './domain/wallet/order';
import { fieldNames, isKnownField } from './domain/notify/fields';
import type { FieldName, TemplateSetting } from './domain/notify/fields';
import { vendors } from './providers/registry';

const address = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional();

const Environment = PaymentEnvironment.extend({
  ...Object.fromEntries(
    Object.values(vendors).map(({ baseUrlVariable }) => [baseUrlVariable, address]),
  ),
  AIGC_CONTENT_PRODUCER: z
    .string()
    .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')
    .regex(/^[^"\\]+$/, 'must hold no " and no \\')
    .default('ai-image-workshop'),
  MODEL_FILINGS: z
    .string()
    .regex(/^[^=;]+=[^=;]+(;[^=;]+=[^=;]+)*$/, 'must be 模型名称=备案号, several separated by ;')
    .default(''),
  /** The subscribe-message template for the end of a task. Without it users are not asked for consent, and nothing is sent. */
  NOTIFY_TASK_TEMPLATE_ID: z.string().trim().optional(),
  NOTIFY_TASK_TEMPLATE_FIELDS: z
    .string()
    .regex(
      /^(title|result|time|tip)=\w+(,(title|result|time|tip)=\w+)*$/,
      'must be fields such as title=thing1,result=phrase2,time=time3,tip=thing4',
    )
    .default('title=thing1,result=phrase2,time=time3,tip=thing4'),
  /** The version of the mini-program that a message opens. */
  MINIPROGRAM_STATE: z
    .enum(['developer', 'trial', 'formal'], { error: 'must be developer, trial or formal' })
    .default('formal'),
  RESET_QUOTAS_TOKEN: z
    .string()
    .min(24, 'must be at least 24 characters long')
    .max(200, 'must be at most 200 characters long')
    .optional(),
});

/** A model, and the number under which it or its algorithm is filed. */
export type ModelFiling = { model: string; number: string };

export type Config = {
  contentProducer: string;
  hasPayment: boolean;
  paymentEnv: PaymentEnv;
  modelFilings: ModelFiling[];
  resetQuotasToken: string | null;
  messages: { taskEnded: TemplateSetting | null };
  miniprogramState: 'developer' | 'trial' | 'formal';
};

/** Throws an error that names each invalid variable and its requirement. An empty variable counts as absent. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.entries(environment).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const parsed = Environment.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new Error(
      `Wrong environment variables: ${problems.join('; ')}. Set them for the cloud function, or in .env.`,
    );
  }
  const values = parsed.data;
  return {
    contentProducer: values.AIGC_CONTENT_PRODUCER,
    hasPayment: values.XPAY_OFFER_ID !== undefined,
    paymentEnv: values.XPAY_ENV,
    modelFilings: toFilings(values.MODEL_FILINGS),
    resetQuotasToken: values.RESET_QUOTAS_TOKEN ?? null,
    messages: {
      taskEnded: toTemplate(values.NOTIFY_TASK_TEMPLATE_ID, values.NOTIFY_TASK_TEMPLATE_FIELDS),
    },
    miniprogramState: values.MINIPROGRAM_STATE,
  };
}

function toFilings(text: string): ModelFiling[] {
  return text
    .split(';')
    .filter((part) => part !== '')
    .map((part) => {
      const [model = '', number = ''] = part.split('=');
      return { model: model.trim(), number: number.trim() };
    });
}

function toTemplate(templateId: string | undefined, text: string): TemplateSetting | null {
  if (templateId === undefined) return null;
  const given = new Map(text.split(',').map((part) => part.split('=') as [string, string]));
  const wrong = [...given.values()].filter((field) => !isKnownField(field));
  if (wrong.length > 0) {
    throw new Error(`NOTIFY_TASK_TEMPLATE_FIELDS: WeChat has no field ${wrong.join(', ')}.`);
  }
  const fields = Object.fromEntries(fieldNames.map((name) => [name, given.get(name) ?? '']));
  return { templateId, fields: fields as Record<FieldName, string> };
}
