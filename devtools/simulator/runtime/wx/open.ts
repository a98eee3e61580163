import { appStore } from '../engine/app-store';
import { launchOptions } from '../phone/launch';
import { element, tapTarget } from '../../dom';
import { openDialog } from '../phone/overlay';
import { openSettings } from '../phone/open-types';
import { allowSystem, authSetting, requestPermission } from '../phone/permissions';
import { privacy } from '../phone/privacy';
import { askModal } from '../phone/modal';
import { shareMenu } from '../router/share';
import { api, ApiFailure } from './api';
import { grantMessages } from './cloud-transport';

type PrivacyListener = Parameters<typeof privacy.onNeed>[0];

/** What WeChat opens around the app: settings, privacy, messages, sharing, updates. */
export const openApis = {
  getSetting: api('getSetting', () => ({ authSetting: authSetting() })),
  openSetting: api('openSetting', async () => ({ authSetting: await openSettings() })),
  openAppAuthorizeSetting: api('openAppAuthorizeSetting', async () => {
    await askModal({
      title: '系统设置',
      content: '真机上会打开手机设置里微信的权限',
      showCancel: false,
    });
    allowSystem();
  }),
  authorize: api('authorize', async ({ scope }: { scope: string }) => {
    if (!(await requestPermission(scope))) throw new ApiFailure('auth deny');
  }),

  getPrivacySetting: api('getPrivacySetting', () => ({
    needAuthorization: privacy.needsAuthorization(),
    privacyContractName: `《${appStore.title}用户隐私保护指引》`,
  })),
  requirePrivacyAuthorize: api('requirePrivacyAuthorize', async () => {
    if (!(await privacy.request('requirePrivacyAuthorize')))
      throw new ApiFailure('privacy permission is not authorized', { errno: 104 });
  }),
  onNeedPrivacyAuthorization: (listener: PrivacyListener) => privacy.onNeed(listener),
  openPrivacyContract: api('openPrivacyContract', () =>
    askModal({
      title: '用户隐私保护指引',
      content: '真机上会打开在公众平台配置的隐私保护指引。',
      showCancel: false,
    }),
  ),

  requestSubscribeMessage: api(
    'requestSubscribeMessage',
    async ({ tmplIds }: { tmplIds: string[] }) => {
      if (tmplIds.length === 0 || tmplIds.length > 5)
        throw new ApiFailure('Templates count out of max bounds', { errCode: 20003 });
      const accepted = (await askSubscription(tmplIds)) ?? [];
      if (accepted.length > 0) await grantMessages(accepted);
      return Object.fromEntries(
        tmplIds.map((id) => [id, accepted.includes(id) ? 'accept' : 'reject']),
      );
    },
  ),

  showShareMenu: api('showShareMenu', () => void (shareMenu.isShown = true)),
  hideShareMenu: api('hideShareMenu', () => void (shareMenu.isShown = false)),
  updateShareMenu: api('updateShareMenu', () => undefined),

  getLaunchOptionsSync: launchOptions,
  getEnterOptionsSync: launchOptions,
  getAccountInfoSync: () => ({
    miniProgram: { appId: 'wxsimulator', envVersion: 'develop', version: '' },
    plugin: {},
  }),

  /** In the simulator there is never a newer version. */
  getUpdateManager: () => ({
    onCheckForUpdate: (listener: (result: { hasUpdate: boolean }) => void) =>
      void setTimeout(() => listener({ hasUpdate: false }), 0),
    onUpdateReady: () => undefined,
    onUpdateFailed: () => undefined,
    applyUpdate: () => location.reload(),
  }),

  reportEvent: (name: string, data: unknown) => console.info('[simulator] reportEvent', name, data),
  getLogManager: () => console,
  getRealtimeLogManager: () => ({
    ...{ info: console.debug, warn: console.debug, error: console.error },
    ...{ setFilterMsg: () => undefined, addFilterMsg: () => undefined },
  }),
};

function askSubscription(templateIds: string[]): Promise<string[] | undefined> {
  return openDialog<string[]>('sheet subscribe-sheet', (close) => {
    const boxes = templateIds.map((id) => {
      const box = element('input', '');
      box.type = 'checkbox';
      box.checked = true;
      return { id, box };
    });
    return [
      element('div', 'sheet-title', `${appStore.title} 申请向你发送以下消息`),
      ...boxes.map(({ id, box }) => element('label', 'sheet-item settings-row', id, box)),
      tapTarget('sheet-item', '允许', () =>
        close(boxes.filter(({ box }) => box.checked).map(({ id }) => id)),
      ),
      tapTarget('sheet-item sheet-cancel', '拒绝', () => close([])),
    ];
  });
}
