'use client';
import type { OrganisationHit, OrganisationKind } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { RadioGroup } from '@switchroom/ui/components/radio-group';
import { SearchInput } from '@switchroom/ui/components/search-input';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';

const SHOWN = 6;

/** Searches among all organisations in reach; what cannot be chosen is not offered. */
export function OrganisationPicker({
  label,
  kinds,
  isOffered,
  chosen,
  onChoose,
  error,
}: {
  label: string;
  kinds: readonly OrganisationKind[];
  isOffered: (hit: OrganisationHit) => boolean;
  chosen: OrganisationHit | undefined;
  onChoose: (hit: OrganisationHit) => void;
  error: string | undefined;
}) {
  const t = useTranslations('organisations.picker');
  const access = useTranslations('access');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const [search, setSearch] = useState('');
  const q = useDeferredValue(search.trim().slice(0, 100));
  const found = useQuery({
    ...trpc.organisations.search.queryOptions({ q, limit: 20, kinds: [...kinds] }),
    placeholderData: keepPreviousData,
  });
  const hits = (found.data ?? []).filter(isOffered).slice(0, SHOWN);
  // The chosen one stays in sight while the search goes on.
  const shown = chosen === undefined || hits.some(({ id }) => id === chosen.id) ? hits : [chosen, ...hits];
  const placeOf = ({ kind, trail }: OrganisationHit): string =>
    [access(`kinds.${kind}`), ...trail.slice(-2).map(({ name }) => name)].join(' · ');
  return (
    <div className="grid gap-2">
      <SearchInput value={search} onValueChange={setSearch} label={t('search')} clearLabel={common('clearSearch')} />
      {found.isError ? <ErrorPanel error={found.error} onRetry={() => void found.refetch()} /> : null}
      <div className="min-h-40">
        {found.isPending ? (
          <Skeleton className="h-40" />
        ) : shown.length === 0 ? (
          <p role="status" className="text-sm text-fg-muted">
            {t('empty')}
          </p>
        ) : (
          <Field label={label} error={error}>
            <RadioGroup
              options={shown.map((hit) => ({ value: hit.id, label: hit.name, help: placeOf(hit) }))}
              value={chosen?.id}
              onValueChange={(id) => {
                const hit = shown.find((one) => one.id === id);
                if (hit) onChoose(hit);
              }}
            />
          </Field>
        )}
      </div>
    </div>
  );
}
