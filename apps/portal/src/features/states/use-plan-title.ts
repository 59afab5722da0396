'use client';
import type { PlanTitle } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';
import { loose } from '../../i18n/loose';

/** The title of a change in the person's language. */
export function usePlanTitle(): (title: PlanTitle) => string {
  const t = useTranslations('plans.titles');
  return (title) => loose(t)(title.key, { name: '', ...title.params });
}
