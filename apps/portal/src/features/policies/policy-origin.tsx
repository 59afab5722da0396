'use client';
import type { EffectivePolicy } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** What holds in the end, and which organisation says so. */
export function PolicyOrigin({ policy, children }: { policy: EffectivePolicy<unknown>; children: ReactNode }) {
  const t = useTranslations('policies.effective');
  const { origin, from } = policy;
  const said =
    origin !== 'above' ? t(origin) : from === null ? t('aboveHidden') : t('above', { organisation: from.name });
  return (
    <p className="flex flex-wrap items-center gap-2 text-xs text-fg-muted">
      <span>{children}</span>
      <Badge>{said}</Badge>
    </p>
  );
}
