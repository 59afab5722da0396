'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Dialog } from '@switchroom/ui/components/dialog';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { useErrorText } from '../../trpc/use-error-text';
import { CertificateCheck } from '../certificate/certificate-check';
import { type PinChoice, pinOf, pinReady } from '../certificate/pin-choice';
import { useCertificateProbe } from '../certificate/use-certificate-probe';
import { usePbxUpdate } from './use-pbx-update';

/** Another address, or another certificate, for a PBX that the gateway dials. Saved only after its certificate was looked at. */
export function AddressDialog({ pbx, onClose }: { pbx: PbxDetail; onClose: () => void }) {
  const t = useTranslations('pbx.address');
  const common = useTranslations('common.actions');
  const errorText = useErrorText();
  // The pin stays chosen while the PBX shows the same certificate; another one has to be pinned anew.
  const pinned: PinChoice = { pin: pbx.tls.fingerprint };
  const [address, setAddress] = useState(pbx.address ?? '');
  const [choice, setChoice] = useState(pinned);
  const certificate = useCertificateProbe();
  const { error, isPending, save } = usePbxUpdate(pbx, onClose);
  const fields = error === null ? {} : errorText(error).fields;
  const known = fields['address'] ?? fields['pinnedFingerprint'];
  const probed = certificate.probe !== undefined && certificate.address === address.trim();
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title')}
      description={t('description')}
      closeLabel={common('close')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            loading={isPending}
            disabled={!probed || !pinReady(certificate.probe, choice)}
            onClick={() =>
              save({ address: address.trim(), pinnedFingerprint: pinOf(certificate.probe, choice) ?? null })
            }
          >
            {common('save')}
          </Button>
        </>
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChoice(pinned);
          certificate.look(address);
        }}
        className="grid gap-3"
      >
        {error !== null && known === undefined ? <ErrorPanel error={error} /> : null}
        <Field label={t('address')} help={t('help')} error={certificate.addressError ?? known}>
          <Input mono spellCheck={false} value={address} onChange={(event) => setAddress(event.target.value)} />
        </Field>
        <div>
          <Button type="submit" loading={certificate.isPending}>
            {t('look')}
          </Button>
        </div>
        {probed || certificate.error !== null ? (
          <CertificateCheck
            probe={probed ? certificate.probe : undefined}
            error={certificate.error}
            choice={choice}
            onChoice={setChoice}
          />
        ) : (
          <p className="text-sm text-fg-muted">{t('lookFirst')}</p>
        )}
      </form>
    </Dialog>
  );
}
