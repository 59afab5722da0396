'use client';
import type { TlsCheck } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { useTranslations } from 'next-intl';
import { useExactTime } from '../../shell/time';
import { badgesOf } from './verdict';

/** The certificates in the order in which the server sent them, and where the chain ends. */
export function ChainList({ check }: { check: TlsCheck }) {
  const t = useTranslations('checks.tls.chain');
  const exact = useExactTime();
  const { chain, anchor, checkedAt } = check;
  return (
    <div className="grid gap-2">
      <ol aria-label={t('title')} className="grid gap-2">
        {chain.map((one, at) => (
          // The same certificate can be sent twice.
          <li key={`${at} ${one.fingerprint}`} className="rounded-md border border-line bg-surface px-3 pt-2">
            <p className="flex flex-wrap items-center gap-2 pb-1.5 text-sm font-medium">
              <span className="text-fg-muted tabular-nums">{at + 1}</span>
              <span className="min-w-0 break-all">{one.subject || '–'}</span>
              {badgesOf(one, at, checkedAt).map(({ key, tone }) => (
                <Badge key={key} tone={tone}>
                  {t(key)}
                </Badge>
              ))}
            </p>
            <DescriptionList
              columns={2}
              items={[
                { label: t('subject'), value: one.subjectName || '–', mono: true },
                { label: t('issuer'), value: one.issuerName || '–', mono: true },
                ...(one.names.length > 0 ? [{ label: t('names'), value: one.names.join(', '), mono: true }] : []),
                { label: t('valid'), value: t('range', { from: exact(one.validFrom), to: exact(one.validTo) }) },
                { label: t('key'), value: `${one.key}, ${one.signedWith}`, mono: true },
                { label: t('fingerprint'), value: <span className="break-all">{one.fingerprint}</span>, mono: true },
              ]}
            />
          </li>
        ))}
      </ol>
      <p className="text-sm">{anchor === undefined ? t('noAnchor') : t('anchor', { name: anchor })}</p>
      <p className="text-xs text-fg-muted">{t('judge')}</p>
    </div>
  );
}
