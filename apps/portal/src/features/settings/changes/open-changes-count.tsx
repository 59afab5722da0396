'use client';
import { Badge } from '@switchroom/ui/components/badge';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../../i18n/use-format-locale';
import { useOrganisation } from '../../../session/session-context';
import { useTRPC } from '../../../trpc/context';
import { openChangesInput } from './changes-search';

/** How many changes of settings here and below wait for somebody or for their time; nothing while there is none. */
export function OpenChangesCount() {
  const t = useTranslations('settingChanges.changes');
  const trpc = useTRPC();
  const locale = useFormatLocale();
  const { id } = useOrganisation();
  const open = useQuery(trpc.settings.changes.queryOptions(openChangesInput(id)));
  const count = open.data?.total ?? 0;
  if (count === 0) return null;
  return (
    <Badge tone="warn" title={t('open', { count })} className="tabular-nums">
      <span aria-hidden="true">{formatNumber(count, locale)}</span>
      <span className="sr-only">{t('open', { count })}</span>
    </Badge>
  );
}
