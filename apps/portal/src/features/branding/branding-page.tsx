'use client';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { BrandingForm } from './branding-form';

/** How the portal and our mail look for an organisation and everything below it. */
export function BrandingPage() {
  const t = useTranslations('branding');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const settings = useQuery(trpc.branding.get.queryOptions({ organisationId: id }));
  if (settings.data) {
    // Saved or removed: the form starts again from what is there.
    return <BrandingForm key={settings.data.own?.version ?? 0} settings={settings.data} />;
  }
  if (settings.isError) return <ErrorPanel error={settings.error} onRetry={() => void settings.refetch()} />;
  return <SkeletonTable label={t('loading')} columns={2} rows={8} />;
}
