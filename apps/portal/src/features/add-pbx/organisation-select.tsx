'use client';
import type { OrganisationHit } from '@switchroom/contracts';
import { CommandPalette } from '@switchroom/ui/components/command-palette';
import { PickerButton } from '@switchroom/ui/components/picker-button';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Building2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { useTRPC } from '../../trpc/context';

/** One organisation out of any number: a click opens the search, the way up is shown beside each name. */
export function OrganisationSelect({
  value,
  onChange,
}: {
  value: OrganisationHit;
  onChange: (organisation: OrganisationHit) => void;
}) {
  const t = useTranslations('shell.organisation');
  const palette = useTranslations('shell.palette');
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const q = useDeferredValue(search.trim());
  const found = useQuery({
    ...trpc.organisations.search.queryOptions({ q, limit: 20 }),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PickerButton onOpen={() => setOpen(true)} className="items-baseline">
        <span className="truncate">{value.name}</span>
        <span className="truncate text-xs text-fg-muted">{wayTo(value)}</span>
      </PickerButton>
      <CommandPalette
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          if (!next) setSearch('');
        }}
        label={t('search')}
        placeholder={t('placeholder')}
        groups={[
          {
            id: 'found',
            heading: q === '' ? t('all') : t('found'),
            entries: (found.data ?? []).map((hit) => ({
              id: hit.id,
              label: hit.name,
              icon: <Building2 aria-hidden="true" />,
              hint: [wayTo(hit), t(`kinds.${hit.kind}`)].filter((part) => part !== '').join(' · '),
              onSelect: () => onChange(hit),
            })),
          },
        ].filter(({ entries }) => entries.length > 0)}
        search={search}
        onSearchChange={setSearch}
        filter={false}
        loading={found.isPending && open}
        loadingText={palette('loading')}
        emptyText={t('empty')}
      />
    </>
  );
}

function wayTo(organisation: OrganisationHit): string {
  return organisation.trail.map(({ name }) => name).join(' / ');
}
