'use client';
import { type BuiltInRole, permissions, roleTable } from '@switchroom/contracts';
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { Check, Minus } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** What each built-in role may do: a line per permission, a column per role. On a phone only what is allowed stands there. */
export function BuiltInRoles({ roles }: { roles: readonly BuiltInRole[] }) {
  const t = useTranslations('members.roles');
  const access = useTranslations('access');
  return (
    <div className="grid gap-3">
      <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-2">
        {roles.map((role) => (
          <div key={role} className="flex flex-wrap gap-x-2">
            <dt className="font-medium">{access(`roles.${role}`)}</dt>
            <dd className="text-fg-muted">{access(`roleMeanings.${role}`)}</dd>
          </div>
        ))}
      </dl>
      <Table label={t('builtIn')}>
        <TableHead>
          <TableRow>
            <HeadCell>{t('permission')}</HeadCell>
            {roles.map((role) => (
              <HeadCell key={role}>{access(`roles.${role}`)}</HeadCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {permissions.map((permission) => (
            <TableRow key={permission}>
              <Cell className="font-medium">{access(`permissions.${permission}`)}</Cell>
              {roles.map((role) => {
                const allowed = roleTable[role].includes(permission);
                return (
                  <Cell key={role} label={access(`roles.${role}`)} className={allowed ? undefined : 'max-sm:hidden'}>
                    {allowed ? (
                      <Check aria-hidden="true" className="inline size-4 text-ok" />
                    ) : (
                      <Minus aria-hidden="true" className="inline size-4 text-fg-subtle" />
                    )}
                    <span className="sr-only">{allowed ? t('allowed') : t('notAllowed')}</span>
                  </Cell>
                );
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
