'use client';
import type { LocalText } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { Segmented } from '@switchroom/ui/components/segmented';
import { Plus, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRuleText } from '../../../trpc/use-error-text';
import { SettingPalette } from '../choose/setting-palette';
import { SettingControl } from '../fields/setting-control';
import { type BulkItem, bulkChanges, entryOf, newItem, viewOf } from './bulk-item';

/** As many as the gateway takes at once. */
const MOST = 50;

/** Which settings are to have which value, or none of their own. */
export function BulkSettings({
  items,
  checked,
  refusals,
  error,
  onChange,
}: {
  items: readonly BulkItem[];
  /** Somebody wanted to go on: what is not right is said. */
  checked: boolean;
  /** What the gateway says against an entry, by key. */
  refusals: Readonly<Record<string, string>>;
  /** About all of them. */
  error: string | undefined;
  onChange: (items: readonly BulkItem[]) => void;
}) {
  const t = useTranslations('settingChanges.bulk');
  const locale: keyof LocalText = useLocale();
  const rule = useRuleText();
  const [choosing, setChoosing] = useState(false);
  const { problems } = bulkChanges(items);
  const put = (next: BulkItem): void => onChange(items.map((item) => (item.key === next.key ? next : item)));
  const remove = (key: string): void => onChange(items.filter((item) => item.key !== key));
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h3 className="text-base font-semibold">{t('what')}</h3>
      {items.map((item) => {
        const entry = entryOf(item.key);
        const problem = checked ? problems[item.key] : undefined;
        const label = entry.label[locale];
        return (
          <div key={item.key} data-bulk-setting={item.key} className="grid gap-2 rounded-md border border-line p-3">
            <div className="flex items-start justify-between gap-2">
              <Segmented
                aria-label={t('mode', { label })}
                options={[
                  { value: 'value', label: t('setValue') },
                  { value: 'default', label: t('useDefault') },
                ]}
                value={item.usesDefault ? 'default' : 'value'}
                onValueChange={(mode) => put({ ...item, usesDefault: mode === 'default' })}
              />
              <IconButton
                size="sm"
                label={t('remove', { label })}
                icon={<X aria-hidden="true" />}
                tooltip={false}
                onClick={() => remove(item.key)}
              />
            </div>
            {item.usesDefault ? (
              <div className="grid gap-1">
                <p className="text-sm font-medium">{label}</p>
                <p className="text-xs text-fg-muted">{t('useDefaultHelp')}</p>
              </div>
            ) : (
              <Field
                label={label}
                help={entry.help[locale]}
                error={problem === undefined ? refusals[item.key] : rule(problem.rule, problem.params)}
              >
                <SettingControl
                  entry={entry}
                  view={viewOf(item.key)}
                  input={item.input}
                  disabled={false}
                  changed
                  problemLine={undefined}
                  onInput={(input) => put({ ...item, input })}
                  onUndo={() => put({ ...item, usesDefault: true })}
                />
              </Field>
            )}
          </div>
        );
      })}
      {error === undefined ? null : (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
      {items.length < MOST ? (
        <Button
          className="justify-self-start"
          icon={<Plus aria-hidden="true" />}
          aria-haspopup="dialog"
          onClick={() => setChoosing(true)}
        >
          {items.length === 0 ? t('choose') : t('another')}
        </Button>
      ) : null}
      <SettingPalette
        open={choosing}
        onOpenChange={setChoosing}
        isOffered={(key) => items.every((item) => item.key !== key)}
        onChoose={(key) => onChange([...items, newItem(key)])}
      />
    </section>
  );
}
