'use client';
import type { TemplateRow } from '@switchroom/contracts';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { SearchInput } from '@switchroom/ui/components/search-input';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';

const SEARCH_ABOVE = 8;

/** Which config templates give the app: one check mark each, the ticked ones named even when the search hides them. */
export function TemplatesField({
  value,
  onChange,
  templates,
  usual,
  error,
  readOnly,
}: {
  value: readonly string[];
  onChange: (value: string[]) => void;
  templates: readonly TemplateRow[] | undefined;
  usual: string | undefined;
  error: string | undefined;
  readOnly: boolean;
}) {
  const t = useTranslations('appObjects.form');
  const common = useTranslations('common.actions');
  const [q, setQ] = useState('');
  const errorId = useId();
  const rows = templates ?? [];
  const shown = rows.filter(({ name }) => name.toLocaleLowerCase().includes(q.trim().toLocaleLowerCase()));
  const toggle = (name: string, on: boolean): void =>
    onChange(on ? [...value, name].toSorted() : value.filter((one) => one !== name));
  return (
    <fieldset className="grid gap-1.5" aria-describedby={error === undefined ? undefined : errorId}>
      <legend className="pb-1 text-sm font-medium">
        {t('templates')}{' '}
        <span className="text-xs font-normal text-fg-muted">{t('chosen', { count: value.length })}</span>
      </legend>
      {rows.length > SEARCH_ABOVE ? (
        <SearchInput value={q} onValueChange={setQ} label={t('searchTemplates')} clearLabel={common('clearSearch')} />
      ) : null}
      {templates === undefined ? (
        <div className="grid gap-2">
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-5 w-40" />
        </div>
      ) : rows.length === 0 ? (
        <p className="text-sm text-fg-muted">{t('noTemplates')}</p>
      ) : (
        <div className="grid max-h-56 gap-x-4 overflow-y-auto rounded-md border border-line px-3 py-1.5 sm:grid-cols-2">
          {shown.length === 0 ? <p className="py-1 text-sm text-fg-muted">{t('noTemplateMatch')}</p> : null}
          {shown.map((template) => (
            <Checkbox
              key={template.guid}
              checked={value.includes(template.name)}
              disabled={readOnly}
              onCheckedChange={(on) => toggle(template.name, on === true)}
              label={
                <>
                  {template.name}
                  {template.name === usual ? (
                    <span className="ml-1.5 text-xs font-normal text-fg-muted">{t('usual')}</span>
                  ) : null}
                </>
              }
              help={template.users === undefined ? t('usersUnknown') : t('users', { count: template.users })}
            />
          ))}
        </div>
      )}
      {error === undefined ? null : (
        <p id={errorId} className="flex items-start gap-1 text-xs text-danger">
          <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />
          <span>{error}</span>
        </p>
      )}
    </fieldset>
  );
}
