'use client';
import type { CustomRoleView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { Section } from '@switchroom/ui/components/section';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { Plus, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { BuiltInRoles } from './built-in-roles';
import { CustomRolesTable } from './custom-roles-table';
import { RemoveRoleDialog } from './remove-role-dialog';
import { RoleDialog } from './role-dialog';
import { RolePanel } from './role-panel';

type Open = { kind: 'create' } | { kind: 'edit' | 'remove' | 'view'; role: CustomRoleView };

/** The roles that can be given in the organisation: those it made, those made above it, and the built-in ones. */
export function RoleList() {
  const t = useTranslations('members.roles');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const mayManage = useCan('roles:manage');
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const list = useQuery(trpc.roles.list.queryOptions({ organisationId: id }));
  const close = (): void => setOpen(undefined);
  if (list.data === undefined) {
    if (list.isError) return <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />;
    return <SkeletonTable label={t('loading')} columns={5} rows={12} />;
  }
  const { builtIn, custom } = list.data;
  const create = mayManage ? (
    <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setOpen({ kind: 'create' })}>
      {t('create')}
    </Button>
  ) : undefined;
  return (
    <div className="grid gap-6">
      <Section title={t('custom')} description={t('customText')} actions={custom.length === 0 ? undefined : create}>
        {custom.length === 0 ? (
          <EmptyState icon={<UsersRound aria-hidden="true" />} action={create}>
            {t('empty')}
          </EmptyState>
        ) : (
          <CustomRolesTable
            roles={custom}
            onView={(role) => setOpen({ kind: 'view', role })}
            onEdit={(role) => setOpen({ kind: 'edit', role })}
            onRemove={(role) => setOpen({ kind: 'remove', role })}
          />
        )}
      </Section>
      <Section title={t('builtIn')} description={t('builtInText')}>
        <BuiltInRoles roles={builtIn} />
      </Section>
      <RolePanel role={open?.kind === 'view' ? open.role : undefined} onClose={close} />
      {open?.kind === 'create' ? <RoleDialog role={undefined} onClose={close} /> : null}
      {open?.kind === 'edit' ? <RoleDialog role={open.role} onClose={close} /> : null}
      {open?.kind === 'remove' ? <RemoveRoleDialog role={open.role} onClose={close} /> : null}
    </div>
  );
}
