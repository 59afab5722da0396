'use client';
import type { Permission } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { groupsOf, readOnlyOf } from './permission-groups';

/** What a token may do, grouped by what it is about; `offered` is what its maker holds and a token may have. */
export function PermissionsField({
  offered,
  value,
  onChange,
  error,
}: {
  offered: readonly Permission[];
  value: readonly Permission[];
  onChange: (next: Permission[]) => void;
  error: string | undefined;
}) {
  const t = useTranslations('tokens.dialog');
  const access = useTranslations('access');
  const id = useId();
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
      <div className="gap-6 sm:columns-2">
        {groupsOf(offered).map(({ noun, permissions }) => (
          <div key={noun} role="group" aria-labelledby={`${id}-${noun}`} className="mb-3 grid break-inside-avoid">
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
