'use client';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { Field } from '@switchroom/ui/components/field';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, CircleCheck, Scale } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useOrganisation } from '../../../session/session-context';
import { ErrorPanel } from '../../../shell/error-panel';
import { useTRPC } from '../../../trpc/context';
import { PlaceSelect } from '../choose/place-select';
import { useSettingWords } from '../preview/use-setting-words';
import { compareInput, compareParsers, isPlace, placeId } from './compare-search';
import { CompareTable } from './compare-table';
import { usePlace } from './use-place';

/** What holds at two places, side by side; both, and what is shown of them, are in the address. */
export function ComparePage() {
  const t = useTranslations('settingChanges.compare');
  const trpc = useTRPC();
  const words = useSettingWords();
  const { id } = useOrganisation();
  const [search, setSearch] = useQueryStates(compareParsers, { history: 'replace' });
  const input = compareInput(id, search);
  const comparison = useQuery({
    ...trpc.settings.compare.queryOptions(input ?? skipToken),
    placeholderData: keepPreviousData,
  });
  const leftId = search.left ?? { organisationId: id };
  const left = usePlace(leftId);
  const right = usePlace(search.right);
  // Rows of the pair before belong to other names.
  const found =
    comparison.data !== undefined &&
    search.right !== null &&
    isPlace(leftId, comparison.data.left) &&
    isPlace(search.right, comparison.data.right)
      ? comparison.data
      : undefined;
  const different = found?.rows.filter(({ equal }) => !equal) ?? [];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] lg:max-w-4xl">
        <Field label={t('left')}>
          <PlaceSelect value={left} onChange={(place) => void setSearch({ left: placeId(place) })} />
        </Field>
        <IconButton
          label={t('swap')}
          icon={<ArrowLeftRight aria-hidden="true" />}
          disabled={search.right === null}
          onClick={() => void setSearch({ left: search.right, right: leftId })}
          className="justify-self-center max-sm:rotate-90"
        />
        <Field label={t('right')}>
          <PlaceSelect value={right} onChange={(place) => void setSearch({ right: placeId(place) })} />
        </Field>
      </div>
      {input === undefined ? (
        <EmptyState icon={<Scale aria-hidden="true" />} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : comparison.isError ? (
        <ErrorPanel error={comparison.error} onRetry={() => void comparison.refetch()} />
      ) : found === undefined ? (
        <SkeletonTable label={t('loading')} columns={3} rows={10} />
      ) : (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p role="status" className="text-sm">
              {t('sentence', { different: different.length, total: found.rows.length })}
            </p>
            <Checkbox
              label={t('onlyDifferent')}
              checked={!search.all}
              onCheckedChange={(on) => void setSearch({ all: on !== true })}
            />
          </div>
          {different.length === 0 && !search.all ? (
            <EmptyState icon={<CircleCheck aria-hidden="true" />} title={t('same.title')}>
              {t('same.text', { left: words.place(found.left), right: words.place(found.right) })}
            </EmptyState>
          ) : (
            <CompareTable comparison={found} rows={search.all ? found.rows : different} />
          )}
        </>
      )}
    </div>
  );
}
