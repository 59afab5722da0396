'use client';
import type { BulkSettingsInput } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOrganisation } from '../../../session/session-context';
import { FormDialog } from '../../../shell/form-dialog';
import { placeId } from '../compare/compare-search';
import { type BulkItem, bulkChanges } from './bulk-item';
import { BulkPlaces, type ChosenPlaces } from './bulk-places';
import { BulkReview } from './bulk-review';
import { BulkSettings } from './bulk-settings';

/** One change at several places: settings and places are chosen, then looked at, then confirmed. Mounted while it is open. */
export function BulkDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('settingChanges.bulk');
  const { id: organisationId, name } = useOrganisation();
  const [items, setItems] = useState<readonly BulkItem[]>([]);
  const [places, setPlaces] = useState<ChosenPlaces>(new Map());
  const [checked, setChecked] = useState(false);
  const [refusals, setRefusals] = useState<Readonly<Record<string, string>>>({});
  const [reviewed, setReviewed] = useState<BulkSettingsInput | undefined>(undefined);
  const { changes, problems } = bulkChanges(items);
  if (reviewed !== undefined) {
    return (
      <BulkReview
        input={reviewed}
        onRefused={(found) => {
          setRefusals(found);
          setReviewed(undefined);
        }}
        onBack={() => setReviewed(undefined)}
        onDone={onClose}
      />
    );
  }
  return (
    <FormDialog
      title={t('title')}
      description={t('description', { name })}
      size="lg"
      submit={t('look')}
      busy={false}
      className="gap-6"
      onSubmit={() => {
        setChecked(true);
        if (items.length === 0 || places.size === 0 || Object.keys(problems).length > 0) return;
        setReviewed({ organisationId, targets: [...places.values()].map(placeId), changes });
      }}
      onClose={onClose}
    >
      <BulkSettings
        items={items}
        checked={checked}
        refusals={refusals}
        error={checked && items.length === 0 ? t('noSetting') : undefined}
        onChange={(next) => {
          setItems(next);
          setRefusals({});
        }}
      />
      <BulkPlaces
        chosen={places}
        error={checked && places.size === 0 ? t('noneChosen') : undefined}
        onChange={setPlaces}
      />
    </FormDialog>
  );
}
