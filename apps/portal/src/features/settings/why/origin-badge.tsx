'use client';
import type { SettingView } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { useTranslations } from 'next-intl';
import { placeKey } from '../preview/use-setting-words';

/** Where what holds comes from, in words: the factory, a place by its name, or "here". */
export function useOriginText(): (origin: SettingView['origin'], here?: string) => string {
  const t = useTranslations('settingValues.origin');
  const levels = useTranslations('settings.levels');
  return (origin, here) => {
    if (origin.level === 'factory') return levels('factory');
    // Above the person's reach nothing is named, but what kind of place it is may be known.
    if (origin.place === null) return levels(origin.level);
    if (here !== undefined && placeKey(origin.place) === here) return t('here');
    return 'pbx' in origin.place ? origin.place.pbx.name : origin.place.organisation.name;
  };
}

/** Where what holds comes from; pressed, it says why. */
export function OriginBadge({
  origin,
  here,
  label,
  onWhy,
}: {
  origin: SettingView['origin'];
  /** Key of the place that is looked at. */
  here: string;
  /** Of the setting. */
  label: string;
  onWhy: () => void;
}) {
  const t = useTranslations('settingValues.origin');
  const text = useOriginText()(origin, here);
  const own = origin.level !== 'factory' && origin.place !== null && placeKey(origin.place) === here;
  return (
    <button
      type="button"
      onClick={onWhy}
      title={t('why')}
      aria-label={t('whyLabel', { origin: text, label })}
      className="inline-flex min-h-6 max-w-full min-w-0 items-center rounded-sm max-sm:min-h-9"
    >
      <Badge tone={own ? 'info' : 'neutral'} className="cursor-pointer hover:underline">
        <span className="truncate">{text}</span>
      </Badge>
    </button>
  );
}
