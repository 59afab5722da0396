'use client';
import type { CatalogueApp, TemplateRow } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { useMutation } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { loose } from '../../i18n/loose';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { AppFormFields } from './app-form-fields';
import { EntryNotes } from './entry-notes';
import { contractForm, newFormValues } from './form-values';
import { useAppForm, useServerErrors } from './use-app-form';
import { useLeaveGuard } from './use-leave-guard';
import { useRememberPlan } from './use-remember-plan';

/** The form of a new App object. It ends in a plan; nothing is written before that is confirmed. */
export function CreateForm({
  pbxId,
  online,
  entry,
  hidden,
  urlStart,
  templates,
  onDirty,
  onBack,
  onClose,
  onPlan,
}: {
  pbxId: string;
  online: boolean;
  entry: CatalogueApp | undefined;
  hidden: boolean;
  urlStart: string | undefined;
  templates: readonly TemplateRow[];
  /** Whether something was typed. */
  onDirty: (dirty: boolean) => void;
  onBack: () => void;
  onClose: () => void;
  onPlan: (planId: string) => void;
}) {
  const t = useTranslations('appObjects.create');
  const editing = useTranslations('appObjects.edit');
  const common = useTranslations('common.actions');
  const apps = loose(useTranslations('apps'));
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const formId = useId();
  const form = useAppForm(
    newFormValues(
      entry,
      templates.map(({ name }) => name),
    ),
  );
  const placeErrors = useServerErrors(form);
  const rememberPlan = useRememberPlan();
  const [elsewhere, setElsewhere] = useState(false);
  const create = useMutation(
    trpc.appObjects.planCreate.mutationOptions({
      onSuccess: (plan) => {
        rememberPlan(plan);
        onPlan(plan.id);
      },
      onError: (error) => setElsewhere(!placeErrors(error)),
    }),
  );
  const guard = useLeaveGuard(form.formState.isDirty, onDirty, hidden);
  const name = entry === undefined ? apps('custom.name') : apps(`${entry.key}.name`);
  return (
    <>
      <SidePanel
        open={!hidden}
        size="lg"
        title={t('titleOf', { name })}
        closeLabel={common('close')}
        onClose={() => guard.leaving(onClose)}
        onEscape={guard.onEscape(onClose)}
        actions={
          <Button
            size="sm"
            variant="ghost"
            icon={<ArrowLeft aria-hidden="true" />}
            onClick={() => guard.leaving(onBack)}
          >
            {t('back')}
          </Button>
        }
        footer={
          <>
            <Button onClick={() => guard.leaving(onClose)}>{common('cancel')}</Button>
            <Button type="submit" form={formId} variant="primary" loading={create.isPending} disabled={!online}>
              {editing('review')}
            </Button>
          </>
        }
      >
        <form
          id={formId}
          noValidate
          onSubmit={(event) =>
            void form.handleSubmit((values) =>
              create.mutate({
                organisationId,
                pbxId,
                ...(entry === undefined ? {} : { catalogueKey: entry.key }),
                form: contractForm(values),
              }),
            )(event)
          }
          className="grid gap-4"
        >
          {online ? null : (
            <Banner tone="warn" live="off">
              {editing('offline')}
            </Banner>
          )}
          {create.error !== null && elsewhere ? <ErrorPanel error={create.error} /> : null}
          <EntryNotes entry={entry} />
          <AppFormFields form={form} entry={entry} urlStart={urlStart} templates={templates} />
          <p className="text-xs text-fg-muted">{t('password')}</p>
        </form>
      </SidePanel>
      {guard.dialog}
    </>
  );
}
