import type * as z from 'zod';

/** The APIs that a PBX can enable at an App object and lists in `PbxInfo.apis` (innovaphone SDK, AppWebsocket). */
export const API_IDS = [
  'PbxApi',
  'PbxSignal',
  'EpSignal',
  'PbxMessages',
  'PbxTableUsers',
  'PbxAdminApi',
  'Services',
  'RCC',
  'PbxImpersonation',
] as const;

/** Identifier of an API as it stands in the `api` property of a message. */
export type ApiId = (typeof API_IDS)[number];

/** APIs that app services offer by themselves; no PBX lists or grants them. */
export const SERVICE_API_IDS = ['com.switchroom.attendant'] as const;

/** Anything that can stand in the `api` property of a message of ours. */
export type ApiName = ApiId | (typeof SERVICE_API_IDS)[number];

/**
 * What a request does to the peer. `write` is the only one that changes stored state and therefore must never be re-sent
 * blindly; `subscribe` starts or ends indications; `session` belongs to the connection itself (login, calls, keep-alive).
 */
export type Effect = 'read' | 'write' | 'subscribe' | 'session';

/** Decides between messages that share `api` and `mt`, by looking at the fields as received. */
export type Recognise = (raw: Readonly<Record<string, unknown>>) => boolean;

/** Another name under which the same message is seen, because documents or builds disagree. Never written by us. */
export interface Alias {
  readonly mt: string;
  readonly recognise: Recognise;
}

export interface RequestDescriptor<
  Api extends ApiName | undefined = ApiName | undefined,
  Mt extends string = string,
  ResultMt extends string = string,
  Fields extends z.ZodObject = z.ZodObject,
  Result extends z.ZodObject = z.ZodObject,
  E extends Effect = Effect,
> {
  readonly kind: 'request';
  readonly api: Api;
  readonly mt: Mt;
  readonly resultMt: ResultMt;
  readonly effect: E;
  readonly fields: Fields;
  readonly result: Result;
  readonly recognise?: Recognise;
  readonly resultAliases?: readonly Alias[];
}

/** Requests by what they do to the peer, so that a port can accept only reads, or only writes. */
export type ReadRequest = RequestDescriptor & { readonly effect: 'read' };
export type WriteRequest = RequestDescriptor & { readonly effect: 'write' };
export type SubscribeRequest = RequestDescriptor & { readonly effect: 'subscribe' };

export interface EventDescriptor<
  Api extends ApiName | undefined = ApiName | undefined,
  Mt extends string = string,
  Fields extends z.ZodObject = z.ZodObject,
> {
  readonly kind: 'event';
  readonly api: Api;
  readonly mt: Mt;
  readonly fields: Fields;
  readonly recognise?: Recognise;
  readonly aliases?: readonly Alias[];
}

export type Descriptor = RequestDescriptor | EventDescriptor;

/** Fields of a request or event, without the envelope (`mt`, `api`, `src`). */
export type FieldsOf<D extends Descriptor> = z.output<D['fields']>;

/** Fields of the successful result of a request, without the envelope. */
export type ResultOf<D extends RequestDescriptor> = z.output<D['result']>;

/** The envelope of every message; `src` is chosen by the requester and echoed in results and indications. */
export interface Envelope {
  readonly mt: string;
  readonly api?: string;
  readonly src?: string;
}

/** A message whose fields are not narrowed to one descriptor. Fields that no descriptor knows are kept as received. */
export type Message = Envelope & Readonly<Record<string, unknown>>;

/** The failure form of any result: text or number, with an optional text beside it. */
export interface Failure {
  readonly error: string | number | true;
  readonly errorText?: string;
}

export type RequestMessage<D extends RequestDescriptor> = Envelope & FieldsOf<D>;
export type ResultMessage<D extends RequestDescriptor> = Envelope & ResultOf<D>;
export type EventMessage<D extends EventDescriptor> = Envelope & FieldsOf<D>;
export type FailureMessage = Envelope & Failure;

/** Defines a request with its result as one value; `api: undefined` is the base protocol. */
export function defineRequest<
  const Api extends ApiName | undefined,
  const Mt extends string,
  const ResultMt extends string,
  Fields extends z.ZodObject,
  Result extends z.ZodObject,
  const E extends Effect,
>(
  spec: Omit<RequestDescriptor<Api, Mt, ResultMt, Fields, Result, E>, 'kind'>,
): RequestDescriptor<Api, Mt, ResultMt, Fields, Result, E> {
  return { kind: 'request', ...spec };
}

/** Defines a message that has no result of its own: an indication, or a one-way message such as KeepAlive. */
export function defineEvent<const Api extends ApiName | undefined, const Mt extends string, Fields extends z.ZodObject>(
  spec: Omit<EventDescriptor<Api, Mt, Fields>, 'kind'>,
): EventDescriptor<Api, Mt, Fields> {
  return { kind: 'event', ...spec };
}
