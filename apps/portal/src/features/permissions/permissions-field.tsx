'use client';
import type { Permission } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { cn } from '@switchroom/ui/lib/cn';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { groupsOf, readOnlyOf } from './permission-groups';

const layouts = {
  /** Groups side by side begin at the same height. */
  rows: { groups: 'grid gap-x-6 gap-y-3 sm:grid-cols-2', group: 'content-start' },
  /** Two columns without gaps below short groups. */
  columns: { groups: 'gap-6 sm:columns-2', group: 'mb-3 break-inside-avoid' },
};

/** What a role or a token allows, grouped by what it is about; `offered` is what its maker holds and it may have. */
export function PermissionsField({
  texts,
  layout,
  offered,
  value,
  onChange,
  error,
}: {
  texts: { label: string; help: string; readAll: string; clear: string };
  layout: keyof typeof layouts;
  offered: readonly Permission[];
  value: readonly Permission[];
  onChange: (next: Permission[]) => void;
  error: string | undefined;
}) {
  const access = useTranslations('access');
  const id = useId();
  const set = (permission: Permission, on: boolean): void =>
    onChange(offered.filter((each) => (each === permission ? on : value.includes(each))));
  return (
    <fieldset aria-describedby={`${id}-help${error === undefined ? '' : ` ${id}-error`}`} className="grid gap-2">
      <legend className="text-sm font-medium">{texts.label}</legend>
      <p id={`${id}-help`} className="text-xs text-fg-muted">
        {texts.help}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onChange(readOnlyOf(offered))}>
          {texts.readAll}
        </Button>
        <Button size="sm" variant="ghost" disabled={value.length === 0} onClick={() => onChange([])}>
          {texts.clear}
        </Button>
      </div>
      {error === undefined ? null : (
        <p id={`${id}-error`} role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
      <div className={layouts[layout].groups}>
        {groupsOf(offered).map(({ noun, permissions }) => (
          <div key={noun} role="group" aria-labelledby={`${id}-${noun}`} className={cn('grid', layouts[layout].group)}>
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
