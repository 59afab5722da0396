'use client';
import type { CustomRoleView } from '@switchroom/contracts';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { Cell } from '@switchroom/ui/components/table';
import { formatNumber } from '@switchroom/ui/lib/format';
import { Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { useCan } from '../../session/session-context';
import { ListTable } from '../../shell/list-body';

/** Custom roles; those made here can be changed here. */
export function CustomRolesTable({
  roles,
  onView,
  onEdit,
  onRemove,
}: {
  roles: readonly CustomRoleView[];
  onView: (role: CustomRoleView) => void;
  onEdit: (role: CustomRoleView) => void;
  onRemove: (role: CustomRoleView) => void;
}) {
  const t = useTranslations('members.roles');
  const above = useTranslations('members')('aboveYours');
  const locale = useFormatLocale();
  const mayManage = useCan('roles:manage');
  return (
    <ListTable
      label={t('custom')}
      heads={[
        ...(['name', 'madeBy', 'permissions'] as const).map((key) => t(`columns.${key}`)),
        ...(['people', 'invitations'] as const).map((key) => ({ label: t(`columns.${key}`), numeric: true })),
        ...(mayManage ? [{ label: t('columns.actions'), unseen: true }] : []),
      ]}
      rows={roles}
      marks={({ id }) => ({ 'data-role': id })}
    >
      {(role) => (
        <>
          <Cell>
            <span className="grid min-w-0">
              <span className="font-medium">{role.name}</span>
              {role.description === '' ? null : <span className="text-xs text-fg-muted">{role.description}</span>}
            </span>
          </Cell>
          <Cell label={t('columns.madeBy')}>{role.organisation?.name ?? above}</Cell>
          <Cell label={t('columns.permissions')}>
            <button
              type="button"
              aria-label={`${t('count', { count: role.permissions.length })}: ${t('view', { name: role.name })}`}
              className="min-h-6 rounded-sm text-left text-accent-fg underline-offset-2 hover:underline"
              onClick={() => onView(role)}
            >
              {t('count', { count: role.permissions.length })}
            </button>
          </Cell>
          <Cell label={t('columns.people')} numeric>
            {formatNumber(role.people, locale)}
          </Cell>
          <Cell label={t('columns.invitations')} numeric>
            {formatNumber(role.invitations, locale)}
          </Cell>
          {mayManage ? (
            <Cell label={role.own ? t('columns.actions') : undefined}>
              {role.own ? (
                <span className="flex justify-end gap-1">
                  <IconButton
                    label={t('edit', { name: role.name })}
                    icon={<Pencil aria-hidden="true" />}
                    onClick={() => onEdit(role)}
                  />
                  <IconButton
                    label={t('remove', { name: role.name })}
                    icon={<Trash2 aria-hidden="true" />}
                    onClick={() => onRemove(role)}
                  />
                </span>
              ) : null}
            </Cell>
          ) : null}
        </>
      )}
    </ListTable>
  );
}
