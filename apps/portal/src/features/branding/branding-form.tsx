'use client';
import { type BrandingSettings, isColour } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { SaveBar } from '@switchroom/ui/components/save-bar';
import { Section } from '@switchroom/ui/components/section';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { refusedField, shortErrorLine } from '../../shell/refusal-line';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { useLeaveGuard } from '../app-objects/use-leave-guard';
import { logoPath } from './brand-css';
import { BrandingPreview } from './branding-preview';
import { ColourField } from './colour-field';
import { type BrandingDraft, checkDraft, type DraftField, draftOf, isChanged } from './draft';
import { LogoField } from './logo-field';
import { useBrandingChanges } from './use-branding-changes';

const told = (): void => undefined;

/** The form beside its preview; what is not filled in comes from the product, not from above. */
export function BrandingForm({ settings }: { settings: BrandingSettings }) {
  const t = useTranslations('branding');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const ruleText = useRuleText();
  const formId = useId();
  const { own, inherited, inheritedFrom } = settings;
  const [draft, setDraft] = useState<BrandingDraft>(() => draftOf(own));
  const [tried, setTried] = useState(false);
  const [removing, setRemoving] = useState(false);
  const { organisationId, update, remove } = useBrandingChanges(() => setRemoving(false));
  const checked = checkDraft(draft, organisationId, own?.version ?? 0);
  const dirty = isChanged(draft, own);
  const guard = useLeaveGuard(dirty && !update.isSuccess, told, false);
  const set = (change: Partial<BrandingDraft>): void => {
    update.reset();
    setDraft((current) => ({ ...current, ...change }));
  };
  const refusal = remove.error === null ? undefined : errorText(remove.error);
  const fieldErrors = update.error === null ? {} : errorText(update.error).fields;
  const problem = (field: DraftField | 'logo'): string | undefined =>
    (tried && 'rules' in checked ? ruleText(checked.rules[field]) : undefined) ?? fieldErrors[field];
  // A colour that can be seen to be wrong is named at once.
  const colourProblem = (field: 'accentLight' | 'accentDark'): string | undefined =>
    isColour(draft[field].trim().toLowerCase()) && 'rules' in checked ? ruleText(checked.rules[field]) : problem(field);
  const text = (field: DraftField): { value: string; onChange: (event: { target: { value: string } }) => void } => ({
    value: draft[field],
    onChange: (event) => set({ [field]: event.target.value }),
  });
  const logo =
    draft.logo.kind === 'new'
      ? `data:${draft.logo.type};base64,${draft.logo.base64}`
      : draft.logo.kind === 'kept' && own?.logo
        ? logoPath(own.logo)
        : undefined;
  const colour = (value: string): string | null => (value.trim() === '' ? null : value.trim().toLowerCase());

  return (
    <>
      <form
        id={formId}
        noValidate
        className="grid gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if ('input' in checked) update.mutate(checked.input);
        }}
      >
        {own === null ? (
          <Banner tone="info" title={t(inherited === null ? 'none.title' : 'inherited.title')}>
            {inherited === null
              ? t('none.text')
              : inheritedFrom === undefined
                ? t('inherited.text', { name: inherited.productName })
                : t('inherited.textOf', { name: inherited.productName, place: inheritedFrom.name })}
          </Banner>
        ) : null}
        {update.error && Object.keys(fieldErrors).length === 0 ? <ErrorPanel error={update.error} /> : null}
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,28rem)_minmax(0,1fr)]">
          <div className="grid gap-6">
            <Section title={t('look')}>
              <Field
                label={t('fields.productName')}
                help={t('fields.productNameHelp')}
                error={problem('productName')}
                required
                requiredMark={common('required')}
              >
                <Input autoComplete="off" {...text('productName')} />
              </Field>
              <LogoField shown={logo} onChange={(next) => set({ logo: next })} error={problem('logo')} />
              <ColourField
                theme="light"
                value={draft.accentLight}
                onChange={(accentLight) => set({ accentLight })}
                error={colourProblem('accentLight')}
              />
              <ColourField
                theme="dark"
                value={draft.accentDark}
                onChange={(accentDark) => set({ accentDark })}
                error={colourProblem('accentDark')}
              />
            </Section>
            <Section title={t('address')}>
              <Field label={t('fields.hostName')} help={t('fields.hostNameHelp')} error={problem('hostName')}>
                <Input mono autoComplete="off" spellCheck={false} {...text('hostName')} />
              </Field>
            </Section>
            <Section title={t('mail')}>
              <Field
                label={t('fields.mailFromName')}
                help={t('fields.mailFromNameHelp')}
                error={problem('mailFromName')}
              >
                <Input autoComplete="off" {...text('mailFromName')} />
              </Field>
              <Field label={t('fields.mailReplyTo')} help={t('fields.mailReplyToHelp')} error={problem('mailReplyTo')}>
                <Input type="email" autoComplete="off" spellCheck={false} {...text('mailReplyTo')} />
              </Field>
            </Section>
            {own === null ? null : (
              <div>
                <Button variant="ghost" onClick={() => setRemoving(true)}>
                  {t('remove.open')}
                </Button>
              </div>
            )}
          </div>
          <Section title={t('preview.title')} description={t('preview.help')}>
            <BrandingPreview
              look={{
                productName: draft.productName.trim() === '' ? common('product') : draft.productName.trim(),
                accentLight: colour(draft.accentLight),
                accentDark: colour(draft.accentDark),
                logo,
              }}
            />
          </Section>
        </div>
        <SaveBar visible={dirty && !update.isSuccess} summary={t('unsaved')}>
          <Button onClick={() => set(draftOf(own))}>{common('actions.discard')}</Button>
          <Button type="submit" variant="primary" loading={update.isPending}>
            {common('actions.save')}
          </Button>
        </SaveBar>
      </form>
      {/* Beside the form: what is confirmed there must not be sent by this one as well. */}
      {guard.dialog}
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t('remove.title')}
        description={t('remove.text')}
        confirmLabel={t('remove.submit')}
        cancelLabel={common('actions.cancel')}
        danger
        loading={remove.isPending}
        error={refusal && (refusedField(refusal) ?? shortErrorLine(refusal))}
        onConfirm={() => remove.mutate({ organisationId, version: own?.version ?? 0 })}
      />
    </>
  );
}
