import './console.css';
import './overview.css';
import './parts.css';
import './report.css';
import { element, tapTarget } from '../dom';
import { clock } from './clock';
import { collections } from './collections';
import { faults } from './faults';
import { files } from './files';
import { functions } from './functions';
import { headerClock } from './header-clock';
import { inbox } from './inbox';
import { local } from './local';
import { logs } from './logs';
import { orders } from './orders';
import { outbox } from './outbox';
import { overview } from './overview';
import { palette } from './palette';
import { act, empty, page, type Section } from './parts';
import { report } from './report';
import { headerSearch } from './search';
import { tasks } from './tasks';
import { transfer } from './transfer';
import { users } from './users';

const sections: Section[] = [
  ...[overview, logs, functions, collections, users, files, tasks, orders, outbox, inbox],
  ...[faults, palette, report, clock, transfer],
];

const content = element('main', 'content');
// Makes it scrollable with the keyboard.
content.tabIndex = 0;
const links = sections.map(({ id, title }) => {
  const link = element('a', 'nav-link', title);
  link.href = `#${id}`;
  return link;
});

async function show(): Promise<void> {
  const index = Math.max(
    0,
    sections.findIndex(({ id }) => `#${id}` === location.hash.split('?')[0]),
  );
  links.forEach((link, position) =>
    link.setAttribute('aria-current', position === index ? 'page' : 'false'),
  );
  // On a phone the menu is a single line, wider than the screen.
  links[index]?.scrollIntoView({ block: 'nearest', inline: 'center' });
  const section = sections[index];
  if (section === undefined) return;
  try {
    content.replaceChildren(await section.open());
  } catch (error) {
    content.replaceChildren(
      page(
        section.title,
        '读取失败',
        empty(error instanceof Error ? error.message : String(error)),
      ),
    );
  }
}

const reset = tapTarget('action action-danger', '清空云端', () => {
  if (confirm('清空本地云的全部数据，恢复为初始数据？')) {
    void act(() => local('POST', 'reset', { seed: true }), '已恢复初始数据').then(() => show());
  }
});

document.body.append(
  element(
    'div',
    'console',
    element(
      'header',
      'head',
      element('div', 'brand', '影像工坊 · 工作台'),
      element('span', 'hint head-host', location.host),
      headerClock(),
      headerSearch(sections),
      element(
        'div',
        'head-acts',
        tapTarget('action', '刷新', () => void show()),
        reset,
      ),
    ),
    element('aside', 'side', element('nav', 'nav', ...links)),
    content,
  ),
);
addEventListener('hashchange', () => void show());
void show();
