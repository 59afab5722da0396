'use client';
import type { AppErrorJson, FieldError } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { loose } from '../i18n/loose';
import { appErrorOf } from './errors';

export interface ErrorText {
  code: AppErrorJson['code'];
  /** What happened. */
  title: string;
  /** What it means for the PBX or the person's work. */
  meaning: string;
  /** What to do. */
  cure: string;
  requestId: string | undefined;
  /** Text per field path, for forms. */
  fields: Record<string, string>;
}

/** The texts of an error in the person's language: `const errorText = useErrorText(); errorText(query.error).title`. */
export function useErrorText(): (error: unknown) => ErrorText {
  const errors = useTranslations('errors');
  const rules = useTranslations('fieldErrors');
  const common = useTranslations('common');
  return useCallback(
    (error) => {
      const app = appErrorOf(error);
      // A code may come without a parameter that its text names; the text then reads on without it.
      const params = {
        pbx: common('thePbx'),
        api: '',
        flag: '',
        text: '–',
        reason: '–',
        retryAfterSeconds: 0,
        ...app.params,
      };
      const text = loose(errors);
      // Some reasons for a refusal have words of their own.
      const withReason = `${app.code}-${params.reason}`;
      const key = text.has(`${withReason}.title`) ? withReason : app.code;
      return {
        code: app.code,
        title: text(`${key}.title`, params),
        meaning: text(`${key}.meaning`, params),
        cure: text(`${key}.cure`, params),
        requestId: app.requestId,
        fields: Object.fromEntries((app.fields ?? []).map((field) => [field.path, ruleText(loose(rules), field)])),
      };
    },
    [errors, rules, common],
  );
}

/**
 * The text of one broken rule, for errors found in the browser by the same schemas (`issue.message` is the rule). Texts
 * that name limits get them as `params`: of a setting, `settingLimits` of its type.
 */
export function useRuleText(): (rule: string | undefined, params?: FieldError['params']) => string | undefined {
  const rules = useTranslations('fieldErrors');
  return useCallback(
    (rule, params) => (rule === undefined ? undefined : ruleText(loose(rules), { path: '', rule, params })),
    [rules],
  );
}

function ruleText(rules: ReturnType<typeof loose>, field: FieldError): string {
  return rules.has(field.rule) ? rules(field.rule, field.params) : rules('other');
}
