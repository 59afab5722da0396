'use client';
import type { Direction } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { RadioGroup } from '@switchroom/ui/components/radio-group';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

/** Who dials whom, and when to take which. */
export function DirectionStep({
  direction,
  onNext,
}: {
  direction: Direction | null;
  onNext: (direction: Direction) => void;
}) {
  const t = useTranslations('addPbx.direction');
  const common = useTranslations('common.actions');
  const [chosen, setChosen] = useState<Direction>(direction ?? 'inbound');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onNext(chosen);
      }}
      className="grid gap-4"
    >
      <div className="grid gap-1">
        <h2 className="text-lg font-semibold">{t('title')}</h2>
        <p className="text-sm text-fg-muted">{t('text')}</p>
      </div>
      <RadioGroup
        cards
        aria-label={t('title')}
        value={chosen}
        onValueChange={setChosen}
        options={(['inbound', 'outbound'] as const).map((one) => ({
          value: one,
          label: t(`${one}.label`),
          help: (
            <span className="grid gap-1">
              <span>{t(`${one}.what`)}</span>
              <span>{t(`${one}.when`)}</span>
            </span>
          ),
        }))}
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary">
          {common('next')}
        </Button>
      </div>
    </form>
  );
}
