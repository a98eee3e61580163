import { signIn } from '../../../services/session';
import { explain } from '../../../utils/dialog';
import { goBack } from '../../../utils/navigation';
import { benefits, statusLine } from './view';

Page({
  data: { benefits, status: statusLine(null) },

  async onLoad() {
    try {
      const user = await signIn();
      this.setData({ status: statusLine(user.tier) });
    } catch (error) {
      // The comparison is worth reading without knowing who reads it.
      console.warn(explain(error));
    }
  },

  onBack() {
    goBack();
  },
});
