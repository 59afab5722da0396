'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { type PbxDetail, pbxNameSchema } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useTranslations } from 'next-intl';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { usePbxUpdate } from './use-pbx-update';

const schema = z.object({ name: pbxNameSchema });

/** Gives the PBX another name in Switchroom. */
export function RenameDialog({ pbx, onClose }: { pbx: PbxDetail; onClose: () => void }) {
  const t = useTranslations('pbx.rename');
  const common = useTranslations('common.actions');
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const { error, isPending, save } = usePbxUpdate(pbx, onClose);
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ resolver: zodResolver(schema), defaultValues: { name: pbx.name } });
  const fieldError = error === null ? undefined : errorText(error).fields['name'];
  return (
    <FormDialog
      title={t('title')}
      description={t('description')}
      size="sm"
      submit={common('save')}
      busy={isPending}
      onSubmit={(event) => void handleSubmit(save)(event)}
      onClose={onClose}
    >
      {error !== null && fieldError === undefined ? <ErrorPanel error={error} /> : null}
      <Field label={t('name')} error={ruleText(errors.name?.message) ?? fieldError}>
        <Input autoComplete="off" {...register('name')} />
      </Field>
    </FormDialog>
  );
}
