import { getAbout } from '../../../services/user-info';
import type { ModelFiling } from '../../../services/user-info';
import { explain } from '../../../utils/dialog';
import { openPage } from '../../../utils/navigation';

const { version, envVersion } = wx.getAccountInfoSync().miniProgram;
const stages = { develop: '开发版', trial: '体验版', release: '' };

Page({
  data: {
    version: version || stages[envVersion] || '开发版',
    filings: [] as ModelFiling[],
  },

  async onLoad() {
    try {
      const { filings } = await getAbout();
      if (filings.length > 0) this.setData({ filings });
    } catch (error) {
      // The filings are optional; the next visit reads them again.
      console.warn(explain(error));
    }
  },

  onPrivacy() {
    openPage('/packages/account/privacy/index');
  },
  onAgreement() {
    openPage('/packages/account/agreement/index');
  },
});
