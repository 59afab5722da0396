'use client';
import type { HeldRole, IdentityProviderView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback, useId, useState } from 'react';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { useLeaveGuard } from '../app-objects/use-leave-guard';
import { emptyProvider, type ProviderFormValues, toCreate, toForm, toUpdate } from './form-values';
import { ProviderForm } from './provider-form';
import { RemoveDialog } from './remove-dialog';

/** A new provider, or one that is there. What is shown is kept from the moment it was opened: the list may be read again. */
export function ProviderPanel({
  provider,
  next,
  roles,
  onClose,
}: {
  provider: IdentityProviderView | undefined;
  next: { providerId: string; redirectUri: string };
  roles: readonly HeldRole[];
  onClose: () => void;
}) {
  const t = useTranslations('identityProviders');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const errorText = useErrorText();
  const mayManage = useCan('sso:manage');
  const id = useId();
  const [opened] = useState({ provider, next });
  const [dirty, setDirty] = useState(false);
  const [removing, setRemoving] = useState(false);
  const done = useCallback(async () => {
    await queryClient.invalidateQueries(trpc.identityProviders.list.pathFilter());
    onClose();
  }, [queryClient, trpc, onClose]);
  const create = useMutation(trpc.identityProviders.create.mutationOptions({ onSuccess: done }));
  const update = useMutation(trpc.identityProviders.update.mutationOptions({ onSuccess: done }));
  const saving = create.isPending || update.isPending;
  const error = create.error ?? update.error;
  const refused = error === null ? {} : errorText(error).fields;
  const { leaving, onEscape, dialog } = useLeaveGuard(dirty && !saving, setDirty, false);

  const save = (values: ProviderFormValues): void => {
    if (opened.provider === undefined) {
      create.mutate(toCreate({ organisationId: organisation.id, providerId: opened.next.providerId }, values));
      return;
    }
    const ids = { organisationId: organisation.id, providerId: opened.provider.id };
    update.mutate(toUpdate(ids, opened.provider.version, values));
  };

  return (
    <>
      <SidePanel
        open
        size="lg"
        onClose={() => leaving(onClose)}
        onEscape={onEscape(onClose)}
        title={opened.provider?.name ?? t('new.title')}
        description={opened.provider === undefined ? t('new.description') : undefined}
        closeLabel={common('close')}
        footer={
          mayManage ? (
            <>
              {opened.provider === undefined ? null : (
                <Button variant="danger" className="mr-auto" disabled={saving} onClick={() => setRemoving(true)}>
                  {t('remove.action')}
                </Button>
              )}
              <Button disabled={saving} onClick={() => leaving(onClose)}>
                {common('cancel')}
              </Button>
              <Button type="submit" form={id} variant="primary" loading={saving}>
                {common('save')}
              </Button>
            </>
          ) : undefined
        }
      >
        <div className="grid gap-4">
          {error !== null && Object.keys(refused).length === 0 ? <ErrorPanel error={error} /> : null}
          <ProviderForm
            id={id}
            initial={opened.provider === undefined ? emptyProvider : toForm(opened.provider)}
            isNew={opened.provider === undefined}
            redirectUri={opened.provider?.redirectUri ?? opened.next.redirectUri}
            roles={roles}
            refused={refused}
            readOnly={!mayManage}
            onSubmit={save}
            onDirty={setDirty}
          />
        </div>
      </SidePanel>
      {dialog}
      {removing && opened.provider !== undefined ? (
        <RemoveDialog provider={opened.provider} onClose={() => setRemoving(false)} onRemoved={onClose} />
      ) : null}
    </>
  );
}
