'use client';
import type { IdentityProviderView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { Section } from '@switchroom/ui/components/section';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { Cell, RowLink } from '@switchroom/ui/components/table';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleSlash, IdCard, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useQueryState } from 'nuqs';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { ListTable } from '../../shell/list-body';
import { useTRPC } from '../../trpc/context';
import { organisationPath } from '../organisation/sides';
import { ProviderPanel } from './provider-panel';
import { newProvider, providerParser } from './provider-search';

/** The identity providers through which people of this organisation sign in. */
export function ProviderList() {
  const t = useTranslations('identityProviders');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const mayManage = useCan('sso:manage');
  const [open, setOpen] = useQueryState('provider', providerParser.withOptions({ history: 'push' }));
  const list = useQuery(trpc.identityProviders.list.queryOptions({ organisationId: id }));
  const add = mayManage ? (
    <Button icon={<Plus aria-hidden="true" />} onClick={() => void setOpen(newProvider)}>
      {t('add')}
    </Button>
  ) : undefined;
  const shown = list.data?.providers.find((provider) => provider.id === open);
  const isEmpty = list.data?.providers.length === 0;
  return (
    <Section title={t('title')} description={t('description')} actions={isEmpty ? undefined : add}>
      {list.data === undefined ? (
        list.isError ? (
          <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <SkeletonTable label={t('loading')} columns={5} rows={2} />
        )
      ) : isEmpty ? (
        <EmptyState icon={<IdCard aria-hidden="true" />} title={t('empty.title')} action={add}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <ProviderTable rows={list.data.providers} current={open} />
      )}
      {list.data !== undefined && (shown !== undefined || (open === newProvider && mayManage)) ? (
        <ProviderPanel
          key={open}
          provider={shown}
          next={list.data.next}
          roles={list.data.roles}
          onClose={() => void setOpen(null)}
        />
      ) : null}
    </Section>
  );
}

function ProviderTable({ rows, current }: { rows: readonly IdentityProviderView[]; current: string | null }) {
  const t = useTranslations('identityProviders');
  const { id } = useOrganisation();
  const router = useRouter();
  const hrefOf = (provider: IdentityProviderView) => `${organisationPath(id, 'sign-in')}?provider=${provider.id}`;
  return (
    <ListTable
      label={t('title')}
      heads={[
        ...(['name', 'domains', 'roles'] as const).map((key) => t(`columns.${key}`)),
        { label: t('columns.people'), numeric: true },
        t('columns.state'),
      ]}
      rows={rows}
      current={current}
      onOpen={(row) => router.push(hrefOf(row))}
    >
      {(provider) => (
        <>
          <Cell>
            <RowLink href={hrefOf(provider)} stretched tabIndex={-1}>
              {provider.name}
            </RowLink>
          </Cell>
          <Cell label={t('columns.domains')}>{provider.emailDomains.join(', ')}</Cell>
          <Cell label={t('columns.roles')}>
            {provider.roleMapping.length === 0
              ? t('rolesDefault')
              : t('rolesByGroup', { count: provider.roleMapping.length })}
          </Cell>
          <Cell label={t('columns.people')} numeric>
            {provider.people}
          </Cell>
          <Cell label={t('columns.state')}>
            <StateChip
              plain
              tone={provider.enabled ? 'ok' : 'neutral'}
              icon={provider.enabled ? <CircleCheck aria-hidden="true" /> : <CircleSlash aria-hidden="true" />}
            >
              {t(provider.enabled ? 'states.enabled' : 'states.disabled')}
            </StateChip>
          </Cell>
        </>
      )}
    </ListTable>
  );
}
