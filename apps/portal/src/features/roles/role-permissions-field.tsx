'use client';
import { installationPermissions, type Permission, permissions as allPermissions } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useOrganisation } from '../../session/session-context';
import { groupsOf, readOnlyOf } from '../tokens/permission-groups';

/** What a role allows, grouped by what it is about; offered is what the person holds and a role may have. */
export function RolePermissionsField({
  value,
  onChange,
  error,
}: {
  value: readonly Permission[];
  onChange: (next: Permission[]) => void;
  error: string | undefined;
}) {
  const t = useTranslations('members.roleDialog');
  const access = useTranslations('access');
  const held = useOrganisation().permissions;
  const id = useId();
  const offered = allPermissions.filter(
    (permission) => held.includes(permission) && !installationPermissions.has(permission),
  );
  const set = (permission: Permission, on: boolean): void =>
    onChange(offered.filter((each) => (each === permission ? on : value.includes(each))));
  return (
    <fieldset aria-describedby={`${id}-help${error === undefined ? '' : ` ${id}-error`}`} className="grid gap-2">
      <legend className="text-sm font-medium">{t('permissions')}</legend>
      <p id={`${id}-help`} className="text-xs text-fg-muted">
        {t('permissionsHelp')}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onChange(readOnlyOf(offered))}>
          {t('readAll')}
        </Button>
        <Button size="sm" variant="ghost" disabled={value.length === 0} onClick={() => onChange([])}>
          {t('clear')}
        </Button>
      </div>
      {error === undefined ? null : (
        <p id={`${id}-error`} role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {groupsOf(offered).map(({ noun, permissions }) => (
          <div key={noun} role="group" aria-labelledby={`${id}-${noun}`} className="grid content-start">
            <p id={`${id}-${noun}`} className="text-xs font-medium text-fg-muted">
              {access(`permissionGroups.${noun}`)}
            </p>
            {permissions.map((permission) => (
              <Checkbox
                key={permission}
                label={access(`permissions.${permission}`)}
                checked={value.includes(permission)}
                onCheckedChange={(on) => set(permission, on === true)}
              />
            ))}
          </div>
        ))}
      </div>
    </fieldset>
  );
}
