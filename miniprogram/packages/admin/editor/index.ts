import { CloudError } from '../../../services/cloud';
import { confirm, explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { goBack } from '../../../utils/navigation';
import { toDraftKind } from '../draft-kind';
import type { DraftKind } from '../draft-kind';
import { toClosed } from '../people';
import type { ClosedPage } from '../people';
import { createRequestIds } from '../request-ids';
import { canChange } from '../role';
import {
  getPreview,
  publishScene,
  publishTemplate,
  retireScene,
  rollBackScene,
  rollBackTemplate,
  saveScene,
  saveTemplate,
} from '../service';
import { readStanding } from './standing';
import { createCovers } from './cover';
import type { Covers } from './cover';
import { createPreviews } from './previews';
import type { Previews } from './previews';
import { emptyDraft, fields, toEditorView, toPreviewView, toSent, uses } from './view';
import type { Draft, EditorView, Standing } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;
type Back = WechatMiniprogram.TouchEvent<never, never, { version: number }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as ClosedPage | null,
  kind: 'scene' as DraftKind,
  draft: emptyDraft,
  view: null as EditorView | null,
  preview: toPreviewView(null),
  fields,
  uses,
  isNew: false,
  canChange: false,
  canRetire: false,
  isSaving: false,
  isPreviewing: false,
  isUploading: false,
};

