'use client';
import type { KeysView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { Section } from '@switchroom/ui/components/section';
import { FileKey } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCan } from '../../session/session-context';

/** The key that protects the data keys: where it is kept, and which one it is. */
export function WrappingKey({ keys, onRotate }: { keys: KeysView; onRotate: () => void }) {
  const t = useTranslations('keys.wrapping');
  const { source, fingerprint } = keys.keyEncryptionKey;
  const mayRotate = useCan('keys:rotate') && source === 'file';
  return (
    <Section
      title={t('title')}
      description={t(`how.${source}`)}
      actions={
        mayRotate ? (
          <Button icon={<FileKey aria-hidden="true" />} onClick={onRotate}>
            {t('rotate')}
          </Button>
        ) : undefined
      }
    >
      <DescriptionList
        columns={3}
        items={[
          { label: t('source'), value: t(`sources.${source}`) },
          { label: t('fingerprint'), value: <span className="font-mono">{fingerprint}</span> },
        ]}
      />
    </Section>
  );
}
