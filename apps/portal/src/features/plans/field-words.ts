'use client';
import { useTranslations } from 'next-intl';
import { loose } from '../../i18n/loose';

/** The words for fields, values, reasons and warnings of a plan; what the gateway names newly falls back to its own word. */
export function usePlanWords() {
  const t = loose(useTranslations('plans'));
  const known = (
    group: string,
    key: string,
    params: Record<string, string>,
    fallback: Record<string, string>,
  ): string => (t.has(`${group}.${key}`) ? t(`${group}.${key}`, params) : t(`${group}.other`, fallback));
  const field = (name: string): string => (t.has(`fields.${name}`) ? t(`fields.${name}`) : name);
  /** Reasons and warnings carry field names as a list; people read the fields' own words. */
  const translated = (params: Record<string, string>): Record<string, string> => ({
    fields: '',
    text: '',
    ...params,
    ...(params['fields'] === undefined ? {} : { fields: params['fields'].split(', ').map(field).join(', ') }),
    ...(params['flag'] === undefined ? {} : { flag: field(params['flag']) }),
  });
  return {
    field,
    value: (value: string | undefined): string | undefined => {
      if (value === 'true' || value === 'on') return t('fields.on');
      if (value === 'false' || value === 'off') return t('fields.off');
      return value;
    },
    reason: ({ key, params }: { key: string; params: Record<string, string> }) =>
      known('reasons', key, translated(params), { key }),
    warning: ({ key, params }: { key: string; params: Record<string, string> }) =>
      known('warnings', key, translated(params), { text: key }),
  };
}
