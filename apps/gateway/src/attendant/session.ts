import { encodeFrame, type EventDescriptor, type FieldsOf } from '@switchroom/protocol';
import { type ConsoleType, LinkInfo, SettingsInfo } from '@switchroom/protocol/attendant';
import type { Language } from './language';
import { type LinkOfPbx, type SettingsFacts, settingsView, type SettingsView } from './settings-view';

/** An operator as the administrator set them up; read again while the session lasts. */
export interface OperatorFacts {
  readonly operatorId: string;
  readonly pbxId: string;
  readonly organisationId: string;
  /** Path of that organisation, for the scope of what the session writes. */
  readonly organisationPath: string;
  readonly userName: string;
  readonly displayName: string;
  readonly consoleType: ConsoleType;
  readonly supervisor: boolean;
  /** Hardware ids, the first one first. */
  readonly devices: readonly string[];
}

/** The websocket of a session, as long as there is one. */
export interface Wire {
  send(text: string): void;
  /** The session is over, the websocket may be used for another one. */
  release(): void;
  /** Nothing is sent or read afterwards. */
  close(code: number, why: string): void;
}

/** One open session: the seat of one console. Outlives its websocket until the deadline. */
export class ConsoleSession {
  /** Milliseconds since 1970 of the last sign of life, and of the last one that the database knows. */
  seenAt: number;
  savedSeenAt: number;
  operator: OperatorFacts;
  #wire: Wire | undefined;
  #settings: SettingsFacts;
  #link: LinkOfPbx;
  #toldSettings: SettingsView;

  constructor(
    readonly id: string,
    readonly facts: {
      readonly operator: OperatorFacts;
      readonly type: ConsoleType;
      readonly language: Language;
      /** Of OpenSession; every indication carries it. */
      readonly src: string | undefined;
    },
    state: { wire: Wire | undefined; settings: SettingsFacts; link: LinkOfPbx; now: number },
  ) {
    this.operator = facts.operator;
    this.seenAt = state.now;
    this.savedSeenAt = state.now;
    this.#wire = state.wire;
    this.#settings = state.settings;
    this.#link = state.link;
    this.#toldSettings = this.settingsView();
  }

  get pbxId(): string {
    return this.operator.pbxId;
  }

  get connected(): boolean {
    return this.#wire !== undefined;
  }

  get settings(): SettingsFacts {
    return this.#settings;
  }

  settingsView(): SettingsView {
    return settingsView(this.#settings, this.#link, this.facts.language);
  }

  /** Sends an indication; one for a console whose connection is lost is dropped, OpenSession tells it all again. */
  tell<D extends EventDescriptor>(event: D, fields: FieldsOf<D>): void {
    const { src } = this.facts;
    this.#wire?.send(encodeFrame(event, fields, src === undefined ? {} : { src }));
  }

  /** Takes over what holds now, and tells the console when it sees a difference. */
  setSettings(settings: SettingsFacts): void {
    this.#settings = settings;
    this.#tellSettings();
  }

  /** The panic button depends on the link, so the settings follow it. */
  setLink(link: LinkOfPbx): void {
    if (link.state === this.#link.state) return;
    this.#link = link;
    this.tell(LinkInfo, { link });
    this.#tellSettings();
  }

  /** The websocket went. The seat stays until the deadline. */
  disconnect(): void {
    this.#wire = undefined;
  }

  /** Lets go of the websocket, if there is one. */
  release(): void {
    this.#wire?.release();
    this.#wire = undefined;
  }

  /** Closes the websocket, if there is one. */
  close(code: number, why: string): void {
    this.#wire?.close(code, why);
    this.#wire = undefined;
  }

  #tellSettings(): void {
    const settings = this.settingsView();
    if (JSON.stringify(settings) === JSON.stringify(this.#toldSettings)) return;
    this.#toldSettings = settings;
    this.tell(SettingsInfo, { settings });
  }
}
