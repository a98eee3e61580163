import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isNewer, lowestBaseLibrary } from '../../scripts/package/lowest';
import { findNewerApis, openApp } from './scans/newer-apis';
import { findNewerAttributes } from './scans/newer-markup';

const root = join(__dirname, '../../miniprogram');

describe('the lowest base library', () => {
  it('is the one that the guide says to set', () => {
    const guide = readFileSync(join(__dirname, '../../docs/deployment.zh-CN.md'), 'utf8');

    expect(guide).toContain(`选 ${lowestBaseLibrary} 或更高`);
  });

  it.each([
    ['2.9.0', '2.32.3', false],
    ['2.32.3', '2.32.3', false],
    ['2.32.4', '2.32.3', true],
    ['3.0.0', '2.32.3', true],
  ])('%s came after %s: %s', (version, than, expected) => {
    expect(isNewer(version, than)).toBe(expected);
  });
});

describe('calls of the platform', () => {
  const about = 'packages/account/about/index.ts';
  const planted = `
    export function planted() {
      wx.cancelIdleCallback(1);
      wx.cloud.callContainer({ path: '/' });
      wx.getSystemSetting();
      wx.createInnerAudioContext({ useWebAudioImplement: true });
    }
    export function guarded() {
      if (wx.canIUse('cancelIdleCallback')) wx.cancelIdleCallback(2);
      return wx.canIUse('cancelIdleCallback') ? wx.cancelIdleCallback(3) : null;
    }
    export function leaving() {
      if (!wx.canIUse('cancelIdleCallback')) return;
      wx.cancelIdleCallback(4);
    }`;
  const app = openApp(root);

  it('are known to the lowest base library, or guarded', () => {
    expect(findNewerApis(app, lowestBaseLibrary)).toEqual([]);
  });

  it('are found by the version that their typings name', () => {
    const found = findNewerApis(app, '2.20.0').map(({ name, version }) => `${name} ${version}`);

    expect(found).toContain('onNeedPrivacyAuthorization 2.32.3');
    expect(found).toContain('getWindowInfo 2.20.1');
  });

  it('are found when they are newer and unguarded', () => {
    const text = readFileSync(join(root, about), 'utf8');
    const found = findNewerApis(
      openApp(root, { [about]: `${text}\n${planted}` }),
      lowestBaseLibrary,
    );

    expect(found.map(({ file, name, version }) => `${file} ${name} ${version}`)).toEqual([
      `${about} cancelIdleCallback 3.10.0`,
      `${about} callContainer unknown`,
    ]);
  });
});

describe('attributes of built-in tags', () => {
  it('are known to the lowest base library', () => {
    expect(findNewerAttributes(root, lowestBaseLibrary)).toEqual([]);
  });

  it('are found when they are newer, or have no known version', () => {
    const folder = mkdtempSync(join(tmpdir(), 'markup-'));
    try {
      cpSync(join(root, 'packages/account/about'), folder, { recursive: true });
      writeFileSync(
        join(folder, 'index.wxml'),
        '<scroll-view scroll-y scroll-into-view-offset="10">\n<view sparkle="1" bindtap="onTap" />\n<orb />\n<button open-type="liveActivity" catch:tap="onTap" /></scroll-view>',
      );
      const found = findNewerAttributes(folder, lowestBaseLibrary);

      expect(found).toEqual([
        {
          file: 'index.wxml',
          line: 1,
          name: 'scroll-view scroll-into-view-offset',
          version: '3.1.0',
        },
        { file: 'index.wxml', line: 2, name: 'view sparkle', version: 'unknown' },
        { file: 'index.wxml', line: 3, name: '<orb>', version: 'unknown' },
        { file: 'index.wxml', line: 4, name: 'button open-type', version: 'unknown' },
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
