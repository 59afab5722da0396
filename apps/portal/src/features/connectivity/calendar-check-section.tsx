'use client';
import type { SettingPlace } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Field } from '@switchroom/ui/components/field';
import { Section } from '@switchroom/ui/components/section';
import { Segmented } from '@switchroom/ui/components/segmented';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { PlaceSelect } from '../settings/choose/place-select';
import { calendarInput, type CalendarValues, calendarValuesOf } from './calendar-values';
import { ExchangeForm } from './exchange-form';
import { Office365Form } from './office365-form';

/** Probes the calendar with what holds at a place, or with what is entered instead. */
export function CalendarCheckSection() {
  const t = useTranslations('checks.calendar');
  const trpc = useTRPC();
  const { id, name, kind } = useOrganisation();
  const [place, setPlace] = useState<SettingPlace>({ organisation: { id, name, kind } });
  const settings = useQuery(trpc.settings.list.queryOptions(calendarInput(id, place)));
  return (
    <Section title={t('title')} description={t('text')}>
      <Banner live="off">{t('later')}</Banner>
      <Field label={t('place')} help={t('placeHelp')} className="lg:max-w-3xl">
        <PlaceSelect value={place} onChange={setPlace} />
      </Field>
      {settings.data !== undefined ? (
        <Probe key={'pbx' in place ? place.pbx.id : place.organisation.id} values={calendarValuesOf(settings.data)} />
      ) : settings.error === null ? (
        <Skeleton className="h-56 lg:max-w-3xl" />
      ) : (
        <ErrorPanel error={settings.error} onRetry={() => void settings.refetch()} />
      )}
    </Section>
  );
}

function Probe({ values }: { values: CalendarValues }) {
  const t = useTranslations('checks.calendar');
  const [provider, setProvider] = useState(values.provider);
  return (
    <>
      {values.enabled ? null : <p className="text-sm text-fg-muted">{t('off')}</p>}
      <Field label={t('provider')}>
        <Segmented
          value={provider}
          onValueChange={setProvider}
          options={[
            { value: 'office365', label: t('providers.office365') },
            { value: 'exchange', label: t('providers.exchange') },
          ]}
        />
      </Field>
      {provider === 'exchange' ? (
        <ExchangeForm initial={values} />
      ) : (
        <>
          <p className="text-sm text-fg-muted lg:max-w-3xl">{t('native')}</p>
          <Office365Form initial={values} />
        </>
      )}
    </>
  );
}
