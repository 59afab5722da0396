'use client';
import type { CertificateProbe } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { useTranslations } from 'next-intl';
import { loose } from '../../i18n/loose';
import { ErrorPanel } from '../../shell/error-panel';
import { useExactTime } from '../../shell/time';
import { leafFingerprint, type PinChoice } from './pin-choice';

/** What was seen at an address: the verdict, the chain, and the explicit choice to pin when it is not trusted. */
export function CertificateCheck({
  probe,
  error,
  choice,
  onChoice,
}: {
  probe: CertificateProbe | undefined;
  error: unknown;
  choice: PinChoice;
  onChoice: (choice: PinChoice) => void;
}) {
  const t = useTranslations('certificate');
  if (probe === undefined) return error === null ? null : <ErrorPanel error={error} />;
  if (!probe.tls) {
    return (
      <Banner tone="warn" title={t('plainTitle')}>
        {t('plain')}
      </Banner>
    );
  }
  const leaf = leafFingerprint(probe);
  return (
    <div className="grid gap-3">
      {probe.trusted ? (
        <Banner tone="ok" title={t('trustedTitle')}>
          {t('trusted')}
        </Banner>
      ) : (
        <Banner tone="warn" title={t('untrustedTitle')}>
          {problemText(loose(t), probe.problem)} {t('untrusted')}
        </Banner>
      )}
      <Chain probe={probe} />
      {leaf === undefined ? null : (
        <Checkbox
          checked={choice.pin === leaf}
          onCheckedChange={(checked) => onChoice({ pin: checked === true ? leaf : undefined })}
          label={t('pin')}
          help={probe.trusted ? t('pinTrustedHelp') : t('pinHelp')}
        />
      )}
    </div>
  );
}

function problemText(t: ReturnType<typeof loose>, problem: string | undefined): string {
  const key = `problems.${problem ?? ''}`;
  return problem !== undefined && t.has(key) ? t(key) : t('problems.other', { code: problem ?? '–' });
}

function Chain({ probe }: { probe: CertificateProbe }) {
  const t = useTranslations('certificate');
  const exact = useExactTime();
  return (
    <ol aria-label={t('chain')} className="grid gap-2">
      {probe.chain.map((one, index) => (
        <li key={one.fingerprint} className="rounded-md border border-line bg-surface px-3 pt-2">
          <p className="pb-1 text-xs font-medium text-fg-muted">
            {index === 0 ? t('leaf') : t('authority', { level: index })}
          </p>
          <DescriptionList
            items={[
              { label: t('subject'), value: one.subject || '–', mono: true },
              ...(index === 0 && one.names.length > 0
                ? [{ label: t('names'), value: one.names.join(', '), mono: true }]
                : []),
              { label: t('issuer'), value: one.issuer || '–', mono: true },
              { label: t('valid'), value: t('validRange', { from: exact(one.validFrom), to: exact(one.validTo) }) },
              {
                label: t('fingerprint'),
                value: <span className="break-all">{one.fingerprint}</span>,
                mono: true,
              },
            ]}
          />
        </li>
      ))}
    </ol>
  );
}
