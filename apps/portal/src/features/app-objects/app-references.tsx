'use client';
import type { AppObjectDetail } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Unknown } from '../pbx/unknown';

const USERS_SHOWN = 12;

/** Who has the app: templates with their users, users directly, other apps; and which APIs it is granted. */
export function AppReferences({ app, onOpen }: { app: AppObjectDetail; onOpen: (guid: string) => void }) {
  const t = useTranslations('appObjects.references');
  const common = useTranslations('common');
  const none = <span className="text-fg-muted">{common('none')}</span>;
  const { templates, directUsers, apps } = app.references;
  const list = (items: ReactNode[]): ReactNode =>
    items.length === 0 ? none : <span className="flex flex-wrap gap-1">{items}</span>;
  return (
    <section aria-label={t('title')} className="grid gap-2">
      <h3 className="text-sm font-semibold">{t('title')}</h3>
      <DescriptionList
        items={[
          {
            label: t('templates'),
            value: list(
              templates.map(({ name, users }) => (
                <Badge key={name}>
                  {name} · {t('users', { count: users })}
                </Badge>
              )),
            ),
          },
          {
            label: t('directUsers'),
            value:
              directUsers === undefined ? (
                <Unknown>{t('usersUnknown')}</Unknown>
              ) : (
                list([
                  ...directUsers
                    .slice(0, USERS_SHOWN)
                    .map(({ guid, name, longName }) => <Badge key={guid}>{longName === '' ? name : longName}</Badge>),
                  ...(directUsers.length > USERS_SHOWN
                    ? [
                        <span key="more" className="text-xs text-fg-muted">
                          {t('more', { count: directUsers.length - USERS_SHOWN })}
                        </span>,
                      ]
                    : []),
                ])
              ),
          },
          {
            label: t('apps'),
            value: list(
              apps.map(({ guid, name }) => (
                <button
                  key={guid}
                  type="button"
                  onClick={() => onOpen(guid)}
                  className="inline-flex min-h-6 items-center rounded-sm font-mono text-xs text-accent-fg underline decoration-accent-fg/40 underline-offset-2"
                >
                  {name}
                </button>
              )),
            ),
          },
          {
            label: t('apis'),
            value: list(
              app.apis.map((api) => (
                <Badge key={api} mono>
                  {api}
                </Badge>
              )),
            ),
          },
        ]}
      />
    </section>
  );
}
