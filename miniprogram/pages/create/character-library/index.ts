import type { Character } from '../../../../cloudfunctions/shared/contracts/aiGenerate';
import { findCharacters, libraryTabs } from '../view';
import type { LibraryTab } from '../view';

/** All characters, by category and name. The event `change` carries the choice. */
Component({
  properties: {
    characters: { type: Array, value: [] as Character[] },
    value: { type: String, value: '' },
  },

  data: { tabs: libraryTabs, tab: 'all' as LibraryTab, search: '', found: [] as Character[] },

  observers: {
    'characters, tab, search'(characters: Character[], tab: LibraryTab, search: string) {
      this.setData({ found: findCharacters(characters, tab, search) });
    },
  },

  methods: {
    onTab(event: WechatMiniprogram.TouchEvent<never, never, { id: LibraryTab }>) {
      this.setData({ tab: event.currentTarget.dataset.id });
    },
    onSearch(event: WechatMiniprogram.Input) {
      this.setData({ search: event.detail.value });
    },
    onTap(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
      this.triggerEvent('change', { id: event.currentTarget.dataset.id });
    },
  },
});
