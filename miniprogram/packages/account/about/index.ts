import { openPage } from '../../../utils/navigation';

const { version, envVersion } = wx.getAccountInfoSync().miniProgram;
const stages = { develop: '开发版', trial: '体验版', release: '' };

Page({
  data: { version: version || stages[envVersion] || '开发版' },

  onPrivacy() {
    openPage('/packages/account/privacy/index');
  },
  onAgreement() {
    openPage('/packages/account/agreement/index');
  },
});
