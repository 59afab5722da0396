'use client';
import { type LocalText, settingEntry, type SettingPlace } from '@switchroom/contracts';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { ErrorPanel } from '../../../shell/error-panel';
import { useTRPC } from '../../../trpc/context';
import type { SettingsTarget } from '../page/place';
import { placeKey } from '../preview/use-setting-words';
import { WhyChain } from './why-chain';

/** "Why this value": each level with what it says, who set it and when, and which of them holds. */
export function WhyPanel({
  target,
  place,
  settingKey,
  onClose,
}: {
  target: SettingsTarget;
  place: SettingPlace;
  /** Null while it is closed. */
  settingKey: string | null;
  onClose: () => void;
}) {
  const t = useTranslations('settingValues.why');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const locale: keyof LocalText = useLocale();
  const entry = settingKey === null ? undefined : settingEntry(settingKey);
  const why = useQuery({
    ...trpc.settings.why.queryOptions({ ...target, key: settingKey ?? '' }),
    enabled: entry !== undefined,
  });
  return (
    <SidePanel
      open={entry !== undefined}
      onClose={onClose}
      size="md"
      title={t('title')}
      description={entry?.label[locale]}
      closeLabel={common('close')}
    >
      {why.data ? (
        <WhyChain why={why.data} here={placeKey(place)} />
      ) : why.isError ? (
        <ErrorPanel error={why.error} onRetry={() => void why.refetch()} />
      ) : (
        <div role="status" aria-label={t('loading')} className="grid gap-4">
          <Skeleton className="h-10 w-40" />
          <Skeleton className="h-72" />
        </div>
      )}
    </SidePanel>
  );
}
