import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChangingCalls } from './scans/guards';

const root = join(__dirname, '../../miniprogram');

const unguarded = (folder: string) =>
  findChangingCalls(folder)
    .filter(({ isGuarded }) => !isGuarded)
    .map(({ file, service }) => `${file}: ${service}`);

describe('every call that changes something in the cloud', () => {
  it('is found', () => {
    const found = findChangingCalls(root).map(({ file, service }) => `${file}: ${service}`);

    expect(Array.from(new Set(found)).sort()).toEqual([
      'packages/account/edit/index.ts: services/user-info.ts#updateUser',
      'packages/account/edit/index.ts: wx.cloud.uploadFile',
      'packages/account/leave/index.ts: services/user-info.ts#deleteAccount',
      'packages/admin/editor/index.ts: packages/admin/service.ts#previewDraft',
      'packages/admin/editor/index.ts: packages/admin/service.ts#publishScene',
      'packages/admin/editor/index.ts: packages/admin/service.ts#publishTemplate',
      'packages/admin/editor/index.ts: packages/admin/service.ts#retireScene',
      'packages/admin/editor/index.ts: packages/admin/service.ts#rollBackScene',
      'packages/admin/editor/index.ts: packages/admin/service.ts#rollBackTemplate',
      'packages/admin/editor/index.ts: packages/admin/service.ts#saveScene',
      'packages/admin/editor/index.ts: packages/admin/service.ts#saveTemplate',
      'packages/admin/order/index.ts: packages/admin/service.ts#recheckOrder',
      'packages/admin/order/index.ts: packages/admin/service.ts#refundOrder',
      'packages/admin/order/index.ts: packages/admin/service.ts#resolveReview',
      'packages/admin/proposals/index.ts: packages/admin/service.ts#approveProposal',
      'packages/admin/provider/index.ts: packages/admin/service.ts#saveProvider',
      'packages/admin/provider/index.ts: packages/admin/service.ts#testProvider',
      'packages/admin/provider/index.ts: packages/admin/service.ts#undoProvider',
      'packages/admin/quota/index.ts: services/quota.ts#activatePlan',
      'packages/admin/quota/index.ts: services/quota.ts#adjustQuota',
      'packages/admin/quota/index.ts: services/quota.ts#endPlan',
      'packages/admin/tasks/index.ts: packages/admin/service.ts#discardJob',
      'packages/admin/tasks/index.ts: packages/admin/service.ts#replayJob',
      'packages/admin/user/index.ts: packages/admin/service.ts#adjustCredits',
      'packages/chat/sessions/index.ts: packages/chat/service.ts#removeSession',
      'packages/chat/sessions/index.ts: packages/chat/service.ts#renameSession',
      'packages/chat/talk/answering.ts: packages/chat/service.ts#ask',
      'packages/chat/talk/answering.ts: packages/chat/service.ts#askAgain',
      'packages/chat/talk/answering.ts: packages/chat/service.ts#stopAnswer',
      'packages/picture/detail/index.ts: services/work-manage.ts#removeWork',
      'packages/picture/detail/index.ts: services/work-manage.ts#renameWork',
      'packages/picture/favorite.ts: services/work-manage.ts#setFavorite',
      'packages/picture/result/index.ts: services/generation.ts#begin',
      'packages/picture/result/index.ts: services/generation.ts#resume',
      'packages/picture/share-desk.ts: services/sharing.ts#unshareWork',
      'packages/studio/fitting/index.ts: packages/studio/photos/service.ts#removeAsset',
      'packages/studio/fitting/index.ts: packages/studio/service.ts#submitFitting',
      'packages/studio/orders/consent.ts: packages/studio/service.ts#recordConsent',
      'packages/studio/photography/index.ts: packages/studio/service.ts#submitPhotography',
      'packages/studio/photos/picking.ts: packages/studio/photos/service.ts#uploadPhoto',
      'packages/studio/result/index.ts: services/work-manage.ts#setFavorite',
      'packages/studio/task/index.ts: packages/studio/service.ts#cancelTask',
      'packages/studio/task/index.ts: packages/studio/service.ts#retryTask',
      'packages/studio/tasks/index.ts: packages/studio/service.ts#cancelTask',
      'packages/studio/tasks/index.ts: packages/studio/service.ts#retryTask',
      'packages/wallet/checkin/index.ts: packages/wallet/service.ts#checkIn',
      'packages/wallet/invite/index.ts: packages/wallet/service.ts#redeemInvite',
      'packages/wallet/purchase.ts: packages/wallet/service.ts#createOrder',
      'pages/create/order.ts: services/generation.ts#begin',
      'pages/works/again.ts: services/generation.ts#begin',
      'pages/works/selection.ts: services/work-manage.ts#deleteWorks',
      'pages/works/selection.ts: services/work-manage.ts#saveWorks',
    ]);
  });

  it('drops second taps', () => {
    expect(unguarded(root)).toEqual([]);
  });
});

describe('a call without a guard', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guards-'));
    cpSync(root, folder, { recursive: true, filter: (path) => !/\.(jpg|png|wxss)$/.test(path) });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const replace = (file: string, from: string, to: string) => {
    const text = readFileSync(join(folder, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(join(folder, file), text.replace(from, to));
  };

  it('is found in an event handler', () => {
    replace(
      'pages/profile/index.ts',
      '  onWorks() {',
      "  onCard() {\n    begin({ prompt: '猫' });\n  },\n  onWorks() {",
    );
    replace(
      'pages/profile/index.ts',
      'import { createResetTimer }',
      "import { begin } from '../../services/generation';\nimport { createResetTimer }",
    );

    expect(unguarded(folder)).toEqual(['pages/profile/index.ts: services/generation.ts#begin']);
  });

  it('is found in a method that one of its callers does not guard', () => {
    replace(
      'packages/picture/result/index.ts',
      '  onAgain() {',
      '  onTwice() {\n    void this.draw();\n  },\n  draw() {\n    begin(this.input);\n  },\n  onAgain() {\n    void this.generating.run(() => this.draw());',
    );

    expect(unguarded(folder)).toEqual([
      'packages/picture/result/index.ts: services/generation.ts#begin',
    ]);
  });

  it('is found when it goes through a new service', () => {
    replace(
      'services/user-info.ts',
      'export async function updateUser(',
      "export function redeem(code: string) {\n  return send(code);\n}\nfunction send(code: string) {\n  return callAsMember('userInfo', 'redeem', { code });\n}\nexport async function updateUser(",
    );
    replace(
      'pages/profile/index.ts',
      '  onWorks() {',
      "  onGift() {\n    void redeem('x');\n  },\n  onWorks() {",
    );
    replace('pages/profile/index.ts', 'import { getUser } from', 'import { getUser, redeem } from');

    expect(unguarded(folder)).toEqual(['pages/profile/index.ts: services/user-info.ts#redeem']);
  });

  it('is found where a guard was taken away', () => {
    replace(
      'packages/picture/detail/index.ts',
      'void this.changing.run(() => this.remove(work))',
      'void this.remove(work)',
    );

    expect(unguarded(folder)).toEqual([
      'packages/picture/detail/index.ts: services/work-manage.ts#removeWork',
    ]);
  });
});
