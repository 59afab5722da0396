'use client';
import { type AppObjectDetail, appCatalogue } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { SaveBar } from '@switchroom/ui/components/save-bar';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { Switch } from '@switchroom/ui/components/switch';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, useWatch } from 'react-hook-form';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { ActBanner } from '../pbx/act-banner';
import { usePlanWords } from '../plans/field-words';
import { AppFacts } from './app-facts';
import { AppFormFields } from './app-form-fields';
import { AppReferences } from './app-references';
import { DeleteDialog } from './delete-dialog';
import { EntryNotes } from './entry-notes';
import { type AppFormValues, contractForm, editFormValues } from './form-values';
import { OutsidePanel } from './outside-panel';
import { useAppForm, useServerErrors } from './use-app-form';
import { useEditBase } from './use-edit-base';
import { useLeaveGuard } from './use-leave-guard';
import { useRememberPlan } from './use-remember-plan';

/** The form of an App object with everything around it. Saving makes a plan against what the PBX has at that moment. */
export function AppEditor({
  pbxId,
  app,
  online,
  hidden,
  onDirty,
  onClose,
  onPlan,
  onOpen,
}: {
  pbxId: string;
  app: AppObjectDetail;
  online: boolean;
  hidden: boolean;
  onDirty: (dirty: boolean) => void;
  onClose: () => void;
  onPlan: (planId: string) => void;
  onOpen: (guid: string) => void;
}) {
  const t = useTranslations('appObjects.edit');
  const common = useTranslations('common.actions');
  const words = usePlanWords();
  const fieldList = (fields: readonly string[]): string =>
    fields.map((field) => (field === 'templates' ? t('templates') : words.field(field))).join(', ');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const mayChange = useCan('app-objects:change');
  const templates = useQuery(trpc.templates.list.queryOptions({ organisationId, pbxId })).data?.rows;
  const form = useAppForm(editFormValues(app.form));
  const values = useWatch({ control: form.control }) as AppFormValues;
  const { base, changed, news, takeOver } = useEditBase(app.form, values, form);
  const dirty = changed.length > 0 || values.newPassword;
  const placeErrors = useServerErrors(form);
  const rememberPlan = useRememberPlan();
  const [elsewhere, setElsewhere] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const update = useMutation(
    trpc.appObjects.planUpdate.mutationOptions({
      onSuccess: (plan) => {
        rememberPlan(plan);
        onPlan(plan.id);
      },
      onError: (error) => setElsewhere(!placeErrors(error)),
    }),
  );
  const guard = useLeaveGuard(dirty, onDirty, hidden);
  const entry = appCatalogue.find(({ key }) => key === app.catalogueKey);
  const gone = app.outside?.deleted === true;
  const readOnly = !mayChange || gone;
  const submit = form.handleSubmit((input) =>
    update.mutate({
      organisationId,
      pbxId,
      guid: app.guid,
      base,
      form: contractForm(input),
      newPassword: input.newPassword,
    }),
  );
  return (
    <>
      <SidePanel
        open={!hidden}
        size="lg"
        title={app.longName === '' ? app.name : app.longName}
        description={<AppFacts app={app} />}
        closeLabel={common('close')}
        onClose={() => guard.leaving(onClose)}
        onEscape={guard.onEscape(onClose)}
        actions={
          mayChange && !gone && !app.isOwnLink ? (
            <Button
              size="sm"
              variant="ghost"
              icon={<Trash2 aria-hidden="true" />}
              disabled={!online}
              onClick={() => setDeleting(true)}
            >
              {common('delete')}
            </Button>
          ) : undefined
        }
      >
        <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
          {online ? null : (
            <Banner tone="warn" live="off">
              {t('offline')}
            </Banner>
          )}
          {app.isOwnLink ? (
            <Banner tone="info" live="off" title={t('ownLinkTitle')}>
              {t('ownLink')}
            </Banner>
          ) : null}
          {app.outside === undefined ? null : (
            <OutsidePanel pbxId={pbxId} app={app} outside={app.outside} online={online} onPlan={onPlan} />
          )}
          {news.length > 0 ? (
            <ActBanner
              tone="warn"
              live="status"
              title={t('newsTitle')}
              acts={<Button onClick={takeOver}>{t('takeOver')}</Button>}
            >
              {t('news', { fields: fieldList(news) })}
            </ActBanner>
          ) : null}
          {update.error !== null && elsewhere ? <ErrorPanel error={update.error} /> : null}
          {entry === undefined ? null : <EntryNotes entry={entry} />}
          <AppFormFields
            form={form}
            entry={entry}
            isOwnLink={app.isOwnLink}
            templates={templates}
            readOnly={readOnly}
          />
          {readOnly || app.isOwnLink ? null : (
            <Controller
              control={form.control}
              name="newPassword"
              render={({ field }) => (
                <Switch
                  checked={field.value}
                  onCheckedChange={field.onChange}
                  label={t('newPassword')}
                  help={t('newPasswordHelp')}
                />
              )}
            />
          )}
          <AppReferences app={app} onOpen={onOpen} />
          {readOnly ? null : (
            <SaveBar
              visible={dirty}
              summary={[
                t('changed', { fields: fieldList([...changed, ...(values.newPassword ? ['password'] : [])]) }),
                ...(news.length > 0 ? [t('alsoThere', { fields: fieldList(news) })] : []),
              ].join(' · ')}
              className="max-md:bottom-0"
            >
              <Button
                onClick={() => {
                  takeOver();
                  update.reset();
                }}
              >
                {common('discard')}
              </Button>
              <Button type="submit" variant="primary" loading={update.isPending} disabled={!online}>
                {t('review')}
              </Button>
            </SaveBar>
          )}
        </form>
      </SidePanel>
      {guard.dialog}
      {deleting ? (
        <DeleteDialog
          pbxId={pbxId}
          app={app}
          onClose={() => setDeleting(false)}
          onPlan={(planId) => {
            setDeleting(false);
            onPlan(planId);
          }}
        />
      ) : null}
    </>
  );
}
