'use client';
import { appCatalogue } from '@switchroom/contracts';
import { SearchInput } from '@switchroom/ui/components/search-input';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { loose } from '../../i18n/loose';
import { matchesWords } from '../../shell/matches-words';

/** The apps that are known, with what each is for, and the custom one at the end. */
export function AppCatalogue({ onChoice }: { onChoice: (key: string) => void }) {
  const t = useTranslations('appObjects.create');
  const common = useTranslations('common.actions');
  const apps = loose(useTranslations('apps'));
  const [q, setQ] = useState('');
  const entries = [...appCatalogue.map(({ key, app }) => ({ key, app })), { key: 'custom', app: '' }].map((entry) => ({
    ...entry,
    name: apps(`${entry.key}.name`),
    description: apps(`${entry.key}.description`),
  }));
  const shown = entries.filter(
    ({ key, name, description, app }) => key === 'custom' || matchesWords(q, [name, description, app]),
  );
  return (
    <div className="grid gap-3">
      <p className="text-sm text-fg-muted">{t('choose')}</p>
      <SearchInput value={q} onValueChange={setQ} label={t('search')} clearLabel={common('clearSearch')} />
      <ul className="grid overflow-hidden rounded-md border border-line">
        {shown.map((entry) => (
          <li key={entry.key} className="border-b border-line last:border-b-0">
            <button
              type="button"
              data-catalogue={entry.key}
              onClick={() => onChoice(entry.key)}
              className="flex w-full items-center gap-3 px-3 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="grid min-w-0 flex-1 gap-0.5">
                <span className="flex flex-wrap items-baseline gap-x-2">
                  <span className="text-sm font-medium">{entry.name}</span>
                  {entry.app === '' ? null : <code className="font-mono text-xs text-fg-muted">{entry.app}</code>}
                </span>
                <span className="text-xs text-fg-muted">{entry.description}</span>
              </span>
              <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
