'use client';
import type { AuditPage } from '@switchroom/contracts';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { AuditFilterSearch } from './audit-list-search';
import { useActionWord, useKindWord } from './audit-words';

type Change = Partial<{ [key in keyof AuditFilterSearch]: null }>;

/** What the address narrows beside search and result, each as a chip that takes it away. */
export function AuditChips({
  search,
  names,
  onRemove,
}: {
  search: AuditFilterSearch;
  names: AuditPage['names'] | undefined;
  onRemove: (change: Change) => void;
}) {
  const t = useTranslations('audit.filters');
  const action = useActionWord();
  const kind = useKindWord();
  const chips: { id: string; text: string; change: Change }[] = [];
  const add = (id: string, text: string, change: Change): void => void chips.push({ id, text, change });
  if (search.target !== null) {
    add('target', t('about', { name: names?.target ?? search.target.slice(0, 8) }), { target: null, kind: null });
  } else if (search.kind !== null) add('kind', t('aboutKind', { kind: kind(search.kind) }), { kind: null });
  if (search.actor !== null) add('actor', t('actor', { name: names?.actor ?? search.actor }), { actor: null });
  if (search.behalf !== null)
    add('behalf', t('behalf', { name: names?.onBehalfOf ?? search.behalf }), { behalf: null });
  if (search.action !== null) add('action', t('action', { action: action(search.action) }), { action: null });
  if (search.within !== null) {
    add('within', t('within', { name: names?.within ?? search.within.slice(0, 8) }), { within: null });
  }
  if (search.pbx !== null) add('pbx', t('pbx', { name: names?.pbx ?? search.pbx.slice(0, 8) }), { pbx: null });
  if (search.from !== null) add('from', t('from', { day: search.from }), { from: null });
  if (search.to !== null) add('to', t('to', { day: search.to }), { to: null });
  return chips.map(({ id, text, change }) => (
    <FilterChip key={id} pressed onPressedChange={() => onRemove(change)}>
      <span className="max-w-56 truncate">{text}</span>
      <X aria-hidden="true" />
      <span className="sr-only">{t('remove', { filter: text })}</span>
    </FilterChip>
  ));
}
