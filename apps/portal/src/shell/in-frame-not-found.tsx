'use client';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { FileQuestion } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../session/session-context';

/** "Not found" inside the frame of an organisation. */
export function InFrameNotFound() {
  const t = useTranslations('common');
  const { id } = useOrganisation();
  return (
    <>
      <h1 className="sr-only">{t('notFound.title')}</h1>
      <EmptyState
        icon={<FileQuestion aria-hidden="true" />}
        title={t('notFound.title')}
        action={<LinkButton href={`/o/${id}`}>{t('actions.toOverview')}</LinkButton>}
      >
        {t('notFound.meaning')}
      </EmptyState>
    </>
  );
}
