'use client';
import { Button } from '@switchroom/ui/components/button';
import { type CommandEntry, type CommandGroup, CommandPalette } from '@switchroom/ui/components/command-palette';
import { Kbd } from '@switchroom/ui/components/kbd';
import { useHotkeys } from '@switchroom/ui/hooks/use-hotkeys';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Building2, Languages, LogOut, Monitor, Moon, Plus, Search, Server, Sun } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { linkLooks } from '../features/states/looks';
import { localeNames, locales } from '../i18n/locales';
import { useOrganisation } from '../session/session-context';
import { useTRPC } from '../trpc/context';
import { matchesWords } from './matches-words';
import { navigationEntries, samePageIn } from './navigation';
import { useSettingEntries } from './palette-settings';
import { useSignOut } from './person-menu';
import { askBeforeLeaving } from './unsaved';
import { useSetLocale } from './use-set-locale';
import { applyTheme } from './use-theme';

/** Ctrl or Cmd K: go to a page, find a PBX or an organisation, act. */
export function CommandMenu() {
  const t = useTranslations('shell.palette');
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const { groups, loading } = useCommandGroups(search, open);
  const change = (next: boolean): void => {
    setOpen(next);
    if (!next) setSearch('');
  };
  // Every choice of the palette may leave the page, and it opens over a form too.
  useHotkeys({ 'mod+k': () => (open ? change(false) : askBeforeLeaving(() => change(true))) }, { inDialog: true });
  return (
    <>
      <Button
        variant="secondary"
        aria-label={t('open')}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        icon={<Search aria-hidden="true" />}
        onClick={() => change(true)}
        className="mr-1 text-fg-muted max-lg:w-8 max-lg:border-transparent max-lg:bg-transparent max-lg:px-0 max-sm:h-9 max-sm:w-9 max-sm:px-0"
      >
        <span className="max-lg:hidden">{t('open')}</span>
        <span aria-hidden="true" className="flex gap-0.5 max-lg:hidden">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </Button>
      <CommandPalette
        open={open}
        onOpenChange={change}
        label={t('label')}
        placeholder={t('placeholder')}
        groups={groups}
        search={search}
        onSearchChange={setSearch}
        filter={false}
        loading={loading}
        loadingText={t('loading')}
        emptyText={t('empty')}
        footer={
          <>
            <span className="flex items-center gap-1">
              <Kbd>↑</Kbd>
              <Kbd>↓</Kbd> {t('hintMove')}
            </span>
            <span className="flex items-center gap-1">
              <Kbd>↵</Kbd> {t('hintChoose')}
            </span>
            <span className="flex items-center gap-1">
              <Kbd>Esc</Kbd> {t('hintClose')}
            </span>
          </>
        }
      />
    </>
  );
}

function useCommandGroups(search: string, open: boolean): { groups: CommandGroup[]; loading: boolean } {
  const t = useTranslations('shell.palette');
  const q = useDeferredValue(search.trim());
  const pages = usePageEntries();
  const actions = useActionEntries();
  const pbxs = usePbxEntries(q, open);
  const organisations = useOrganisationEntries(q, open);
  const settings = useSettingEntries(q);
  const byWords = (entries: CommandEntry[]): CommandEntry[] =>
    entries.filter(({ label, keywords }) => matchesWords(search, [label, ...(keywords ?? [])]));
  const groups: CommandGroup[] = [
    { id: 'pages', heading: t('pages'), entries: byWords(pages) },
    { id: 'pbxs', heading: t('pbxs'), entries: pbxs.entries },
    { id: 'organisations', heading: t('organisations'), entries: organisations.entries },
    { id: 'settings', heading: t('settings'), entries: settings },
    { id: 'actions', heading: t('actions'), entries: byWords(actions) },
  ];
  return {
    groups: groups.filter(({ entries }) => entries.length > 0),
    loading: q !== '' && (pbxs.loading || organisations.loading),
  };
}

