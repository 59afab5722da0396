'use client';
import { Badge } from '@switchroom/ui/components/badge';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { Popover } from '@switchroom/ui/components/popover';
import { ThemeToggle } from '@switchroom/ui/components/theme-toggle';
import { toast } from '@switchroom/ui/components/toaster';
import type { Theme } from '@switchroom/ui/lib/theme';
import { CircleUserRound, LogOut, MonitorSmartphone, ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { signOut } from '../session/account-client';
import { useSession } from '../session/session-context';
import { LanguageSelect } from './language-select';
import { useThemeLabels } from './use-theme';

/** Ends the session and leaves with a full load; says so when the gateway does not answer. */
export function useSignOut(): () => void {
  const t = useTranslations('session');
  return () => {
    void signOut().then((done) => {
      if (done) window.location.assign('/sign-in');
      else toast.error(t('signOutFailed'));
    });
  };
}

/** Who is signed in, theme, language, sign-out. */
export function PersonMenu({ theme }: { theme: Theme }) {
  const t = useTranslations('shell');
  const session = useTranslations('session');
  const access = useTranslations('access');
  const account = useTranslations('account.menu');
  const impersonating = useTranslations('impersonation.person');
  const { user, memberships, version, demo, impersonation } = useSession();
  const labels = useThemeLabels();
  const leave = useSignOut();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('person.menu')}
      align="end"
      className="grid gap-4"
      trigger={<IconButton label={t('person.menu')} icon={<CircleUserRound aria-hidden="true" />} />}
    >
      <div className="grid min-w-0 gap-0.5">
        <p className="truncate font-medium">{user.name}</p>
        <p className="truncate text-xs text-fg-muted">{user.email}</p>
        <p className="flex items-center gap-2 pt-1">
          {memberships.slice(0, 1).map(({ role, customName }) => (
            <Badge key={role}>{customName ?? access(`roles.${role}`)}</Badge>
          ))}
          {demo ? <Badge tone="info">{t('demo')}</Badge> : null}
        </p>
        {impersonation === null ? null : (
          <p className="flex items-center gap-2 pt-1 text-xs">
            <Badge tone={impersonation.mode === 'act' ? 'danger' : 'warn'}>{impersonating(impersonation.mode)}</Badge>
            <span className="min-w-0 truncate">{impersonating('actor', { name: impersonation.actor })}</span>
          </p>
        )}
      </div>
      <div className="grid gap-1">
        <span className="text-sm font-medium">{t('person.theme')}</span>
        <ThemeToggle initial={currentTheme(theme)} labels={labels} />
      </div>
      {impersonation === null ? (
        <div className="grid gap-0.5">
          <LinkButton
            variant="ghost"
            className="justify-start"
            href="/account/security"
            icon={<ShieldCheck aria-hidden="true" />}
          >
            {account('security')}
          </LinkButton>
          <LinkButton
            variant="ghost"
            className="justify-start"
            href="/account/sessions"
            icon={<MonitorSmartphone aria-hidden="true" />}
          >
            {account('sessions')}
          </LinkButton>
        </div>
      ) : null}
      <Field label={t('person.language')}>
        <LanguageSelect />
      </Field>
      <div className="flex items-center justify-between gap-2 border-t border-line pt-3">
        <span className="text-xs text-fg-muted">{t('person.version', { version })}</span>
        <Button icon={<LogOut aria-hidden="true" />} onClick={leave}>
          {session('signOut')}
        </Button>
      </div>
    </Popover>
  );
}

// The command palette may have changed the theme since the server rendered this.
function currentTheme(rendered: Theme): Theme {
  if (typeof document === 'undefined') return rendered;
  const now = document.documentElement.dataset.theme;
  return now === 'light' || now === 'dark' || now === 'system' ? now : rendered;
}
