'use client';
import { type SettingPlace, type SettingValue, settingEntry } from '@switchroom/contracts';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useFormatLocale } from '../../../i18n/use-format-locale';

/** Texts of the catalogue of settings in the person's language. */
export interface SettingWords {
  /** The setting's name; of one that this version does not know its key. */
  label: (key: string) => string;
  /** A value in words. A secret's is never shown: "set". */
  value: (key: string, value: SettingValue) => string;
  /** The value's lines where it is a list of them, else undefined. */
  lines: (key: string, value: SettingValue) => string[] | undefined;
  /** Name of a place; what lies above the person's reach has none. */
  place: (place: SettingPlace | null) => string;
  /** Name of a person; one above the person's reach has none. */
  person: (name: string | null) => string;
  /** "Customer", "PBX". */
  placeKind: (place: SettingPlace) => string;
}

/** How settings, their values and their places read. */
export function useSettingWords(): SettingWords {
  const t = useTranslations('settingChanges.preview');
  const settings = useTranslations('settings');
  const access = useTranslations('access');
  const locale = useLocale();
  const formatLocale = useFormatLocale();
  return useMemo(() => {
    const lines: SettingWords['lines'] = (_, value) => {
      if (!Array.isArray(value)) return undefined;
      return (value as readonly unknown[]).map((line) => (isReason(line) ? reasonLine(line) : String(line)));
    };
    const text: SettingWords['value'] = (key, value) => {
      const type = settingEntry(key)?.type;
      if (type?.kind === 'secret') return t('secretSet');
      if (typeof value === 'boolean') return value ? t('on') : t('off');
      if (typeof value === 'number') {
        const unit = type?.kind === 'integer' ? type.unit : undefined;
        const number = formatNumber(value, formatLocale);
        return unit === undefined ? number : `${number} ${settings(`units.${unit}`, { count: value })}`;
      }
      if (typeof value === 'string') {
        if (value === '') return t('empty');
        if (type?.kind === 'choice') return optionLabel(type.options, value, locale);
        if (type?.kind === 'date') {
          return new Intl.DateTimeFormat(formatLocale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
            new Date(`${value}T00:00:00Z`),
          );
        }
        return value;
      }
      if (isMasking(value)) return value.digits === 0 ? t('maskNone') : t('mask', { count: value.digits });
      const all = lines(key, value) ?? [];
      if (all.length === 0) return t('empty');
      return all.map((line) => (type?.kind === 'choices' ? optionLabel(type.options, line, locale) : line)).join(', ');
    };
    return {
      label: (key) => settingEntry(key)?.label[locale] ?? key,
      value: text,
      lines: (key, value) => {
        const type = settingEntry(key)?.type;
        const all = lines(key, value);
        return type?.kind === 'choices' ? all?.map((line) => optionLabel(type.options, line, locale)) : all;
      },
      place: (place) => (place === null ? t('above') : 'pbx' in place ? place.pbx.name : place.organisation.name),
      person: (name) => name ?? t('personAbove'),
      placeKind: (place) => ('pbx' in place ? t('pbx') : access(`kinds.${place.organisation.kind}`)),
    };
  }, [t, settings, access, locale, formatLocale]);
}

function isMasking(value: SettingValue): value is { digits: number } {
  return typeof value === 'object' && 'digits' in value;
}

function isReason(line: unknown): line is { text: string; translations: Record<string, string | undefined> } {
  return typeof line === 'object' && line !== null && 'text' in line;
}

function reasonLine({
  text,
  translations,
}: {
  text: string;
  translations: Record<string, string | undefined>;
}): string {
  const others = Object.entries(translations).map(([language, other]) => `${language}: ${other}`);
  return others.length === 0 ? text : `${text} (${others.join(', ')})`;
}

function optionLabel(
  options: readonly { value: string; label: Readonly<Record<string, string>> }[],
  value: string,
  locale: string,
): string {
  return options.find((option) => option.value === value)?.label[locale] ?? value;
}

/** What tells places apart: React keys, groups. */
export function placeKey(place: SettingPlace): string {
  return 'pbx' in place ? `pbx-${place.pbx.id}` : `organisation-${place.organisation.id}`;
}
