import type { PbxConfig, PbxCore } from './core';
import type { Licence } from './state/licences';
import { type DiversionType, withDiversion } from './state/diversions';
import type { Leg, Target } from './state/legs';
import type { DeviceBehaviour, NumberBehaviour } from './state/phones';
import { isJsonObject, type JsonObject, type PbxObject, splitNames, text } from './state/types';
import type { PresenceEntry } from './state/presence';

const NATIVE = { kind: 'native' } as const;

/**
 * The native administrator: edits on the PBX itself, behind the back of every connection. Replication, monitors and
 * dialers notice, the journal of writes does not. Everything throws an Error with the PBX's text when it refuses.
 * Objects are named by guid, Name (`h323`) or long name (`cn`).
 */
export class NativeAdmin {
  constructor(
    private readonly core: PbxCore,
    private readonly touched: () => void,
  ) {}

  /** Creates an object from UpdateObject fields; returns its guid. */
  createObject(fields: JsonObject): string {
    return this.write({ template: 'without', ...fields, guid: '' });
  }

  /** Creates a user; the Name is made from the long name when not given. */
  createUser(fields: JsonObject & { readonly cn: string }): string {
    return this.createObject({ h323: fields.cn.toLowerCase().replaceAll(/\s+/g, '.'), dn: fields.cn, ...fields });
  }

  updateObject(object: string, fields: JsonObject): string {
    return this.write({ template: 'without', ...fields, guid: this.find(object).guid });
  }

  /** Same as `updateObject`, under the name of what it mostly does. */
  editUser(user: string, fields: JsonObject): string {
    return this.updateObject(user, fields);
  }

  deleteObject(object: string): string {
    const { guid } = this.find(object);
    const { error } = this.core.objects.delete(guid, NATIVE);
    if (error !== undefined) throw new Error(error);
    return guid;
  }

  setPassword(object: string, password: string): string {
    return this.updateObject(object, { pwd: password });
  }

  /** Adds an app to the list of a template (or of any other object). */
  assignApp(template: string, app: string): string {
    const names = splitNames(this.find(template).fields['apps']);
    return this.updateObject(template, { apps: [...new Set([...names, app])].join(',') });
  }

  unassignApp(template: string, app: string): string {
    const names = splitNames(this.find(template).fields['apps']);
    return this.updateObject(template, { apps: names.filter((name) => name !== app).join(',') });
  }

  /** Makes an object or template ask for an App licence (`innovaphone-switchboard`) or a flag licence (`uclic`). */
  grantLicence(object: string, licence: string): string {
    const flags = ['uclic', 'voicemail', 'fax', 'mobility', 'mypbx', 'video', 'app-sharing', 'reporting'];
    if (flags.includes(licence)) return this.updateObject(object, { [licence]: true });
    const names = splitNames(this.find(object).fields['app-lics']);
    return this.updateObject(object, { 'app-lics': [...new Set([...names, licence])].join(',') });
  }

  /** Installs licences on the PBX, in addition to those it has. */
  installLicence(licence: Licence): void {
    this.core.licences.install(licence);
    this.touched();
  }

  /** Sets the installed number of a licence; 0 removes it. */
  setLicenceCount(name: string, count: number): void {
    this.core.licences.setCount(name, count);
    this.touched();
  }

  setTestMode(on: boolean): void {
    this.core.licences.testMode = on;
    this.touched();
  }

  /** Changes system name, PBX name, DNS name or address; MonitorConfig subscribers are told. */
  setConfig(config: Partial<PbxConfig>): void {
    Object.assign(this.core.config, config);
    this.touched();
    for (const listener of this.core.configListeners) listener();
  }

  /** Switches a boolean object. */
  setBoolean(object: string, on: boolean, reason: 'manual' | 'automatic' = 'manual'): string {
    const pseudo = this.find(object).fields['pseudo'];
    return this.updateObject(object, { pseudo: { ...(isJsonObject(pseudo) ? pseudo : {}), bool: { on, reason } } });
  }

  setPresence(object: string, entry: { contact: string; activity: string; note?: string; status?: string }): void {
    const full: PresenceEntry = { status: 'open', note: '', ...entry };
    this.core.presence.set(this.find(object).guid, full);
  }

  /** Forwards the calls of a user; without a target the diversion of this type is taken out. */
  setDiversion(user: string, type: DiversionType, target?: Target): string {
    return this.updateObject(user, { cds: withDiversion(this.find(user), type, target) });
  }

  /** Sets how a device of a user behaves from now on; running calls stay as they are. */
  setDevice(user: string, hw: string, behaviour: DeviceBehaviour): void {
    const found = this.find(user);
    if (!this.core.phones.of(found).includes(hw)) throw new Error(`User "${user}" has no device "${hw}"`);
    this.core.phones.setDevice(found.guid, hw, behaviour);
  }

  /** Sets how a number outside the PBX behaves from now on when it is called. */
  setNumber(number: string, behaviour: NumberBehaviour): void {
    this.core.phones.setNumber(number, behaviour);
  }

  /** Lets somebody outside call a user; diversions of the user count. */
  incomingCall(
    user: string,
    from: string,
    name?: string,
  ): { readonly answer: () => void; readonly hangUp: () => void } {
    const leg: Leg = this.core.calls.incoming(this.find(user), {
      e164: from,
      ...(name === undefined ? {} : { dn: name }),
    });
    return {
      answer: () => {
        this.core.calls.answer(leg);
      },
      hangUp: () => this.core.calls.clear(leg.other ?? leg, 16),
    };
  }

  private write(message: JsonObject): string {
    const { guid, error } = this.core.objects.update(message, NATIVE);
    if (error !== undefined || guid === undefined) throw new Error(error ?? 'the PBX refused the change');
    return guid;
  }

  private find(object: string): PbxObject {
    const { store } = this.core.objects;
    const found = store.get(object) ?? store.find('h323', object) ?? store.find('cn', object);
    if (!found) throw new Error(`There is no object "${text(object)}" on PBX "${this.core.config.pbx}"`);
    return found;
  }
}
