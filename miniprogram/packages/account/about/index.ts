const { version, envVersion } = wx.getAccountInfoSync().miniProgram;
const stages = { develop: '开发版', trial: '体验版', release: '' };

Page({
  data: { version: version || stages[envVersion] || '开发版' },

  onPrivacy() {
    void wx.navigateTo({ url: '/packages/account/privacy/index' });
  },
  onAgreement() {
    void wx.navigateTo({ url: '/packages/account/agreement/index' });
  },
});
