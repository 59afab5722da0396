'use client';
import { cn } from '@switchroom/ui/lib/cn';
import { Check, Circle, Info } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { passwordLength, passwordRulesMet } from './password-rules';

/** The rules of a new password; those that can be checked while typing say whether they are met. */
export function PasswordRules({ id, password }: { id: string; password: string }) {
  const t = useTranslations('setup.rules');
  const met = passwordRulesMet(password);
  const rules = [
    { key: 'length', text: t('length', { min: passwordLength.min }), met: met.length },
    ...(met.lengthMax ? [] : [{ key: 'lengthMax', text: t('lengthMax', { max: passwordLength.max }), met: false }]),
    { key: 'common', text: t('common'), met: undefined },
    { key: 'free', text: t('free'), met: undefined },
  ];
  return (
    <ul id={id} aria-label={t('title')} className="grid gap-1 text-xs text-fg-muted">
      {rules.map((rule) => {
        const Icon = rule.met === undefined ? Info : rule.met ? Check : Circle;
        return (
          <li key={rule.key} className="flex items-start gap-1.5">
            <Icon aria-hidden="true" className={cn('mt-px size-3.5 shrink-0', rule.met === true && 'text-ok')} />
            <span>
              {rule.text}
              {rule.met === undefined ? null : <span className="sr-only"> {rule.met ? t('met') : t('open')}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