function usePageEntries(): CommandEntry[] {
  const nav = useTranslations('nav');
  const router = useRouter();
  const { id, permissions } = useOrganisation();
  return navigationEntries
    .filter(({ permission }) => permissions.includes(permission))
    .map((entry) => ({
      id: `page-${entry.key}`,
      label: nav(entry.key),
      icon: <entry.icon aria-hidden="true" />,
      shortcut: ['g', entry.hotkey],
      onSelect: () => router.push(`/o/${id}${entry.path}`),
    }));
}

function useActionEntries(): CommandEntry[] {
  const t = useTranslations('shell.palette');
  const session = useTranslations('session');
  const router = useRouter();
  const setLocale = useSetLocale();
  const leave = useSignOut();
  const { id, permissions } = useOrganisation();
  const add: CommandEntry = {
    id: 'action-add-pbx',
    label: t('addPbx'),
    icon: <Plus aria-hidden="true" />,
    onSelect: () => router.push(`/o/${id}/pbxs/new`),
  };
  return [
    ...(permissions.includes('pbxs:create') ? [add] : []),
    {
      id: 'theme-light',
      label: t('themeLight'),
      icon: <Sun aria-hidden="true" />,
      onSelect: () => applyTheme('light'),
    },
    { id: 'theme-dark', label: t('themeDark'), icon: <Moon aria-hidden="true" />, onSelect: () => applyTheme('dark') },
    {
      id: 'theme-system',
      label: t('themeSystem'),
      icon: <Monitor aria-hidden="true" />,
      onSelect: () => applyTheme('system'),
    },
    ...locales.map((locale) => ({
      id: `language-${locale}`,
      label: t('language', { name: localeNames[locale] }),
      icon: <Languages aria-hidden="true" />,
      onSelect: () => setLocale(locale),
    })),
    { id: 'sign-out', label: session('signOut'), icon: <LogOut aria-hidden="true" />, onSelect: leave },
  ];
}

function usePbxEntries(q: string, open: boolean): { entries: CommandEntry[]; loading: boolean } {
  const trpc = useTRPC();
  const router = useRouter();
  const organisation = useOrganisation();
  const found = useQuery({
    ...trpc.pbxs.list.queryOptions({ organisationId: organisation.id, q, limit: 8 }),
    enabled: open && q !== '',
    placeholderData: keepPreviousData,
  });
  // Until the answer is here, finds of the search before stand in for it; Enter must not open one that does not match.
  const rows = (q === '' ? [] : (found.data?.rows ?? [])).filter(
    ({ name, organisation: { name: place } }) => !found.isPlaceholderData || matchesWords(q, [name, place]),
  );
  return {
    loading: (found.isPending || (found.isPlaceholderData && rows.length === 0)) && open,
    entries: rows.map((row) => {
      const Icon = linkLooks[row.link.kind].icon;
      return {
        id: `pbx-${row.id}`,
        label: row.name,
        icon: row.link.kind === 'online' ? <Server aria-hidden="true" /> : <Icon aria-hidden="true" />,
        hint: row.organisation.name,
        onSelect: () => router.push(`/o/${organisation.id}/pbxs/${row.id}`),
      };
    }),
  };
}

function useOrganisationEntries(q: string, open: boolean): { entries: CommandEntry[]; loading: boolean } {
  const t = useTranslations('shell.organisation');
  const trpc = useTRPC();
  const router = useRouter();
  const pathname = usePathname();
  const current = useOrganisation();
  const found = useQuery({
    ...trpc.organisations.search.queryOptions({ q, limit: 6 }),
    enabled: open && q !== '',
    placeholderData: keepPreviousData,
  });
  const hits = (q === '' ? [] : (found.data ?? [])).filter(
    ({ id, name }) => id !== current.id && (!found.isPlaceholderData || matchesWords(q, [name])),
  );
  return {
    loading: (found.isPending || (found.isPlaceholderData && hits.length === 0)) && open,
    entries: hits.map((hit) => ({
      id: `organisation-${hit.id}`,
      label: hit.name,
      icon: <Building2 aria-hidden="true" />,
      hint: t(`kinds.${hit.kind}`),
      onSelect: () => router.push(samePageIn(hit.id, pathname)),
    })),
  };
}
