'use client';
import { Button } from '@switchroom/ui/components/button';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CertificateCheck } from '../certificate/certificate-check';
import { type PinChoice, pinReady } from '../certificate/pin-choice';
import type { CertificateLook } from '../certificate/use-certificate-probe';

/** What was seen at the address, before anything is sent there. */
export function CertificateStep({
  address,
  certificate,
  choice,
  onChoice,
  onBack,
  onCreate,
  busy,
  error,
}: {
  address: string;
  certificate: CertificateLook;
  choice: PinChoice;
  onChoice: (choice: PinChoice) => void;
  onBack: () => void;
  onCreate: () => void;
  busy: boolean;
  error: ReactNode;
}) {
  const t = useTranslations('addPbx.certificate');
  const common = useTranslations('common.actions');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onCreate();
      }}
      className="grid gap-4"
    >
      <div className="grid gap-1">
        <h2 className="text-lg font-semibold">{t('title')}</h2>
        <p className="text-sm text-fg-muted">{t('text')}</p>
        <p className="font-mono text-xs break-all">{certificate.probe?.address ?? address}</p>
      </div>
      {error}
      {certificate.isPending ? (
        <div role="status" aria-label={t('looking')} className="grid gap-3">
          <Skeleton className="h-14" />
          <Skeleton className="h-48" />
        </div>
      ) : (
        <CertificateCheck probe={certificate.probe} error={certificate.error} choice={choice} onChoice={onChoice} />
      )}
      <div className="flex flex-wrap justify-between gap-2">
        <Button onClick={onBack}>{common('back')}</Button>
        <span className="flex flex-wrap gap-2">
          {certificate.isPending ? null : <Button onClick={() => certificate.look(address)}>{t('again')}</Button>}
          <Button
            type="submit"
            variant="primary"
            loading={busy}
            disabled={!pinReady(certificate.probe, choice) && certificate.error === null}
          >
            {certificate.error === null ? t('create') : t('createAnyway')}
          </Button>
        </span>
      </div>
    </form>
  );
}
