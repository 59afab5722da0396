'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { appCatalogue, type OrganisationHit } from '@switchroom/contracts';
import { Link } from '@switchroom/ui/components/link';
import { PageHead } from '@switchroom/ui/components/page-head';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { type PinChoice, pinOf } from '../certificate/pin-choice';
import { useCertificateProbe } from '../certificate/use-certificate-probe';
import { linkPagePath } from '../pbx/paths';
import { CertificateStep } from './certificate-step';
import { DetailsStep } from './details-step';
import { DirectionStep } from './direction-step';
import { keepPassword } from '../pbx/once-password';
import { StepList } from './step-list';
import {
  createInput,
  detailFieldOf,
  detailsSchema,
  stepsOf,
  type WizardInput,
  type WizardValues,
} from './wizard-state';

const parsers = {
  step: parseAsStringLiteral(['direction', 'details', 'certificate'] as const).withDefault('direction'),
  direction: parseAsStringLiteral(['inbound', 'outbound'] as const),
};

/** Adds a PBX step by step; the last step, configuring and connecting, is a page of its own that can be found again. */
export function AddPbxWizard() {
  const t = useTranslations('addPbx');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const current = useOrganisation();
  const errorText = useErrorText();
  const [{ step: wanted, direction }, setPlace] = useQueryStates(parsers, { history: 'push' });
  const [organisation, setOrganisation] = useState<OrganisationHit>(current);
  const [choice, setChoice] = useState<PinChoice>({ pin: undefined });
  const certificate = useCertificateProbe();
  const form = useForm<WizardInput, unknown, WizardValues>({
    resolver: zodResolver(detailsSchema),
    defaultValues: {
      direction: direction ?? 'inbound',
      targetOrganisationId: current.id,
      name: '',
      appObjectName: appCatalogue.find(({ key }) => key === 'attendant')?.name ?? '',
      domain: '',
      address: '',
      passwordFrom: 'made',
      password: '',
    },
  });
  const { setValue } = form;
  useEffect(() => {
    if (direction !== null) setValue('direction', direction);
  }, [direction, setValue]);
  // An address opened in the middle starts where its answers are missing.
  const step =
    direction === null
      ? 'direction'
      : wanted === 'certificate' &&
          (direction === 'inbound' || certificate.address === undefined || certificate.addressError !== undefined)
        ? 'details'
        : wanted;
  const create = useMutation(
    trpc.pbxs.create.mutationOptions({
      // The answer may hold the made password: it is forgotten with this page.
      gcTime: 0,
      onSuccess: ({ pbx, password, instructions }) => {
        if (password !== undefined) keepPassword(pbx.id, password);
        queryClient.setQueryData(
          trpc.pbxs.instructions.queryKey({ organisationId: current.id, pbxId: pbx.id }),
          instructions,
        );
        void queryClient.invalidateQueries(trpc.pbxs.list.pathFilter());
        router.replace(linkPagePath(current.id, pbx.id));
      },
      onError: (error) => {
        const wrong = Object.entries(errorText(error).fields).flatMap(([path, message]) => {
          const field = detailFieldOf(path);
          return field === undefined ? [] : [{ field, message }];
        });
        wrong.forEach(({ field, message }, index) =>
          form.setError(field, { type: 'server', message }, { shouldFocus: index === 0 }),
        );
        if (wrong.length > 0) void setPlace({ step: 'details' });
      },
    }),
  );
  const fields = create.error === null ? {} : errorText(create.error).fields;
  const placed = Object.keys(fields).some((path) => detailFieldOf(path) !== undefined);
  const problem =
    create.error === null || placed ? null : fields['pinnedFingerprint'] === undefined ? (
      <ErrorPanel error={create.error} />
    ) : (
      <p role="alert" className="text-sm text-danger">
        {fields['pinnedFingerprint']}
      </p>
    );
  const submit = (values: WizardValues): void =>
    create.mutate(createInput(current.id, values, pinOf(certificate.probe, choice)));
  return (
    <>
      <PageHead
        breadcrumb={
          <Link href={`/o/${current.id}/pbxs`} className="rounded-sm hover:text-fg hover:underline">
            {t('breadcrumb')}
          </Link>
        }
        title={t('title')}
      />
      <div className="grid max-w-2xl gap-5">
        <StepList steps={stepsOf(direction)} current={step} />
        {step === 'direction' || direction === null ? (
          <DirectionStep direction={direction} onNext={(next) => void setPlace({ step: 'details', direction: next })} />
        ) : step === 'details' ? (
          <DetailsStep
            form={form}
            direction={direction}
            organisation={organisation}
            onOrganisation={(next) => {
              setOrganisation(next);
              form.setValue('targetOrganisationId', next.id);
            }}
            busy={create.isPending || create.isSuccess}
            error={problem}
            addressError={certificate.addressError}
            onAddress={certificate.forget}
            onBack={() => void setPlace({ step: 'direction' })}
            onNext={(values) => {
              if (values.direction === 'inbound') return submit(values);
              setChoice({ pin: undefined });
              create.reset();
              certificate.look(values.address);
              void setPlace({ step: 'certificate' });
            }}
          />
        ) : (
          <CertificateStep
            address={form.getValues('address').trim()}
            certificate={certificate}
            choice={choice}
            onChoice={setChoice}
            busy={create.isPending || create.isSuccess}
            error={problem}
            onBack={() => void setPlace({ step: 'details' })}
            onCreate={() => void form.handleSubmit(submit)()}
          />
        )}
      </div>
    </>
  );
}
