'use client';
import { Button } from '@switchroom/ui/components/button';
import { Layers } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCan } from '../../../session/session-context';
import { BulkDialog } from './bulk-dialog';

/** Leads to a change at several places; not there for people who may not change settings. */
export function BulkButton() {
  const t = useTranslations('settingChanges.bulk');
  const may = useCan('settings:update');
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button icon={<Layers aria-hidden="true" />} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      {open ? <BulkDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
