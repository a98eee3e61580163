import { openWayOut } from './navigation';
import { noDialog } from './refusal';
import type { RefusalAction, RefusalDialog } from './refusal';

type DialogData = { dialog: RefusalDialog; isDialogOpen: boolean };

export type DialogPage = {
  data: DialogData;
  setData(data: Partial<DialogData>, done?: () => void): void;
  /** What the page itself does for a button of the dialog. */
  leaveDialog(action: RefusalAction): void;
};

export const dialogData: DialogData = { dialog: noDialog, isDialogOpen: false };

/** The handlers of the dialog that explains a refusal, for every page that shows one. */
export const dialogHandlers = {
  showDialog(this: DialogPage, dialog: RefusalDialog): void {
    // Laid out closed first, or there would be no transition when it opens.
    this.setData({ dialog }, () => this.setData({ isDialogOpen: true }));
  },
  onDialogClose(this: DialogPage): void {
    this.setData({ isDialogOpen: false });
  },
  onDialogPrimary(this: DialogPage): void {
    leave(this, this.data.dialog.action);
  },
  onDialogSecondary(this: DialogPage): void {
    leave(this, this.data.dialog.secondaryAction);
  },
};

function leave(page: DialogPage, action: RefusalAction): void {
  page.setData({ isDialogOpen: false });
  openWayOut(action);
  page.leaveDialog(action);
}
