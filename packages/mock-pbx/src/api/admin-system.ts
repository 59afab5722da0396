import { appCheckLoginDigest } from '@switchroom/protocol';
import type { PbxCore } from '../core';
import type { Connection } from '../session/connection';
import { hexHash } from '../state/random';
import { text } from '../state/types';
import type { Call, Handler } from './call';

/** Subscriptions of one connection to the PBX itself; keyed by message and `src`. */
class Monitors {
  private readonly stops = new Map<string, () => void>();

  constructor(_core: PbxCore, connection: Connection) {
    connection.onceClosed(() => {
      for (const stop of this.stops.values()) stop();
    });
  }

  start(key: string, stop: () => void): void {
    this.stop(key);
    this.stops.set(key, stop);
  }

  stop(key: string): void {
    this.stops.get(key)?.();
    this.stops.delete(key);
  }
}

/** PbxAdminApi: the PBX itself, licences, monitors (innovaphone SDK, PbxAdminApi). */
export const adminSystem = {
  GetPbxConfig: ({ core }) => ({ loc: core.config.pbx }),

  GetPbxLicenses: ({ core }) => ({ lic: core.licences.rows() }),

  GetAppLics: ({ core }) => {
    const rows = (core.licences.rows() ?? []).filter((row) => /^(App|Service)\(/.test(row.name));
    return { lic: rows.map((row) => ({ ...row, key: hexHash(`lic:${core.options.seed}:${row.name}`, 16) })) };
  },

  CheckAppLic: ({ core, request }) => {
    const given = ['guid', 'cn', 'h323'].filter((key) => text(request[key]) !== '');
    if (given.length !== 1) return { error: 'exactly one of guid, cn, h323 is expected' };
    const object = core.objects.byIdentifier(request);
    return { ok: object !== undefined && core.licences.holds(object, text(request['lic'])) };
  },

  GetAppLogin: ({ core, request }) => {
    const app = core.objects.app(text(request['app']));
    if (!app) return { error: `App object "${text(request['app'])}" not found` };
    const name = text(app.fields['h323']);
    const login = { app: name, domain: core.config.domain };
    return { ...login, digest: appCheckLoginDigest(login, text(request['challenge']), text(app.fields['pwd'])) };
  },

  GetRPs: ({ core }) => ({ addr: core.config.ip4, hw: `mock-${core.config.pbx}`, dns: core.config.dns, rp: [] }),

  GetLocation: ({ core, request }) => {
    const loc = text(request['loc']);
    if (loc !== core.config.pbx) return { error: `PBX "${loc}" not found` };
    return { loc, ...core.ports, module: core.module, dns: core.config.dns, addr: core.config.ip4 };
  },

  GetStun: ({ core }) => ({
    stun: `stun.${core.config.domain}`,
    turn: `turn.${core.config.domain}`,
    turnUsr: 'turn',
    turnPwd: hexHash(`turn:${core.options.seed}`, 12),
    stunSlow: false,
  }),

  MonitorConfig: (call) => {
    const { core, connection, request } = call;
    const monitors = connection.session(Monitors);
    const key = `MonitorConfig ${call.src ?? ''}`;
    monitors.stop(key);
    if (request['stop'] === true) return {};
    const tell = (): void => call.indicate('MonitorConfigInfo', { ...core.config });
    core.configListeners.add(tell);
    monitors.start(key, () => core.configListeners.delete(tell));
    tell();
    return {};
  },

  MonitorAdminObject: (call) => {
    call.indicate('MonitorAdminObjectInfo', adminSecret(call));
    return {};
  },

  // No generated user is invisible to a subscriber, so there is never anything to tell.
  MonitorUnallowed: () => ({}),
} satisfies Record<string, Handler>;

/** Both values are ciphertext of an unpublished cipher on a PBX: any hex of the right length will do. */
function adminSecret({ core }: Call): { pwd: string; key: string } {
  return { pwd: hexHash(`admin-pwd:${core.options.seed}`, 48), key: hexHash(`admin-key:${core.options.seed}`, 48) };
}
