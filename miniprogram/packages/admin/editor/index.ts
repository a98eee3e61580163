import type { Preview } from '../../../../cloudfunctions/shared/contracts/admin';
import { CloudError } from '../../../services/cloud';
import { delay } from '../../../services/delay';
import { createRequestId } from '../../../services/request-id';
import { confirm, explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { goBack } from '../../../utils/navigation';
import { toDraftKind } from '../draft-kind';
import type { DraftKind } from '../draft-kind';
import { toClosed } from '../people';
import type { Closed } from '../people';
import { createRequestIds } from '../request-ids';
import { canChange } from '../role';
import {
  getPreview,
  previewDraft,
  publishScene,
  publishTemplate,
  retireScene,
  rollBackScene,
  rollBackTemplate,
  saveScene,
  saveTemplate,
} from '../service';
import { readStanding } from './standing';
import { emptyDraft, fields, toEditorView, toPreviewView, toSent } from './view';
import type { Draft, EditorView, Standing } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;
type Back = WechatMiniprogram.TouchEvent<never, never, { version: number }>;

/** How often a preview that is running is asked for. */
const askMs = 3_000;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as Closed | null,
  kind: 'scene' as DraftKind,
  draft: emptyDraft,
  view: null as EditorView | null,
  preview: toPreviewView(null),
  fields,
  canChange: false,
  canRetire: false,
  isSaving: false,
  isPreviewing: false,
};

Page({
  data,

  id: '',
  standing: null as Standing | null,
  newest: 0,
  requestIds: createRequestIds(),
  /** Of the preview that is asked for until it has ended, and its text. */
  previewId: '',
  previewText: '',
  /** The text of the last picture that was made. */
  previewed: null as string | null,
  changing: createGuard(),
  previewing: createGuard(),
  cancelAsking: (): void => undefined,

  onLoad(query: Record<string, string | undefined>) {
    this.requestIds = createRequestIds();
    this.changing = createGuard();
    this.previewing = createGuard();
    const kind = toDraftKind(query['kind']);
    this.setData({ kind });
    this.id = query['id'] ?? '';
    if (this.id !== '') void this.load();
    else {
      this.id = `scene-${Date.now().toString(36)}`;
      void wx.setNavigationBarTitle({ title: '新场景' });
      this.setData({ state: 'ready', canChange: canChange() });
      this.show(emptyDraft);
    }
  },
  onUnload() {
    this.newest += 1;
    this.cancelAsking();
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
      this.setData({ state: 'ready', canChange: canChange(), preview: toPreviewView(preview) });
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
    const { standing, previewed } = this;
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
    // A preview that is running is asked for with the text it was begun with.
    if (this.previewId === '') this.previewText = toSent(kind, draft).text;
    void this.previewing.run(() => this.makePreview());
  },
  async makePreview() {
    this.cancelAsking();
    if (this.previewId === '') this.previewId = createRequestId();
    this.setData({ isPreviewing: true });
    try {
      const text = this.previewText;
      const { preview } = await previewDraft({
        ...{ target: this.target(), requestId: this.previewId },
        ...(this.data.kind === 'scene' ? { sceneText: text } : { templateText: text }),
      });
      this.showPreview(preview);
    } catch (error) {
      // After a lost answer the same request id is sent again; after a refusal a new one, as nothing was sent.
      if (!(error instanceof CloudError) || error.failure !== 'OUTCOME_UNKNOWN') {
        this.previewId = '';
      }
      this.setData({ isPreviewing: false });
      toast(explain(error));
    }
  },
  showPreview(preview: Preview) {
    this.setData({ preview: toPreviewView(preview) });
    if (preview.state === 'running') {
      this.cancelAsking = delay(() => this.onPreview(), askMs);
      return;
    }
    this.previewId = '';
    if (preview.state === 'worked') this.previewed = this.previewText;
    this.setData({ isPreviewing: false });
    this.show(this.data.draft);
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

  /** The version that was written. */
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