Page({
  data,

  id: '',
  standing: null as Standing | null,
  newest: 0,
  requestIds: createRequestIds(),
  previews: null as Previews | null,
  covers: null as Covers | null,
  changing: createGuard(),

  onLoad(query: Record<string, string | undefined>) {
    this.requestIds = createRequestIds();
    this.changing = createGuard();
    this.covers = createCovers({
      show: (cover) => this.change({ cover }),
      setBusy: (isUploading) => this.setData({ isUploading }),
    });
    this.previews = createPreviews({
      target: () => this.target(),
      kind: () => this.data.kind,
      show: (preview) => {
        this.setData({ preview: toPreviewView(preview) });
        this.show(this.data.draft);
      },
      setBusy: (isPreviewing) => this.setData({ isPreviewing }),
    });
    const kind = toDraftKind(query['kind']);
    this.setData({ kind });
    this.id = query['id'] ?? '';
    if (this.id !== '') void this.load();
    else {
      this.id = `${kind}-${Date.now().toString(36)}`;
      void wx.setNavigationBarTitle({ title: kind === 'scene' ? '新场景' : '新提示词' });
      this.setData({ state: 'ready', isNew: true, canChange: canChange() });
      this.show(emptyDraft);
    }
  },
  onUnload() {
    this.newest += 1;
    this.previews?.stop();
  },

  async load() {
    const request = ++this.newest;
    const { kind } = this.data;
    try {
      const [standing, { preview }] = await Promise.all([
        readStanding(kind, this.id),
        getPreview(this.target()),
      ]);
      if (request !== this.newest) return;
      if (standing === null) throw new CloudError('NOT_FOUND', '内容不存在或已删除');
      this.standing = standing;
      const draft = standing.versions[0]?.draft ?? standing.online ?? emptyDraft;
      void wx.setNavigationBarTitle({ title: draft.name });
      this.setData({ state: 'ready', isNew: false, canChange: canChange() });
      this.setData({ preview: toPreviewView(preview) });
      this.show(draft);
    } catch (error) {
      if (request !== this.newest) return;
      const failure = error instanceof CloudError ? error.failure : '';
      if (this.data.state === 'ready') toast(explain(error));
      else this.setData({ state: 'failed', closed: toClosed(failure, explain(error)) });
    }
  },

  target(): string {
    return `${this.data.kind}:${this.id}`;
  },

  show(draft: Draft) {
    const { kind } = this.data;
    const { standing } = this;
    const previewed = this.previews?.seen() ?? null;
    this.setData({
      draft,
      view: toEditorView(kind, draft, standing, previewed, Date.now()),
      canRetire: kind === 'scene' && standing?.status === 'published',
    });
  },
  change(change: Partial<Draft>) {
    this.show({ ...this.data.draft, ...change });
  },

  onName(event: WechatMiniprogram.Input) {
    this.change({ name: event.detail.value });
  },
  onCategory(event: WechatMiniprogram.Input) {
    this.change({ category: event.detail.value });
  },
  onText(event: WechatMiniprogram.Input) {
    this.change({ text: event.detail.value });
  },
  onUse({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: Draft['use'] }>) {
    this.change({ use: id });
  },
  onCover() {
    if (this.data.kind !== 'scene' || !this.data.canChange) return;
    this.covers?.choose();
  },
  onField(event: Tap) {
    const { text } = this.data.draft;
    this.change({ text: `${text}${event.currentTarget.dataset.id}` });
  },

  onPreview() {
    const { draft, kind, view } = this.data;
    if (view === null || view.problem !== '') {
      toast(view?.problem ?? '');
      return;
    }
    this.previews?.make(toSent(kind, draft).text);
  },

  onSave() {
    const { view } = this.data;
    if (view === null) return;
    if (view.problem !== '') toast(view.problem);
    else if (!view.isChanged) toast('没有改动');
    else void this.changing.run(() => this.run('草稿已保存', () => this.save()));
  },
  onPublish() {
    const { view } = this.data;
    if (view === null) return;
    if (view.blocked !== '') {
      toast(view.blocked);
      return;
    }
    void this.changing.run(() =>
      this.run('已发布，立即生效', async () => {
        const version = view.isChanged ? await this.save() : (this.standing?.latestVersion ?? 1);
        const { id } = this;
        const requestId = this.requestIds.of({ publish: id, version });
        if (this.data.kind === 'scene') await publishScene({ sceneId: id, version, requestId });
        else await publishTemplate({ templateId: id, version, requestId });
      }),
    );
  },

  /** Resolves to the version number that was saved. */
  async save(): Promise<number> {
    const { kind, draft } = this.data;
    const { id } = this;
    const { name, category, text, order, cover, use } = toSent(kind, draft);
    const requestId = this.requestIds.of({ save: id, name, category, text, order, cover, use });
    if (kind === 'scene') {
      const scene = { name, category, prompt: text, order, coverUrl: cover };
      return (await saveScene({ sceneId: id, scene, requestId })).latestVersion;
    }
    const template = { kind: use, name, text };
    return (await saveTemplate({ templateId: id, template, requestId })).latestVersion;
  },

  onRollBack(event: Back) {
    const { version } = event.currentTarget.dataset;
    void this.changing.run(async () => {
      const isSure = await confirm({
        title: `回退到 v${version}？`,
        content: '作为新的一版发布，立即生效',
        confirmText: '回退',
      });
      if (!isSure) return;
      await this.run('已回退，立即生效', async () => {
        const { id } = this;
        const requestId = this.requestIds.of({ rollBack: id, version });
        if (this.data.kind === 'scene') await rollBackScene({ sceneId: id, version, requestId });
        else await rollBackTemplate({ templateId: id, version, requestId });
      });
    });
  },
  onRetire() {
    void this.changing.run(async () => {
      const isSure = await confirm({
        title: '下架这个场景？',
        content: '用户不能再选，正在绘制的会画完；重新发布后恢复',
        confirmText: '下架',
        isDangerous: true,
      });
      if (!isSure) return;
      await this.run('已下架', async () => {
        await retireScene({ sceneId: this.id, requestId: this.requestIds.of({ retire: this.id }) });
      });
    });
  },

  async run(done: string, act: () => Promise<unknown>) {
    this.setData({ isSaving: true });
    try {
      await act();
      this.requestIds.done();
      toast(done);
      await this.load();
    } catch (error) {
      toast(explain(error));
    } finally {
      this.setData({ isSaving: false });
    }
  },

  onPrimary() {
    if (this.data.closed?.primary === '返回') {
      goBack();
      return;
    }
    this.setData({ state: 'loading' });
    void this.load();
  },
});
