import type { Template } from '../../../../cloudfunctions/shared/contracts/aiGenerate';
import { getOptions, getTemplates } from '../../../services/ai-generate';
import { columnCount, toColumns } from '../../../utils/columns';
import { explain } from '../../../utils/dialog';
import { fillDraft } from '../../../utils/draft';
import type { Draft } from '../../../utils/draft';
import { templateDraft, toTemplateCard } from '../../../utils/templates';
import type { TemplateCard } from '../../../utils/templates';
import { findTemplates, toTabs } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const examplesShown = 3;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  tabs: [] as { id: string; name: string }[],
  tab: '',
  search: '',
  columns: [] as TemplateCard[][],
  isNothingFound: false,
  examples: [] as string[],
};

Page({
  data,

  templates: [] as Template[],
  columnCount: 2,

  onLoad() {
    this.columnCount = columnCount(wx.getWindowInfo().windowWidth);
    void this.load();
  },

  async load() {
    try {
      const [{ categories, templates }, { examples }] = await Promise.all([
        getTemplates(),
        getOptions(),
      ]);
      this.templates = templates;
      this.setData({
        state: 'ready',
        tabs: toTabs(categories),
        examples: examples.slice(0, examplesShown),
      });
      this.find();
    } catch (error) {
      this.setData({ state: 'failed', reason: explain(error) });
    }
  },

  find() {
    const { tab, search } = this.data;
    const found = findTemplates(this.templates, tab, search).map(toTemplateCard);
    this.setData({
      columns: toColumns(found, this.columnCount),
      isNothingFound: found.length === 0,
    });
  },

  onRetry() {
    this.setData({ state: 'loading' });
    void this.load();
  },

  onTab(event: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.setData({ tab: event.detail.id });
    this.find();
  },

  onSearch(event: WechatMiniprogram.Input) {
    this.setData({ search: event.detail.value });
    this.find();
  },

  onTemplate(event: Tap) {
    const template = this.templates.find(({ id }) => id === event.currentTarget.dataset.id);
    if (template) this.choose(templateDraft(template));
  },

  onExample(event: WechatMiniprogram.TouchEvent<never, never, { text: string }>) {
    this.choose({ prompt: event.currentTarget.dataset.text });
  },

  choose(draft: Partial<Draft>) {
    fillDraft(draft);
    void wx.switchTab({ url: '/pages/create/index' });
  },
});
