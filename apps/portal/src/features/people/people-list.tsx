'use client';
import { roles } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { Select } from '@switchroom/ui/components/select';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useCan, useOrganisation } from '../../session/session-context';
import { ChoiceChips } from '../../shell/choice-chips';
import { ListBody } from '../../shell/list-body';
import { ListSearchBox } from '../../shell/list-search-box';
import { useTRPC } from '../../trpc/context';
import { InvitationsSection } from './invitations-section';
import { InviteDialog } from './invite-dialog';
import { memberPlaces, peopleInput, peopleParsers, type PeopleSearch } from './people-search';
import { PeopleTable } from './people-table';
import { PersonPanel } from './person-panel';

/** Everybody whose role reaches the organisation, and who is invited; a person opens beside the list. */
export function PeopleList() {
  const t = useTranslations('members');
  const access = useTranslations('access.roles');
  const trpc = useTRPC();
  const organisation = useOrganisation();
  const mayManage = useCan('members:manage');
  const [search, setSearch] = useQueryStates(peopleParsers, { history: 'replace' });
  const [inviting, setInviting] = useState(false);
  const [invited, setInvited] = useState<string | undefined>(undefined);
  const list = useQuery({
    ...trpc.members.list.queryOptions(peopleInput(organisation.id, search)),
    placeholderData: keepPreviousData,
  });
  const narrow = (next: Partial<PeopleSearch>): void => void setSearch({ ...next, after: null, page: null });

  return (
    <div className="grid gap-6">
      <div className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="max-w-prose text-sm text-fg-muted">{t('intro', { organisation: organisation.name })}</p>
          {mayManage ? (
            <Button variant="primary" icon={<UserPlus aria-hidden="true" />} onClick={() => setInviting(true)}>
              {t('invite')}
            </Button>
          ) : null}
        </div>
        {invited === undefined ? null : (
          <Banner tone="ok" live="status">
            {t('invitations.sent', { email: invited })}
          </Banner>
        )}
        <FilterBar
          label={t('filters.label')}
          search={<ListSearchBox label={t('filters.search')} value={search.q} onChange={(q) => narrow({ q })} />}
        >
          <ChoiceChips
            choices={memberPlaces}
            value={search.where}
            label={(place) => t(`where.${place}`)}
            onChange={(where) => narrow({ where })}
          />
          <Select
            size="sm"
            aria-label={t('filters.role')}
            className="w-52"
            value={search.role ?? ''}
            onValueChange={(value) => narrow({ role: roles.find((role) => role === value) ?? null })}
            options={[
              { value: '', label: t('filters.anyRole') },
              ...roles.map((role) => ({ value: role, label: access(role) })),
            ]}
          />
        </FilterBar>
        <ListBody
          list={list}
          place={search}
          onGo={(next) => void setSearch(next, { history: 'push' })}
          loading={t('loading')}
          columns={5}
          skeletonRows={8}
        >
          {({ rows }) => (
            <PeopleTable
              rows={rows}
              busy={list.isPlaceholderData}
              order={{ sort: search.sort, dir: search.dir, onSort: (sort, dir) => narrow({ sort, dir }) }}
              open={search.person}
              onOpen={(person) => void setSearch({ person })}
            />
          )}
        </ListBody>
      </div>
      {mayManage ? <InvitationsSection onSent={setInvited} /> : null}
      {inviting ? (
        <InviteDialog
          onClose={() => setInviting(false)}
          onSent={(email) => {
            setInviting(false);
            setInvited(email);
          }}
        />
      ) : null}
      <PersonPanel memberId={search.person} onClose={() => void setSearch({ person: null })} />
    </div>
  );
}
