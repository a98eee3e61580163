import { sections, updated } from './text';

Page({ data: { sections, updated } });
