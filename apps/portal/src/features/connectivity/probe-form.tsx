'use client';
import type { CalendarProbe } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { CalendarReport } from './calendar-report';

/** Fields of a probe, its button, and what came back. */
export function ProbeForm({
  probe,
  onSubmit,
  children,
}: {
  probe: { data: CalendarProbe | undefined; error: unknown; isPending: boolean };
  onSubmit: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('checks.calendar');
  return (
    <div className="grid gap-4">
      <form
        className="grid gap-3 lg:max-w-3xl"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!probe.isPending) onSubmit();
        }}
      >
        {children}
        <Button type="submit" variant="primary" loading={probe.isPending} className="w-fit">
          {t('submit')}
        </Button>
      </form>
      {probe.isPending ? (
        <div role="status">
          <span className="sr-only">{t('probing')}</span>
          <Skeleton className="h-32" />
        </div>
      ) : null}
      {probe.error === null ? null : <ErrorPanel error={probe.error} />}
      {probe.data === undefined ? null : <CalendarReport key={probe.data.checkedAt.toISOString()} probe={probe.data} />}
    </div>
  );
}
