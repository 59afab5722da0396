'use client';
import { settingLimits } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { TextLink } from '@switchroom/ui/components/link-button';
import { cn } from '@switchroom/ui/lib/cn';
import { CalendarClock, Lock, PencilLine, RotateCcw, TriangleAlert, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useExactTime } from '../../../shell/time';
import { useRuleText } from '../../../trpc/use-error-text';
import { useSettingWords } from '../preview/use-setting-words';
import { hasOwn } from '../save/draft';
import type { SettingRowProps } from './setting-row';

/** What is to be known about a setting's value, one line each; the rarest first. */
export function SettingNotes(props: SettingRowProps) {
  const { setting, readOnly, warnings, changesPath } = props;
  const { entry, view } = setting;
  const t = useTranslations('settingValues.notes');
  const effect = useTranslations('settings.takesEffect');
  const ruleText = useRuleText();
  const exact = useExactTime();
  const { lockedBy, lockedHere, pending } = view;
  return (
    <div className="mt-1 grid gap-1 text-xs text-fg-muted">
      {props.groupKeptOnly ? null : <Note>{t('takesEffect', { when: effect(entry.takesEffect) })}</Note>}
      {lockedBy === undefined ? null : (
        <Note icon={<Lock aria-hidden="true" />} title={exact(lockedBy.at)}>
          {lockedBy.by === null
            ? t('lockedAbove', { reason: lockedBy.reason })
            : t('lockedBy', { name: lockedBy.by.name, reason: lockedBy.reason })}
        </Note>
      )}
      {lockedBy !== undefined && hasOwn(view) ? <Note>{t('lockedOut')}</Note> : null}
      {lockedHere === undefined ? null : (
        <Note icon={<Lock aria-hidden="true" />} title={exact(lockedHere.at)}>
          {t('lockedHere', { reason: lockedHere.reason })}
        </Note>
      )}
      {readOnly === 'level' ? <Note>{t('level')}</Note> : null}
      {readOnly === 'critical' ? <Note icon={<Lock aria-hidden="true" />}>{t('criticalOnly')}</Note> : null}
      {warnings.map((rule) => (
        <Note key={rule} icon={<TriangleAlert aria-hidden="true" />} className="text-warn">
          {ruleText(rule, settingLimits(entry.type))}
        </Note>
      ))}
      {pending === undefined ? null : (
        <Note icon={pending.state === 'waiting' ? <Users aria-hidden="true" /> : <CalendarClock aria-hidden="true" />}>
          {t(pending.state)} <TextLink href={`${changesPath}?change=${pending.changeId}`}>{t('toChanges')}</TextLink>
        </Note>
      )}
      <ChangeNotes {...props} />
    </div>
  );
}

/** What was entered, what somebody else did meanwhile, and the way back. */
function ChangeNotes({ setting: { entry, view }, state, readOnly, acts }: SettingRowProps) {
  const t = useTranslations('settingValues.notes');
  const words = useSettingWords();
  const text = (value: typeof view.own): string => (value === undefined ? t('noOwn') : words.value(entry.key, value));
  const { changed, usesDefault, meanwhile } = state;
  if (!changed) {
    if (readOnly !== undefined || !hasOwn(view)) return null;
    return (
      <div>
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2"
          icon={<RotateCcw aria-hidden="true" />}
          onClick={() => acts.useDefault(entry.key)}
        >
          {entry.secret ? t('removeSecret') : t('useDefault', { value: text(view.inherited) })}
        </Button>
      </div>
    );
  }
  return (
    <>
      {meanwhile === undefined ? null : (
        <Note icon={<TriangleAlert aria-hidden="true" />} className="text-warn">
          {entry.secret
            ? t('meanwhileSecret')
            : t('meanwhile', { before: text(meanwhile.before), now: text(view.own) })}
        </Note>
      )}
      <div className="flex flex-wrap items-center gap-x-2">
        <Note icon={<PencilLine aria-hidden="true" />} className="text-accent-fg">
          {!usesDefault
            ? t('unsaved')
            : entry.secret
              ? t('goesSecret')
              : t('goesDefault', { value: text(view.inherited) })}
        </Note>
        <Button size="sm" variant="ghost" onClick={() => acts.undo(entry.key)}>
          {t('undo')}
        </Button>
      </div>
    </>
  );
}

function Note({
  icon,
  title,
  className,
  children,
}: {
  icon?: ReactNode;
  title?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <p
      title={title}
      className={cn('flex items-start gap-1 [&_svg]:mt-px [&_svg]:size-3.5 [&_svg]:shrink-0', className)}
    >
      {icon}
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
