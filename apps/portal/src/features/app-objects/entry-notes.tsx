'use client';
import type { CatalogueApp } from '@switchroom/contracts';
import { Info } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { loose } from '../../i18n/loose';

/** What the catalogue knows of an app: what it is for, its licence, the usual template, and hints. */
export function EntryNotes({ entry }: { entry: CatalogueApp | undefined }) {
  const t = useTranslations('appObjects.entry');
  const apps = loose(useTranslations('apps'));
  if (entry === undefined) return <p className="text-sm text-fg-muted">{apps('custom.description')}</p>;
  const { licence } = entry;
  const notes = [
    ...entry.hints.map((hint) => apps(`${entry.key}.hints.${hint}`)),
    ...(licence === undefined
      ? []
      : [
          `${t(`licence.${licence.per}`, { name: licence.name })}${
            licence.orderNumber === undefined ? '' : ` ${t('orderNumber', { number: licence.orderNumber })}`
          }`,
        ]),
  ];
  return (
    <div className="grid gap-2">
      <p className="text-sm text-fg-muted">{apps(`${entry.key}.description`)}</p>
      {notes.length === 0 ? null : (
        <ul className="grid gap-1.5 rounded-md border border-info-line bg-info-soft px-3 py-2 text-sm">
          {notes.map((note) => (
            <li key={note} className="flex items-start gap-2">
              <Info aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-info" />
              <span>{note}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
