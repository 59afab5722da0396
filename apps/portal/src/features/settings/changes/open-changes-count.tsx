'use client';
import { Badge } from '@switchroom/ui/components/badge';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../../i18n/use-format-locale';
import { useOrganisation } from '../../../session/session-context';
import { useTRPC } from '../../../trpc/context';
import { openChangesInput } from './changes-search';

/** How many changes of settings here and below wait for somebody or for their time; 0 while that is not known. */
export function useOpenChanges(): number {
  const trpc = useTRPC();
  const { id } = useOrganisation();
  return useQuery(trpc.settings.changes.queryOptions(openChangesInput(id))).data?.total ?? 0;
}

/** That number beside the tab that leads to them. */
export function OpenChangesCount({ count }: { count: number }) {
  const t = useTranslations('settingChanges.changes');
  const locale = useFormatLocale();
  return (
    <Badge tone="warn" title={t('open', { count })} className="tabular-nums">
      <span aria-hidden="true">{formatNumber(count, locale)}</span>
      <span className="sr-only">{t('open', { count })}</span>
    </Badge>
  );
}
