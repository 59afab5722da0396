'use client';
import type { OrganisationHit, OrganisationRef } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { Button } from '@switchroom/ui/components/button';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { CommandPalette, type CommandGroup } from '@switchroom/ui/components/command-palette';
import { Link } from '@switchroom/ui/components/link';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Building2, ChevronRight, ChevronsUpDown, History } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Fragment, useDeferredValue, useEffect, useState } from 'react';
import { useOrganisation, useSession } from '../session/session-context';
import { useTRPC } from '../trpc/context';
import { matchesWords } from './matches-words';
import { samePageIn } from './navigation';
import { recentOrganisations, rememberOrganisation } from './recent-organisations';

/** Where we are in the tree; a click on the last name searches for another organisation. */
export function OrganisationSwitcher() {
  const t = useTranslations('shell.organisation');
  const organisation = useOrganisation();
  const { user, home, demo } = useSession();
  const shell = useTranslations('shell');
  const [open, setOpen] = useState(false);
  useEffect(() => rememberOrganisation(user.id, organisation), [user.id, organisation]);
  // What lies above the person's home is out of reach.
  const homeAt = organisation.trail.findIndex(({ id }) => id === home.id);
  const trail = homeAt === -1 ? [] : organisation.trail.slice(homeAt);
  return (
    <>
      <ol className="flex min-w-0 items-center gap-0.5 text-sm">
        {trail.map((above) => (
          <Fragment key={above.id}>
            <li className="min-w-0 max-lg:hidden">
              <Link
                href={`/o/${above.id}`}
                className="inline-flex h-8 max-w-48 items-center truncate rounded-md px-1.5 text-fg-muted hover:bg-hover hover:text-fg"
              >
                <span className="truncate">{above.name}</span>
              </Link>
            </li>
            <li aria-hidden="true" className="text-fg-subtle max-lg:hidden">
              <ChevronRight className="size-3.5" />
            </li>
          </Fragment>
        ))}
        <li className="min-w-0">
          <Button
            variant="ghost"
            aria-label={t('current', { name: organisation.name })}
            aria-haspopup="dialog"
            onClick={() => setOpen(true)}
            className="min-w-0 max-w-full shrink px-1.5 text-fg max-sm:h-9 max-sm:px-1.5"
          >
            <span className="truncate">{organisation.name}</span>
            <ChevronsUpDown aria-hidden="true" className="text-fg-subtle" />
          </Button>
        </li>
      </ol>
      {demo ? (
        <Badge tone="info" className="max-md:hidden">
          {shell('demo')}
        </Badge>
      ) : null}
      <OrganisationDialog open={open} onOpenChange={setOpen} />
    </>
  );
}

function OrganisationDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('shell.organisation');
  const palette = useTranslations('shell.palette');
  const trpc = useTRPC();
  const router = useRouter();
  const pathname = usePathname();
  const current = useOrganisation();
  const { user } = useSession();
  const [search, setSearch] = useState('');
  const [archived, setArchived] = useState(false);
  const q = useDeferredValue(search.trim());
  const found = useQuery({
    ...trpc.organisations.search.queryOptions({ q, limit: 20, archived }),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  const go = (organisation: OrganisationRef): void => router.push(samePageIn(organisation.id, pathname));
  const recent = open && q === '' ? recentOrganisations(user.id).filter(({ id }) => id !== current.id) : [];
  const recentIds = new Set(recent.map(({ id }) => id));
  const groups: CommandGroup[] = [
    {
      id: 'recent',
      heading: t('recent'),
      entries: recent.map((one) => ({
        id: `recent-${one.id}`,
        label: one.name,
        icon: <History aria-hidden="true" />,
        hint: t(`kinds.${one.kind}`),
        onSelect: () => go(one),
      })),
    },
    {
      id: 'found',
      heading: q === '' ? t('all') : t('found'),
      entries: (found.data ?? [])
        // Until the answer is here, finds of the search before stand in for it; Enter must not open one that does not match.
        .filter(({ id, name }) => !recentIds.has(id) && (!found.isPlaceholderData || matchesWords(q, [name])))
        .map((hit) => ({
          id: hit.id,
          label: hit.name,
          icon: <Building2 aria-hidden="true" />,
          hint: <HitHint hit={hit} />,
          onSelect: () => go(hit),
        })),
    },
  ];
  return (
    <CommandPalette
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next);
        if (next) return;
        setSearch('');
        setArchived(false);
      }}
      label={t('switch')}
      placeholder={t('placeholder')}
      groups={groups.filter(({ entries }) => entries.length > 0)}
      search={search}
      onSearchChange={setSearch}
      filter={false}
      loading={
        open && (found.isPending || (found.isPlaceholderData && groups.every(({ entries }) => entries.length === 0)))
      }
      loadingText={palette('loading')}
      emptyText={t('empty')}
      options={
        <Checkbox label={t('archivedToo')} checked={archived} onCheckedChange={(on) => setArchived(on === true)} />
      }
    />
  );
}

function HitHint({ hit }: { hit: OrganisationHit }) {
  const t = useTranslations('shell.organisation');
  const above = hit.trail.at(-1);
  return (
    <>
      {above ? `${above.name} · ` : ''}
      {t(`kinds.${hit.kind}`)} · {hit.archived ? t('archived') : t('pbxs', { count: hit.pbxs })}
    </>
  );
}
