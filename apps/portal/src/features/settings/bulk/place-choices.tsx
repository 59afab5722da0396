'use client';
import type { OrganisationKind, Page, SettingPlace } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { formatNumber } from '@switchroom/ui/lib/format';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../../i18n/use-format-locale';
import { useOrganisation } from '../../../session/session-context';
import { ErrorPanel } from '../../../shell/error-panel';
import { useTRPC, useTRPCClient } from '../../../trpc/context';
import { placeKey, useSettingWords } from '../preview/use-setting-words';
import type { ChosenPlaces } from './bulk-places';

/** Rows of the list; who looks for another searches, or takes all of the search. */
const SHOWN = 50;
/** As many as one page of a list can have. */
const PAGE = 200;
/** The gateway takes no more places at once. */
const MOST_PAGES = 3;

interface Choice {
  place: SettingPlace;
  /** Where it hangs. */
  trail: string;
}
interface ChoicesProps {
  q: string;
  chosen: ChosenPlaces;
  onChange: (places: readonly SettingPlace[], on: boolean) => void;
}

/** Organisations below the one of the page. */
export function OrganisationChoices({ q, kinds, ...rest }: ChoicesProps & { kinds: readonly OrganisationKind[] }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { id: organisationId } = useOrganisation();
  const input = { organisationId, depth: 'subtree' as const, q, kinds: [...kinds] };
  const found = useQuery({
    ...trpc.organisations.list.queryOptions({ ...input, limit: SHOWN }),
    placeholderData: keepPreviousData,
  });
  return (
    <Choices
      {...rest}
      found={found}
      choiceOf={({ id, name, kind, trail }) => ({
        place: { organisation: { id, name, kind } },
        trail: trail.map((above) => above.name).join(' › '),
      })}
      readPage={(cursor) => client.organisations.list.query({ ...input, limit: PAGE, cursor })}
    />
  );
}

/** PBXes of the organisation of the page and below. */
export function PbxChoices({ q, ...rest }: ChoicesProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { id: organisationId } = useOrganisation();
  const input = { organisationId, q };
  const found = useQuery({
    ...trpc.pbxs.list.queryOptions({ ...input, limit: SHOWN }),
    placeholderData: keepPreviousData,
  });
  return (
    <Choices
      {...rest}
      found={found}
      choiceOf={({ id, name, organisation }) => ({ place: { pbx: { id, name } }, trail: organisation.name })}
      readPage={(cursor) => client.pbxs.list.query({ ...input, limit: PAGE, cursor })}
    />
  );
}

function Choices<Row>({
  chosen,
  onChange,
  found,
  choiceOf,
  readPage,
}: Omit<ChoicesProps, 'q'> & {
  found: {
    data: Page<Row> | undefined;
    isError: boolean;
    error: unknown;
    isPlaceholderData: boolean;
    refetch: () => Promise<unknown>;
  };
  choiceOf: (row: Row) => Choice;
  readPage: (cursor: string | undefined) => Promise<Page<Row>>;
}) {
  const t = useTranslations('settingChanges.bulk');
  const words = useSettingWords();
  const locale = useFormatLocale();
  const all = useMutation({
    mutationFn: async () => {
      const places: SettingPlace[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { rows, nextCursor } = await readPage(cursor);
        places.push(...rows.map((row) => choiceOf(row).place));
        cursor = nextCursor;
        if (cursor === undefined) break;
      }
      return places;
    },
    onSuccess: (places) => onChange(places, true),
  });
  if (found.data === undefined) {
    return found.isError ? (
      <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
    ) : (
      <Skeleton className="h-56" />
    );
  }
  const { rows, total } = found.data;
  const choices = rows.map(choiceOf);
  return (
    <div className="grid gap-2">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
        <p className="text-xs text-fg-muted">
          {total > rows.length
            ? t('firstOf', { shown: formatNumber(rows.length, locale), total: formatNumber(total, locale) })
            : t('found', { count: total })}
        </p>
        {total > 0 ? (
          <Button size="sm" disabled={found.isPlaceholderData} loading={all.isPending} onClick={() => all.mutate()}>
            {t('selectAll', { count: total })}
          </Button>
        ) : null}
      </div>
      {all.error === null ? null : <ErrorPanel error={all.error} onRetry={() => all.mutate()} />}
      {choices.length === 0 ? (
        <p role="status" className="rounded-md border border-line px-3 py-6 text-sm text-fg-muted">
          {t('noPlace')}
        </p>
      ) : (
        <ul
          aria-label={t('where')}
          aria-busy={found.isPlaceholderData}
          className="max-h-56 overflow-y-auto rounded-md border border-line px-3 py-1"
        >
          {choices.map(({ place, trail }) => (
            <li key={placeKey(place)} className="flex min-h-8 items-center justify-between gap-3">
              <Checkbox
                label={words.place(place)}
                checked={chosen.has(placeKey(place))}
                onCheckedChange={(on) => onChange([place], on === true)}
              />
              <span className="truncate text-xs text-fg-muted">
                {[trail, words.placeKind(place)].filter((part) => part !== '').join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
