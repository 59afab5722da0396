'use client';
import type { OrganisationDetail } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { TextLink } from '@switchroom/ui/components/link-button';
import { Section } from '@switchroom/ui/components/section';
import { formatNumber } from '@switchroom/ui/lib/format';
import { Archive, ArchiveRestore, FolderInput, Pencil } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Fragment, useState } from 'react';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { useCan, useOrganisation } from '../../session/session-context';
import { Ago } from '../../shell/time';
import { ArchiveDialog, RestoreDialog } from './archive-dialogs';
import { MoveDialog } from './move-dialog';
import { RenameDialog } from './rename-dialog';
import { organisationPath } from './sides';

type Act = 'rename' | 'move' | 'archive' | 'restore';

/** What the organisation is, and what the person may do with it as a whole. */
export function OrganisationFacts({ detail }: { detail: OrganisationDetail }) {
  const t = useTranslations('organisations');
  const access = useTranslations('access');
  const locale = useFormatLocale();
  const { trail } = useOrganisation();
  const [act, setAct] = useState<Act | undefined>(undefined);
  const mayRename = useCan('organisations:update');
  const mayMove = useCan('organisations:move') && detail.parent !== undefined;
  const mayArchive = useCan('organisations:archive');
  const archived = detail.archivedAt !== undefined;
  const number = (value: number): string => formatNumber(value, locale);
  const close = (): void => setAct(undefined);
  return (
    <>
      {archived || detail.archivedAbove ? (
        <Banner
          tone="warn"
          title={t('archivedTitle')}
          action={
            archived && mayArchive ? (
              <Button size="sm" icon={<ArchiveRestore aria-hidden="true" />} onClick={() => setAct('restore')}>
                {t('restore.open')}
              </Button>
            ) : undefined
          }
        >
          {archived ? t('archivedText') : t('archivedAbove')}
        </Banner>
      ) : null}
      <Section
        title={t('facts.title')}
        actions={
          <span className="flex flex-wrap gap-2">
            {mayRename ? (
              <Button icon={<Pencil aria-hidden="true" />} onClick={() => setAct('rename')}>
                {t('rename.open')}
              </Button>
            ) : null}
            {mayMove ? (
              <Button icon={<FolderInput aria-hidden="true" />} onClick={() => setAct('move')}>
                {t('move.open')}
              </Button>
            ) : null}
            {mayArchive && !archived && !detail.archivedAbove && detail.kind !== 'provider' ? (
              <Button icon={<Archive aria-hidden="true" />} onClick={() => setAct('archive')}>
                {t('archive.open')}
              </Button>
            ) : null}
          </span>
        }
      >
        <DescriptionList
          columns={3}
          items={[
            { label: t('facts.kind'), value: access(`kinds.${detail.kind}`) },
            {
              label: t('facts.place'),
              value:
                trail.length === 0 ? (
                  t('facts.top')
                ) : (
                  <span>
                    {trail.map((above, index) => (
                      <Fragment key={above.id}>
                        {index > 0 ? <span aria-hidden="true"> › </span> : null}
                        <TextLink href={organisationPath(above.id)}>{above.name}</TextLink>
                      </Fragment>
                    ))}
                  </span>
                ),
            },
            { label: t('facts.created'), value: <Ago value={detail.createdAt} /> },
            { label: t('facts.pbxs'), value: number(detail.pbxs) },
            { label: t('facts.organisations'), value: number(detail.organisations) },
            { label: t('facts.people'), value: number(detail.people) },
          ]}
        />
      </Section>
      {act === 'rename' ? <RenameDialog detail={detail} onClose={close} /> : null}
      {act === 'move' ? <MoveDialog detail={detail} onClose={close} /> : null}
      <ArchiveDialog detail={detail} open={act === 'archive'} onClose={close} />
      <RestoreDialog detail={detail} open={act === 'restore'} onClose={close} />
    </>
  );
}
