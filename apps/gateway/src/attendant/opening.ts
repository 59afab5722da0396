import { AppError } from '@switchroom/contracts';
import { encodeResult, type FieldsOf, type ResultOf } from '@switchroom/protocol';
import { ATTENDANT_LIMITS, ATTENDANT_PROTOCOL, OpenSession } from '@switchroom/protocol/attendant';
import type { UserLogin } from '../app-service/attendant-door';
import { admit, type Admission, licenceView } from './admission';
import { recordRefusedConsole } from './denial';
import type { Endings } from './endings';
import { languageOf } from './language';
import { linkOfPbx } from './link-of-pbx';
import { pauseView } from './pauses';
import type { AttendantOptions } from './port';
import { Refusal } from './refusal';
import { ConsoleSession, type Wire } from './session';
import type { Sessions } from './sessions';
import type { SettingsPush } from './settings-push';
import { readSettings, type SettingsFacts } from './settings-view';

/** A console that asks for a session. */
export interface OpeningRequest {
  readonly pbxId: string;
  readonly login: UserLogin;
  readonly address: string;
  readonly fields: FieldsOf<typeof OpenSession>;
  readonly src: string | undefined;
  readonly wire: Wire;
  /** Called with the session and the frame that answers it, before any indication can be sent. */
  readonly opened: (session: ConsoleSession, answer: string) => void;
}

/** Opens sessions: the seat, then everything a console begins with. */
export class Opener {
  constructor(
    private readonly context: {
      options: AttendantOptions;
      sessions: Sessions;
      endings: Endings;
      push: SettingsPush;
      stopping: () => boolean;
    },
  ) {}

  /** @throws {Refusal} */
  async open(request: OpeningRequest): Promise<void> {
    const { options, endings, push, stopping } = this.context;
    const { pbxId, fields } = request;
    if (fields.protocol < 1) throw new Refusal('unsupported-protocol', { protocol: ATTENDANT_PROTOCOL });
    const { revision } = push;
    const settings = await this.#settingsOf(pbxId);
    const admission = await this.#admit(request);
    if (admission.kind === 'refused') {
      await recordRefusedConsole(options, admission, request);
      throw new Refusal(admission.code, admission.details);
    }
    if (stopping()) {
      await endings.endUnborn(admission.session, 'stopping');
      throw new Refusal('failed');
    }
    this.#begin(request, admission, settings);
    if (push.revision !== revision) push.refresh(pbxId);
  }

  async #settingsOf(pbxId: string): Promise<SettingsFacts> {
    try {
      return await readSettings(this.context.options.settings, pbxId);
    } catch (error) {
      if (error instanceof AppError && error.code === 'not-found') throw new Refusal('not-an-operator');
      throw error;
    }
  }

  async #admit({ pbxId, login, fields }: OpeningRequest): Promise<Admission> {
    const { options, sessions, endings } = this.context;
    const { type, resume, client, version } = fields;
    const at = new Date(options.clock.now());
    const request = { pbxId, userName: login.user, type, resume, client: `${client} ${version}`.trim(), at };
    return await admit(options.db, request, (id) => (endings.isEnding(id) ? 'ending' : sessions.get(id)));
  }

  #begin(request: OpeningRequest, admission: Extract<Admission, { kind: 'admitted' }>, settings: SettingsFacts): void {
    const { options, sessions, endings } = this.context;
    const { pbxId, fields, src, wire, opened } = request;
    const language = languageOf(fields.locale);
    const link = linkOfPbx(options.fleet.link(pbxId));
    const facts = { operator: admission.operator, type: admission.type, language, src };
    const session = new ConsoleSession(admission.session, facts, { wire, settings, link, now: options.clock.now() });
    const replaced = admission.replaces === undefined ? undefined : sessions.get(admission.replaces);
    if (replaced !== undefined) endings.replaced(replaced);
    sessions.add(session);
    const result: ResultOf<typeof OpenSession> = {
      session: session.id,
      protocol: Math.min(fields.protocol, ATTENDANT_PROTOCOL),
      licence: licenceView(admission.count),
      operator: operatorView(session, request.login),
      settings: session.settingsView(),
      pause: pauseView(admission.pause, settings, language),
      link,
      calls: [...options.callsOf(session.operator)],
      heartbeat: {
        intervalSeconds: ATTENDANT_LIMITS.heartbeatSeconds,
        deadlineSeconds: ATTENDANT_LIMITS.deadlineSeconds,
      },
      time: new Date(options.clock.now()).toISOString(),
    };
    opened(session, encodeResult(OpenSession, result, src === undefined ? {} : { src }));
  }
}

function operatorView(
  { operator }: ConsoleSession,
  { guid, user }: UserLogin,
): ResultOf<typeof OpenSession>['operator'] {
  const { displayName, supervisor, devices } = operator;
  const name = displayName === '' ? user : displayName;
  return {
    // A PBX tells the guid of every user; without one the Name is as good, for it is unique there too.
    user: (guid ?? user).slice(0, ATTENDANT_LIMITS.idLength),
    name: name.slice(0, ATTENDANT_LIMITS.nameLength),
    supervisor,
    devices: devices.map((device) => ({ device: device.slice(0, ATTENDANT_LIMITS.idLength) })),
  };
}
