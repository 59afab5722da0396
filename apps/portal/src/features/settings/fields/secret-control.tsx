'use client';
import { Badge } from '@switchroom/ui/components/badge';
import { Button } from '@switchroom/ui/components/button';
import { useFieldControl } from '@switchroom/ui/components/field';
import { PasswordInput } from '@switchroom/ui/components/password-input';
import { Textarea } from '@switchroom/ui/components/textarea';
import { useTranslations } from 'next-intl';
import type { ControlProps } from './setting-control';

/** A longer secret is no password but a key of several lines. */
const PASSWORD_MAX = 1000;

/** A secret is set, replaced or left; what it is can never be read back. */
export function SecretControl({ entry, view, input, disabled, changed, onInput, onUndo }: ControlProps) {
  const t = useTranslations('settingValues.field.secret');
  const session = useTranslations('session.signIn');
  const wired = useFieldControl({});
  const set = view.secretSet ?? { own: false, effective: false };
  if (changed && !disabled) {
    const long = entry.type.kind === 'secret' && entry.type.max > PASSWORD_MAX;
    const typed = {
      value: typeof input === 'string' ? input : '',
      onChange: (event: { target: { value: string } }) => onInput(event.target.value),
    };
    return (
      <div className="flex items-start gap-2">
        {long ? (
          <Textarea mono rows={6} autoComplete="off" spellCheck={false} {...typed} />
        ) : (
          <PasswordInput
            className="max-w-96"
            autoComplete="new-password"
            spellCheck={false}
            revealLabel={session('show')}
            hideLabel={session('hide')}
            {...typed}
          />
        )}
        <Button variant="ghost" size="sm" onClick={onUndo}>
          {t('cancel')}
        </Button>
      </div>
    );
  }
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-2">
      <Badge tone={set.effective ? 'ok' : 'neutral'}>
        {set.own ? t('setHere') : set.effective ? t('setAbove') : t('notSet')}
      </Badge>
      <Button {...wired} size="sm" disabled={disabled} onClick={() => onInput('')}>
        {set.own ? t('replace') : t('set')}
      </Button>
    </div>
  );
}
