'use client';
import type { LocalText } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { DropdownMenu, MenuItem } from '@switchroom/ui/components/dropdown-menu';
import { Field } from '@switchroom/ui/components/field';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { CircleHelp, Lock, LockOpen, MoreHorizontal, Pin } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRuleText } from '../../../trpc/use-error-text';
import { type FieldInput, inputOf } from '../fields/input';
import { SettingControl } from '../fields/setting-control';
import { type DraftState, hasOwn } from '../save/draft';
import { OriginBadge } from '../why/origin-badge';
import type { ShownSetting } from './find-settings';
import type { ReadOnlyReason } from './read-only';
import { SettingNotes } from './setting-notes';

/** What can be done about a setting; each gets its key. */
export interface SettingActs {
  input: (key: string, input: FieldInput, keep?: boolean) => void;
  useDefault: (key: string) => void;
  undo: (key: string) => void;
  why: (key: string) => void;
  /** Undefined where nothing lies below. */
  lock: ((key: string) => void) | undefined;
  unlock: ((key: string) => void) | undefined;
}

export interface SettingRowProps {
  setting: ShownSetting;
  state: DraftState;
  /** Key of the place. */
  here: string;
  readOnly: ReadOnlyReason | undefined;
  /** What is entered is checked from the moment on at which the person left it. */
  checked: boolean;
  /** What the gateway says about what was entered. */
  refusal: string | undefined;
  /** Rules that do not hold although the value alone is right. */
  warnings: readonly string[];
  /** Where changes that wait are to be found. */
  changesPath: string;
  /** Nobody makes the values of the group true yet, and its head says so. */
  groupKeptOnly: boolean;
  acts: SettingActs;
}

/** One setting: label and origin, control, help, and below that everything that is to be known about its value. */
export function SettingRow(props: SettingRowProps) {
  const { setting, state, here, readOnly, checked, refusal, acts } = props;
  const { entry, view } = setting;
  const t = useTranslations('settingValues');
  const enforcers = useTranslations('settings.enforcers');
  const locale: keyof LocalText = useLocale();
  const ruleText = useRuleText();
  const { problem } = state;
  const rule = checked && problem !== undefined ? ruleText(problem.rule, problem.params) : undefined;
  const broken =
    rule === undefined || problem?.line === undefined ? rule : t('field.line', { line: problem.line, text: rule });
  const label = entry.label[locale];
  return (
    <div id={entry.key} data-setting={entry.key} className="scroll-mt-20 py-3">
      <Field
        label={label}
        help={entry.help[locale]}
        error={broken ?? refusal}
        trailing={
          <span className="flex max-w-[60%] min-w-0 shrink-0 items-center justify-end gap-x-1.5 max-sm:flex-wrap">
            {entry.safetyCritical ? <Badge tone="warn">{t('critical')}</Badge> : null}
            {entry.enforcedBy === 'nobody-yet' && !props.groupKeptOnly ? (
              <Badge>{enforcers('nobody-yet')}</Badge>
            ) : null}
            <span className="flex min-w-0 items-center gap-1.5">
              <OriginBadge origin={view.origin} here={here} label={label} onWhy={() => acts.why(entry.key)} />
              <RowMenu {...props} label={label} />
            </span>
          </span>
        }
      >
        <div data-control="">
          <SettingControl
            entry={entry}
            view={view}
            input={state.input}
            disabled={readOnly !== undefined}
            changed={state.changed && !state.usesDefault}
            problemLine={checked ? problem?.line : undefined}
            onInput={(input) => acts.input(entry.key, input)}
            onUndo={() => acts.undo(entry.key)}
          />
        </div>
      </Field>
      <SettingNotes {...props} />
    </div>
  );
}

function RowMenu({ setting: { entry, view }, state, readOnly, acts, label }: SettingRowProps & { label: string }) {
  const t = useTranslations('settingValues.menu');
  const inherits = !hasOwn(view) && !entry.secret && !state.changed;
  const { lock, unlock } = acts;
  return (
    <DropdownMenu
      trigger={
        <IconButton
          size="sm"
          label={t('label', { label })}
          icon={<MoreHorizontal aria-hidden="true" />}
          tooltip={false}
        />
      }
    >
      <MenuItem icon={<CircleHelp aria-hidden="true" />} onSelect={() => acts.why(entry.key)}>
        {t('why')}
      </MenuItem>
      {inherits && readOnly === undefined ? (
        <MenuItem
          icon={<Pin aria-hidden="true" />}
          onSelect={() => acts.input(entry.key, inputOf(entry, view.effective), true)}
        >
          {t('keep')}
        </MenuItem>
      ) : null}
      {view.lockedHere === undefined && view.lockedBy === undefined && lock ? (
        <MenuItem icon={<Lock aria-hidden="true" />} onSelect={() => lock(entry.key)}>
          {t('lock')}
        </MenuItem>
      ) : null}
      {view.lockedHere !== undefined && unlock ? (
        <MenuItem icon={<LockOpen aria-hidden="true" />} onSelect={() => unlock(entry.key)}>
          {t('unlock')}
        </MenuItem>
      ) : null}
    </DropdownMenu>
  );
}
