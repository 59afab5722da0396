'use client';
import { type AppFlags, appFlags } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { useTranslations } from 'next-intl';

const SHOWN = 2;

/** The flags of an App object that are on, in the PBX Manager's words; the first few, then how many more. */
export function FlagChips({ flags }: { flags: AppFlags }) {
  const t = useTranslations('plans.fields');
  const on = appFlags.filter((flag) => flags[flag]);
  if (on.length === 0) return <span className="text-fg-subtle">–</span>;
  const shown = on.slice(0, SHOWN);
  const words = on.map((flag) => t(flag)).join(', ');
  return (
    <span title={words} className="inline-flex flex-nowrap items-center gap-1 max-sm:flex-wrap max-sm:justify-end">
      {shown.map((flag) => (
        <Badge key={flag}>{t(flag)}</Badge>
      ))}
      {on.length > shown.length ? (
        <>
          <span aria-hidden="true" className="text-xs text-fg-muted">
            +{on.length - shown.length}
          </span>
          <span className="sr-only">
            {on
              .slice(shown.length)
              .map((flag) => t(flag))
              .join(', ')}
          </span>
        </>
      ) : null}
    </span>
  );
}
