'use client';
import type { CustomRoleView } from '@switchroom/contracts';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { groupsOf } from '../permissions/permission-groups';

/** What a custom role allows. */
export function RolePanel({ role, onClose }: { role: CustomRoleView | undefined; onClose: () => void }) {
  const access = useTranslations('access');
  const common = useTranslations('common.actions');
  const id = useId();
  return (
    <SidePanel
      open={role !== undefined}
      onClose={onClose}
      title={role?.name ?? ''}
      description={role?.description === '' ? undefined : role?.description}
      closeLabel={common('close')}
    >
      <div className="grid gap-4">
        {groupsOf(role?.permissions ?? []).map(({ noun, permissions }) => (
          <div key={noun} className="grid gap-1">
            <h3 id={`${id}-${noun}`} className="text-xs font-medium text-fg-muted">
              {access(`permissionGroups.${noun}`)}
            </h3>
            <ul aria-labelledby={`${id}-${noun}`} className="grid gap-1 text-sm">
              {permissions.map((permission) => (
                <li key={permission} className="flex items-start gap-2">
                  <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok" />
                  {access(`permissions.${permission}`)}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </SidePanel>
  );
}
