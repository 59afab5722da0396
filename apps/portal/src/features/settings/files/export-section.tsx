'use client';
import { Button } from '@switchroom/ui/components/button';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { Section } from '@switchroom/ui/components/section';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../../session/session-context';
import { ErrorPanel } from '../../../shell/error-panel';
import { useTRPCClient } from '../../../trpc/context';

/** The own values and locks of the organisation as a file, with or without those of everything below. */
export function ExportSection() {
  const t = useTranslations('settingChanges.transfer.export');
  const client = useTRPCClient();
  const { id: organisationId } = useOrganisation();
  const [below, setBelow] = useState(true);
  const write = useMutation({
    mutationFn: async () => {
      const { name, file } = await client.settings.export.query({ organisationId, below });
      download(name, file);
    },
  });
  return (
    <Section title={t('title')} description={t('description')}>
      <div className="grid justify-items-start gap-3">
        <Checkbox label={t('below')} checked={below} onCheckedChange={(on) => setBelow(on === true)} />
        <p className="text-sm text-fg-muted">{t('secrets')}</p>
        {write.error === null ? null : <ErrorPanel error={write.error} onRetry={() => write.mutate()} />}
        <Button icon={<Download aria-hidden="true" />} loading={write.isPending} onClick={() => write.mutate()}>
          {t('submit')}
        </Button>
      </div>
    </Section>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
