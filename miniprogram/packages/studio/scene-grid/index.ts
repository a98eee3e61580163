import { findScenes, toCategories } from './view';
import type { Category, SceneCard } from './view';

/** Scenes to choose from, by category and by name. */
Component({
  properties: {
    scenes: { type: Array, value: [] },
    value: { type: String, value: '' },
    isLoading: { type: Boolean, value: false },
  },

  data: {
    category: '',
    search: '',
    categories: [] as Category[],
    shown: [] as SceneCard[],
  },

  observers: {
    'scenes, category, search'(scenes: SceneCard[], category: string, search: string) {
      this.setData({
        categories: toCategories(scenes),
        shown: findScenes(scenes, category, search),
      });
    },
  },

  methods: {
    onCategory(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
      this.setData({ category: event.currentTarget.dataset.id });
    },
    onSearch(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ search: event.detail.value });
    },
    onScene(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
      this.triggerEvent('change', { id: event.currentTarget.dataset.id });
    },
  },
});
