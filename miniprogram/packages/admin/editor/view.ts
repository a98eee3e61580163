import type { Preview } from '../../../../cloudfunctions/shared/contracts/admin';
import { lengthOf, toLine, toText } from '../../../utils/text';
import { moneyName } from '../../../utils/money';
import { joined } from '../../../utils/names';
import { clockTime, dateName } from '../../../utils/time';
import type { DraftKind } from '../draft-kind';
import { diff } from './diff';
import type { Part } from './diff';

/** The draft in the editor. `category`, `order` and `cover` belong to scenes, `use` to templates. */
export type Draft = {
  name: string;
  category: string;
  text: string;
  order: number;
  cover: string;
  use: 'photography' | 'fitting';
};
export type Version = { version: number; draft: Draft; adminName: string; createdAt: string };
/** The state in the cloud. `online` is null if nothing was ever published. */
export type Standing = {
  id: string;
  status: 'draft' | 'published' | 'retired';
  version: number;
  latestVersion: number;
  online: Draft | null;
  versions: Version[];
};

export const emptyDraft: Draft = {
  ...{ name: '', category: '', text: '', order: 500, cover: '', use: 'photography' },
};
export const maxText: Record<DraftKind, number> = { scene: 400, template: 2000 };
const maxName: Record<DraftKind, number> = { scene: 12, template: 20 };
const maxCategory = 8;

/** What a new template is for. */
export const uses = [
  { id: 'photography', name: '服装摄影' },
  { id: 'fitting', name: '虚拟试衣' },
] as const;

/** The placeholders of a template. */
export const fields = [
  { id: '{model}', name: '模特' },
  { id: '{scene}', name: '场景' },
  { id: '{parts}', name: '部位' },
  { id: '{note}', name: '补充' },
];

export type Row = { version: number; title: string; line: string; isOnline: boolean };

export type EditorView = {
  tags: { text: string; tone: 'warn' | 'good' | '' }[];
  count: string;
  isOver: boolean;
  parts: Part[];
  diffNote: string;
  rows: Row[];
  problem: string;
  isChanged: boolean;
  publish: string;
  /** Why it cannot be published yet; empty when it can. */
  blocked: string;
};

/** The draft as it is sent to the cloud. */
export function toSent(kind: DraftKind, draft: Draft): Draft {
  return {
    ...draft,
    name: toLine(draft.name),
    category: toLine(draft.category),
    text: kind === 'scene' ? toText(draft.text) : draft.text.trim(),
  };
}

/** Why the draft cannot be saved. */
export function problemOf(kind: DraftKind, draft: Draft): string {
  const { name, category, text } = toSent(kind, draft);
  if (name === '') return '先填名称';
  if (lengthOf(name) > maxName[kind]) return `名称最多 ${maxName[kind]} 字`;
  if (kind === 'scene' && category === '') return '先填分类';
  if (lengthOf(category) > maxCategory) return `分类最多 ${maxCategory} 字`;
  if (text === '') return '先写提示词';
  return lengthOf(text) > maxText[kind] ? `提示词最多 ${maxText[kind]} 字` : '';
}

/** `previewed` is the text of the last finished preview. */
export function toEditorView(
  kind: DraftKind,
  draft: Draft,
  standing: Standing | null,
  previewed: string | null,
  now: number,
): EditorView {
  const { version = 0, latestVersion = 0, online = null, versions = [] } = standing ?? {};
  const newest = versions[0]?.draft ?? online;
  const sent = toSent(kind, draft);
  const isChanged = newest === null || !isSame(sent, newest);
  const next = isChanged ? latestVersion + 1 : latestVersion;
  const problem = problemOf(kind, draft);
  // No preview is needed for a try-on template, whose text no model reads, or when only the name changed.
  const needsPreview = sent.text !== online?.text && draft.use === 'photography';
  const isOnline = standing?.status === 'published' && !isChanged && latestVersion === version;
  const unseen = needsPreview && previewed !== sent.text;
  return {
    tags: toTags(standing, isChanged),
    count: `${lengthOf(draft.text)}/${maxText[kind]}`,
    isOver: lengthOf(draft.text) > maxText[kind],
    parts: online === null ? [] : diff(online.text, sent.text),
    diffNote: online === null || online.text === sent.text ? '' : `和线上 v${version} 的差别`,
    rows: versions.map((one) => ({
      version: one.version,
      title: one.draft.name,
      line: joined(dateName(one.createdAt, now), one.adminName),
      isOnline: one.version === version && standing?.status === 'published',
    })),
    ...{ problem, isChanged, publish: `发布 v${next}` },
    blocked: problem || (isOnline ? '线上已经是这一版' : unseen ? '先预览一张' : ''),
  };
}

function isSame(one: Draft, other: Draft): boolean {
  const names = ['name', 'category', 'text', 'order', 'cover', 'use'] as const;
  return names.every((name) => one[name] === other[name]);
}

function toTags(standing: Standing | null, isChanged: boolean): EditorView['tags'] {
  if (standing === null) return [{ text: '新的草稿', tone: 'warn' }];
  const { status, version, latestVersion } = standing;
  const isDraft = isChanged || latestVersion > version;
  return [
    ...(isDraft
      ? [{ text: `草稿 v${isChanged ? latestVersion + 1 : latestVersion}`, tone: 'warn' as const }]
      : []),
    ...(version > 0 && status !== 'retired'
      ? [{ text: `线上 v${version}`, tone: 'good' as const }]
      : []),
    ...(status === 'retired' ? [{ text: '已下架', tone: '' as const }] : []),
  ];
}

export type PreviewView = {
  state: 'none' | Preview['state'];
  line: string;
  problem: string;
  imageUrl: string;
};

export function toPreviewView(preview: Preview | null): PreviewView {
  if (preview === null) return { state: 'none', line: '', problem: '', imageUrl: '' };
  const { state, startedAt, endedAt, costFen, imageUrl = '', problem = '' } = preview;
  const ms = endedAt === undefined ? 0 : Date.parse(endedAt) - Date.parse(startedAt);
  const took = endedAt === undefined ? '' : `${Math.round(ms / 100) / 10} 秒`;
  const cost = costFen > 0 ? moneyName(costFen) : '';
  return { state, imageUrl, problem, line: joined(clockTime(startedAt), took, cost) };
}
