'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { useCan } from '../../session/session-context';
import { AddressDialog } from './address-dialog';
import { PasswordDialog } from './password-dialog';
import { usePbxAct } from './pbx-acts';
import { RemoveDialog } from './remove-dialog';
import { RenameDialog } from './rename-dialog';
import { SwitchDialog } from './switch-dialog';

/** The dialog of the act that stands in the address, if the person may do it. */
export function PbxDialogs({ pbx }: { pbx: PbxDetail }) {
  const { act, close } = usePbxAct();
  const mayUpdate = useCan('pbxs:update');
  const mayDelete = useCan('pbxs:delete');
  if (act === 'remove') return mayDelete ? <RemoveDialog pbx={pbx} onClose={close} /> : null;
  if (!mayUpdate) return null;
  switch (act) {
    case 'rename':
      return <RenameDialog pbx={pbx} onClose={close} />;
    case 'address':
      return pbx.direction === 'outbound' ? <AddressDialog pbx={pbx} onClose={close} /> : null;
    case 'password':
      return <PasswordDialog pbx={pbx} onClose={close} />;
    case 'switch':
      return <SwitchDialog pbx={pbx} onClose={close} />;
    case null:
      return null;
  }
}
