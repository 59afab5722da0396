'use client';
import { Button } from '@switchroom/ui/components/button';
import { DiffObject } from '@switchroom/ui/components/diff-view';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMoment } from '../../../shell/time';
import { byPlace, settingDiffEntries, type ShownDifference } from './setting-diff';
import { placeKey, useSettingWords } from './use-setting-words';

/** Places shown before somebody asks for all. */
const SHOWN = 8;

/** Before and after per place: own values, what is inherited without one, and who changed it since. */
export function SettingDifferences({
  differences,
  headingLevel = 3,
}: {
  differences: readonly ShownDifference[];
  headingLevel?: 2 | 3 | 4;
}) {
  const t = useTranslations('settingChanges.preview');
  const words = useSettingWords();
  const moment = useMoment();
  const [all, setAll] = useState(false);
  const places = byPlace(differences);
  const shown = all ? places : places.slice(0, SHOWN);
  return (
    <div className="grid gap-2">
      {shown.map(({ place, differences: ofPlace }) => (
        <DiffObject
          key={placeKey(place)}
          action="update"
          actionLabel={t('change')}
          title={words.place(place)}
          place={words.placeKind(place)}
          headingLevel={headingLevel}
          entries={settingDiffEntries(ofPlace, {
            ...words,
            inherits: (effective) => (effective === undefined ? t('inherits') : t('inheritsNow', { value: effective })),
            note: ({ changedSince }) =>
              changedSince === undefined ? undefined : (
                <span className="text-warn">
                  {t('changedSince', {
                    name: words.person(changedSince.personName),
                    at: moment(changedSince.at),
                  })}
                </span>
              ),
          })}
          labels={{
            before: t('diff.before'),
            after: t('diff.after'),
            none: t('empty'),
            added: t('diff.added'),
            removed: t('diff.removed'),
            secretChanged: t('diff.secret'),
          }}
        />
      ))}
      {places.length > shown.length ? (
        <Button size="sm" variant="ghost" className="justify-self-start" onClick={() => setAll(true)}>
          {t('showAll', { count: places.length })}
        </Button>
      ) : null}
    </div>
  );
}
