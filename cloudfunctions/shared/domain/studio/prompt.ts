export const promptKinds = ['photography', 'fitting'] as const;
export type PromptKind = (typeof promptKinds)[number];
export const modelChoices = ['female', 'male', 'none'] as const;
export type ModelChoice = (typeof modelChoices)[number];
export const garmentParts = ['top', 'bottom', 'dress', 'outer'] as const;
export type GarmentPart = (typeof garmentParts)[number];

/** What a task's prompt depends on besides its scene. */
export type PromptOptions = {
  model?: ModelChoice | undefined;
  /** Look and pose of the model, the same in all pictures of a task. */
  modelLook?: string | undefined;
  parts?: readonly GarmentPart[] | undefined;
  note?: string | undefined;
};

export type TemplateContent = { kind: PromptKind; name: string; text: string };
export type PromptTemplate = TemplateContent & {
  id: string;
  /** Of the templates of a kind, tasks use the one published last; null if it never was. */
  publishedAt: Date | null;
  version: number;
  latestVersion: number;
};
/** One version as it was saved; never changed. */
export type TemplateVersion = TemplateContent & {
  id: string;
  templateId: string;
  version: number;
  adminId: string;
  createdAt: Date;
};
