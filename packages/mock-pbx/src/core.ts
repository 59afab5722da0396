import { type ResolvedOptions } from './options';
import type { Connection } from './session/connection';
import { Faults } from './session/faults';
import { Journal } from './session/journal';
import { Factory } from './state/factory';
import { Licences } from './state/licences';
import { ObjectStore } from './state/object-store';
import { Objects } from './state/objects';
import { Phones } from './state/phones';
import { Presence } from './state/presence';
import { Calls } from './state/calls';
import { text } from './state/types';

/** What GetPbxConfig, MonitorConfig and PbxInfo tell about the PBX itself. */
export interface PbxConfig {
  domain: string;
  pbx: string;
  dns: string;
  ip4: string;
}

/** A change in the life of a connection or dialer. */
export interface StateEvent {
  readonly at: number;
  readonly pbx: string;
  readonly direction: 'served' | 'dialled';
  readonly state: 'connected' | 'refused' | 'disconnected' | 'redialling' | 'down' | 'up';
  readonly detail: string;
}

/** Everything one PBX consists of; the sessions and the public class work on it. */
export class PbxCore {
  readonly objects: Objects;
  readonly licences: Licences;
  readonly presence = new Presence();
  readonly phones = new Phones();
  readonly calls: Calls;
  readonly faults = new Faults();
  readonly journal: Journal;
  readonly connections = new Set<Connection>();
  readonly config: PbxConfig;
  /** Called after a change of `config`. */
  readonly configListeners = new Set<() => void>();
  /** True while the PBX is switched off or restarting. */
  down = false;
  /** Module name in the URL of this PBX. */
  module: string;
  /** Ports that GetLocation tells; the real ones once the PBX is served. */
  ports = { http: 80, https: 443 };
  /** Told of each connection that comes up, is refused or goes. */
  readonly stateListeners = new Set<(event: StateEvent) => void>();
  private connectionCount = 0;

  constructor(readonly options: ResolvedOptions) {
    const { name, domain, dns, users, seed, catalogue, userPassword } = options;
    const store = new ObjectStore(new Factory({ name, domain, dns, users, seed, catalogue, userPassword }));
    this.objects = new Objects(store, { name, seed });
    this.licences = new Licences(this.objects, majorVersion(options.version), options);
    this.journal = new Journal(options.journal);
    this.module = options.module;
    this.config = { domain, pbx: name, dns, ip4: options.ip4 };
    this.calls = new Calls(this.objects, this.phones, options, (guid, on) => this.presence.setOnPhone(guid, on));
  }

  tell(event: Omit<StateEvent, 'at' | 'pbx'>): void {
    for (const listener of this.stateListeners) listener({ at: Date.now(), pbx: this.config.pbx, ...event });
  }

  nextConnectionId(): number {
    this.connectionCount += 1;
    return this.connectionCount;
  }

  /** True when an App object's websocket is up, in either direction. */
  isConnected(appGuid: string): boolean {
    for (const connection of this.connections) {
      if (connection.isReady && connection.identity?.kind === 'app' && connection.identity.app === appGuid) return true;
    }
    return false;
  }

  /** Names of the groups an object is in. */
  groupsOf(guid: string): string[] {
    const groups = this.objects.store.get(guid)?.fields['grp'];
    return Array.isArray(groups)
      ? groups.map((entry) =>
          typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? text(entry['name']) : '',
        )
      : [];
  }
}

/** `14` of `14r1`. */
function majorVersion(version: string): string {
  return /^\d+/.exec(version)?.[0] ?? version;
}
