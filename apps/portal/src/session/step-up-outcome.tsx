'use client';
import { singleSignOnProblems } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';

const problemParser = parseAsStringLiteral(singleSignOnProblems);

/** Says why the company's sign-in did not confirm who is here, after coming back from there to the page one left. */
export function StepUpOutcome() {
  const t = useTranslations('session.singleSignOn.problems');
  const common = useTranslations('common.actions');
  const [problem, setProblem] = useQueryState('step-up', problemParser);
  if (problem === null) return null;
  return (
    <Banner
      tone="danger"
      live="alert"
      title={t(`${problem}.title`)}
      action={
        <Button size="sm" onClick={() => void setProblem(null)}>
          {common('dismiss')}
        </Button>
      }
    >
      {t(`${problem}.cure`)}
    </Banner>
  );
}
