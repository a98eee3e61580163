import { join } from 'node:path';

export const projectRoot = join(__dirname, '../..');
export const builtFunctions = join(projectRoot, 'dist/cloudfunctions');
export const conventionalFunctions = join(__dirname, 'conventional');
export const builtMiniprogram = join(projectRoot, 'dist/miniprogram');
