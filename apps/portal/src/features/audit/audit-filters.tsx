'use client';
import { auditTargetKinds } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { Popover } from '@switchroom/ui/components/popover';
import { Select } from '@switchroom/ui/components/select';
import { SlidersHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { AuditFilterSearch } from './audit-list-search';
import { useActionWord, useActions, useKindWord } from './audit-words';

type Draft = Pick<AuditFilterSearch, 'from' | 'to' | 'actor' | 'behalf' | 'action' | 'kind'>;

/** The filters that are not one click: times, people, actions, kinds. */
export function AuditFilters({ search, onApply }: { search: Draft; onApply: (draft: Draft) => void }) {
  const t = useTranslations('audit.filters');
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('more')}
      className="w-80"
      trigger={
        <Button size="sm" icon={<SlidersHorizontal aria-hidden="true" />}>
          {t('more')}
        </Button>
      }
    >
      <FilterForm
        search={search}
        onApply={(draft) => {
          onApply(draft);
          setOpen(false);
        }}
      />
    </Popover>
  );
}

function FilterForm({ search, onApply }: { search: Draft; onApply: (draft: Draft) => void }) {
  const t = useTranslations('audit.filters');
  const word = useActionWord();
  const kindWord = useKindWord();
  const actions = useActions();
  const [draft, setDraft] = useState<Draft>(() => ({
    from: search.from,
    to: search.to,
    actor: search.actor,
    behalf: search.behalf,
    action: search.action,
    kind: search.kind,
  }));
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const any = { value: '', label: t('any') };
  const text = (value: string): string | null => (value === '' ? null : value);
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(draft);
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('fromLabel')}>
          <Input type="date" value={draft.from ?? ''} onChange={({ target }) => set({ from: text(target.value) })} />
        </Field>
        <Field label={t('toLabel')}>
          <Input type="date" value={draft.to ?? ''} onChange={({ target }) => set({ to: text(target.value) })} />
        </Field>
      </div>
      <Field label={t('actorLabel')} help={t('actorHelp')}>
        <Input
          autoComplete="off"
          maxLength={100}
          value={draft.actor ?? ''}
          onChange={({ target }) => set({ actor: text(target.value) })}
        />
      </Field>
      <Field label={t('behalfLabel')}>
        <Input
          autoComplete="off"
          maxLength={100}
          value={draft.behalf ?? ''}
          onChange={({ target }) => set({ behalf: text(target.value) })}
        />
      </Field>
      <Field label={t('actionLabel')}>
        <Select
          value={draft.action ?? ''}
          onValueChange={(value) => set({ action: text(value) })}
          options={[any, ...actions.map((value) => ({ value, label: word(value) }))]}
        />
      </Field>
      <Field label={t('kindLabel')}>
        <Select
          value={draft.kind ?? ''}
          onValueChange={(value) => set({ kind: auditTargetKinds.find((one) => one === value) ?? null })}
          options={[any, ...auditTargetKinds.map((value) => ({ value, label: kindWord(value) }))]}
        />
      </Field>
      <Button type="submit" variant="primary">
        {t('apply')}
      </Button>
    </form>
  );
}
