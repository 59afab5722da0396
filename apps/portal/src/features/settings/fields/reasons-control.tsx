'use client';
import { Button } from '@switchroom/ui/components/button';
import { useFieldControl, useFieldLabelId } from '@switchroom/ui/components/field';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { Input } from '@switchroom/ui/components/input';
import { ArrowDown, ArrowUp, Languages, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { localeNames, locales } from '../../../i18n/locales';
import type { ReasonInput } from './input';
import { movedReason, withReason } from './reasons';

/**
 * Reasons in their order, each with its translations folded away. In a reason's field, Alt with the arrow keys moves it
 * and Enter adds the next.
 */
export function ReasonsControl({
  reasons,
  maxItems,
  disabled,
  problemLine,
  onReasons,
}: {
  reasons: readonly ReasonInput[];
  maxItems: number;
  disabled: boolean;
  /** The row that is wrong, from 1. */
  problemLine: number | undefined;
  onReasons: (reasons: readonly ReasonInput[]) => void;
}) {
  const t = useTranslations('settingValues.field.reasons');
  const labelId = useFieldLabelId();
  const wired = useFieldControl({});
  const list = useRef<HTMLOListElement>(null);
  const focusOn = useRef<number | undefined>(undefined);
  const [announced, setAnnounced] = useState('');
  // A new row, or one that moved, keeps the keyboard.
  useEffect(() => {
    if (focusOn.current === undefined) return;
    list.current?.querySelector<HTMLInputElement>(`[data-reason="${focusOn.current}"] input`)?.focus();
    focusOn.current = undefined;
  });
  const add = (): void => {
    if (reasons.length >= maxItems) return;
    const next = withReason(reasons);
    onReasons(next.reasons);
    focusOn.current = next.id;
  };
  const move = (id: number, by: -1 | 1): void => {
    const next = movedReason(reasons, id, by);
    if (next === reasons) return;
    onReasons(next);
    focusOn.current = id;
    setAnnounced(t('moved', { position: next.findIndex((reason) => reason.id === id) + 1, count: next.length }));
  };
  return (
    <div
      role="group"
      id={wired.id}
      tabIndex={-1}
      aria-labelledby={labelId}
      aria-describedby={wired['aria-describedby']}
      className="grid gap-2"
    >
      {reasons.length === 0 ? <p className="text-sm text-fg-muted">{t('empty')}</p> : null}
      <ol ref={list} className="grid gap-1.5">
        {reasons.map((reason, index) => (
          <ReasonRow
            key={reason.id}
            reason={reason}
            position={index + 1}
            last={index === reasons.length - 1}
            disabled={disabled}
            problemLine={problemLine}
            onChange={(next) => onReasons(reasons.map((one) => (one.id === reason.id ? next : one)))}
            onMove={(by) => move(reason.id, by)}
            onRemove={() => {
              onReasons(reasons.filter(({ id }) => id !== reason.id));
              focusOn.current = reasons[index + 1]?.id ?? reasons[index - 1]?.id;
            }}
            onNext={add}
          />
        ))}
      </ol>
      {disabled ? null : (
        <Button
          size="sm"
          className="justify-self-start"
          icon={<Plus aria-hidden="true" />}
          disabled={reasons.length >= maxItems}
          onClick={add}
        >
          {t('add')}
        </Button>
      )}
      <span role="status" className="sr-only">
        {announced}
      </span>
    </div>
  );
}

function ReasonRow({
  reason,
  position,
  last,
  disabled,
  problemLine,
  onChange,
  onMove,
  onRemove,
  onNext,
}: {
  reason: ReasonInput;
  position: number;
  last: boolean;
  disabled: boolean;
  problemLine: number | undefined;
  onChange: (reason: ReasonInput) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onNext: () => void;
}) {
  const t = useTranslations('settingValues.field.reasons');
  const rowId = useId();
  const [open, setOpen] = useState(false);
  const translated = Object.values(reason.translations).filter((text) => text !== undefined && text !== '').length;
  const name = reason.text.trim() === '' ? t('nameless', { position }) : reason.text.trim();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      onNext();
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      onMove(event.key === 'ArrowUp' ? -1 : 1);
    }
  };
  return (
    <li data-reason={reason.id} className="grid gap-1.5">
      <div className="flex items-center gap-1">
        <span aria-hidden="true" className="w-5 shrink-0 text-right text-xs text-fg-subtle tabular-nums">
          {position}
        </span>
        <Input
          id={`${rowId}-text`}
          aria-invalid={problemLine === undefined ? undefined : problemLine === position}
          aria-label={t('reason', { position })}
          autoComplete="off"
          value={reason.text}
          disabled={disabled}
          onKeyDown={onKeyDown}
          onChange={(event) => onChange({ ...reason, text: event.target.value })}
          className="min-w-0 flex-1"
        />
        <IconButton
          size="sm"
          label={t('translations', { name, count: translated })}
          icon={<Languages aria-hidden="true" className={translated > 0 ? 'text-accent-fg' : undefined} />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
        {disabled ? null : (
          <>
            <IconButton
              size="sm"
              label={t('up', { name })}
              icon={<ArrowUp aria-hidden="true" />}
              disabled={position === 1}
              onClick={() => onMove(-1)}
            />
            <IconButton
              size="sm"
              label={t('down', { name })}
              icon={<ArrowDown aria-hidden="true" />}
              disabled={last}
              onClick={() => onMove(1)}
            />
            <IconButton
              size="sm"
              label={t('remove', { name })}
              icon={<Trash2 aria-hidden="true" />}
              onClick={onRemove}
            />
          </>
        )}
      </div>
      {open ? (
        <div className="ml-6 grid gap-1.5 border-l border-line pl-3 sm:grid-cols-3">
          {locales.map((locale) => (
            <label key={locale} className="grid gap-0.5 text-xs text-fg-muted">
              {localeNames[locale]}
              <Input
                id={`${rowId}-${locale}`}
                aria-invalid={false}
                lang={locale}
                autoComplete="off"
                value={reason.translations[locale] ?? ''}
                disabled={disabled}
                placeholder={reason.text}
                onChange={(event) =>
                  onChange({ ...reason, translations: { ...reason.translations, [locale]: event.target.value } })
                }
              />
            </label>
          ))}
        </div>
      ) : null}
    </li>
  );
}
