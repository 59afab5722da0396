'use client';
import { Banner } from '@switchroom/ui/components/banner';
import { useTranslations } from 'next-intl';
import { loose } from '../../../i18n/loose';
import type { FileProblem } from './file-problems';

/** What is wrong with a file; a press on the place shows it in the text. */
export function FileProblems({
  problems,
  onShow,
}: {
  problems: readonly FileProblem[];
  onShow: (problem: FileProblem) => void;
}) {
  const t = useTranslations('settingChanges.transfer.import');
  const rules = loose(useTranslations('fieldErrors'));
  return (
    <Banner tone="danger" live="alert" title={t('refused', { count: problems.length })}>
      <ul className="grid gap-1">
        {problems.map((problem) => {
          const { rule, params, line, column } = problem;
          return (
            <li key={`${line}:${column} ${rule}`} className="flex flex-wrap gap-x-2">
              {line === undefined ? null : (
                <button
                  type="button"
                  className="min-h-6 shrink-0 font-medium tabular-nums underline underline-offset-2"
                  onClick={() => onShow(problem)}
                >
                  {t('at', { line, column: column ?? 1 })}
                </button>
              )}
              <span className="min-w-0 content-center break-words">
                {rules.has(rule) ? rules(rule, params) : rules('other')}
              </span>
            </li>
          );
        })}
      </ul>
    </Banner>
  );
}
