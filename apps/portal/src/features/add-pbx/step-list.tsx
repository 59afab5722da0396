'use client';
import { cn } from '@switchroom/ui/lib/cn';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { WizardStep } from './wizard-state';

/** Where the wizard stands: number or tick, word, and the current one marked. */
export function StepList({ steps, current }: { steps: readonly WizardStep[]; current: WizardStep }) {
  const t = useTranslations('addPbx.steps');
  const at = steps.indexOf(current);
  return (
    <ol aria-label={t('label')} className="flex flex-wrap gap-x-5 gap-y-1 border-b border-line pb-3 text-sm">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={index === at ? 'step' : undefined}
          className={cn('flex items-center gap-1.5', index === at ? 'font-medium text-fg' : 'text-fg-muted')}
        >
          <span
            className={cn(
              'grid size-5 place-items-center rounded-full border text-xs tabular-nums',
              index === at ? 'border-accent bg-accent text-on-accent' : 'border-line-strong',
            )}
          >
            {index < at ? <Check aria-hidden="true" className="size-3" /> : index + 1}
          </span>
          {t(step)}
          {index < at ? <span className="sr-only">{t('done')}</span> : null}
        </li>
      ))}
    </ol>
  );
}
