import type { LinkContext, LinkTarget } from '../context';
import { Link } from '../link';
import { type FakeTransport, harness, settle } from './fakes';

/** Our App object as the PBX tells it. */
export const APP = {
  mt: 'GetObjectResult',
  api: 'PbxAdminApi',
  guid: '0123456789abcdef0123456789abcdef',
  h323: 'attendant',
  cn: 'Attendant',
  loc: 'master',
  pseudo: { type: 'app', app: { admin: true, tableusers: true, websocket: true } },
};

/** An outbound link that was not started, with what it reports. */
export function outbound(target: Partial<LinkTarget> = {}, context: Partial<LinkContext> = {}) {
  const context_ = harness(target, context);
  const link = new Link(context_);
  const events: string[] = [];
  link.events.on('state', ({ state }) => events.push(state.kind));
  link.events.on('ready', ({ epoch }) => events.push(`ready#${epoch}`));
  link.events.on('down', ({ epoch, reason }) => events.push(`down#${epoch} ${reason}`));
  return { ...context_, link, events };
}

export type Outbound = ReturnType<typeof outbound>;

/** A started inbound link. */
export function inbound(context: Partial<LinkContext> = {}) {
  const made = outbound({ direction: 'inbound', address: undefined }, context);
  made.link.start({ reason: 'never-connected' });
  return made;
}

/** Plays the PBX up to the end of the login. */
export async function loggedIn({ fake, dialler }: Outbound): Promise<FakeTransport> {
  await settle(fake);
  const transport = dialler.latest;
  transport.deliver({ mt: 'AppChallengeResult', challenge: '1234' });
  await settle(fake);
  transport.deliver({ mt: 'AppLoginResult', ok: true });
  await settle(fake);
  return transport;
}

/** Answers the questions of the identity step. */
export async function identified({ fake }: Outbound, transport: FakeTransport, app: object = APP): Promise<void> {
  const monitor = transport.last('MonitorConfig');
  transport.deliver({ mt: 'MonitorConfigResult', api: 'PbxAdminApi', src: monitor?.src });
  transport.deliver({
    mt: 'MonitorConfigInfo',
    api: 'PbxAdminApi',
    src: monitor?.src,
    domain: 'example.com',
    pbx: 'master',
  });
  transport.deliver({ ...app, src: transport.last('GetObject')?.src });
  await settle(fake);
}

/** Plays the PBX until the link is ready. */
export async function ready(made: Outbound): Promise<FakeTransport> {
  const transport = await loggedIn(made);
  await identified(made, transport);
  return transport;
}
