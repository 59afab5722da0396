'use client';
import { type TokenRow, tokenStates } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useCan, useOrganisation } from '../../session/session-context';
import { ChoiceChips } from '../../shell/choice-chips';
import { ListBody } from '../../shell/list-body';
import { ListSearchBox } from '../../shell/list-search-box';
import { useTRPC } from '../../trpc/context';
import { RevokeDialog } from './revoke-dialog';
import { TokenDialog } from './token-dialog';
import { type TokenListSearch, tokenListInput, tokenListParsers } from './token-list-search';
import { TokenTable } from './token-table';

/** The tokens of an organisation and of everything below it, the newest first. */
export function TokenList() {
  const t = useTranslations('tokens');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const mayManage = useCan('tokens:manage');
  const [search, setSearch] = useQueryStates(tokenListParsers, { history: 'replace' });
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<TokenRow | undefined>(undefined);
  const list = useQuery({
    ...trpc.tokens.list.queryOptions(tokenListInput(id, search)),
    placeholderData: keepPreviousData,
  });
  const narrow = (next: Partial<TokenListSearch>): void => void setSearch({ ...next, after: null, page: null });
  const filtered = search.q !== '' || search.state !== null;
  const create = mayManage ? (
    <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setCreating(true)}>
      {t('create')}
    </Button>
  ) : undefined;

  return (
    <>
      {list.data?.total === 0 && !filtered ? (
        <EmptyState icon={<KeyRound aria-hidden="true" />} title={t('empty.title')} action={create}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <div className="grid gap-3">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="max-w-prose text-sm text-fg-muted">{t('intro')}</p>
            {create}
          </div>
          <FilterBar
            label={t('filters.label')}
            search={<ListSearchBox label={t('filters.search')} value={search.q} onChange={(q) => narrow({ q })} />}
          >
            <ChoiceChips
              choices={tokenStates}
              value={search.state}
              label={(state) => t(`states.${state}`)}
              onChange={(state) => narrow({ state })}
            />
          </FilterBar>
          <ListBody
            list={list}
            place={search}
            onGo={(next) => void setSearch(next, { history: 'push' })}
            loading={t('loading')}
            columns={7}
            skeletonRows={8}
          >
            {({ rows }) => <TokenTable rows={rows} busy={list.isPlaceholderData} onRevoke={setRevoking} />}
          </ListBody>
        </div>
      )}
      {creating ? <TokenDialog onClose={() => setCreating(false)} /> : null}
      {revoking === undefined ? null : <RevokeDialog token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}
