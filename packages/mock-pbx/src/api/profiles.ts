import type { PbxCore } from '../core';
import type { Connection } from '../session/connection';
import { isJsonObject, type JsonObject, text } from '../state/types';
import type { Call, Handler } from './call';

interface Profile {
  readonly id: number;
  name: string;
  readonly contacts: Map<number, JsonObject>;
}

/** Favourites of the user or App object of a connection; kept while the PBX runs. */
const byOwner = new WeakMap<PbxCore, Map<string, Profile[]>>();
const watchers = new WeakMap<PbxCore, Set<(owner: string, mt: string, profile: JsonObject) => void>>();

class ProfileSession {
  private readonly calls = new Map<string, Call>();

  constructor(core: PbxCore, connection: Connection) {
    const set = watchers.get(core) ?? new Set();
    watchers.set(core, set);
    const watcher = (owner: string, mt: string, profile: JsonObject): void => {
      if (owner !== ownerOf(connection)) return;
      for (const call of this.calls.values()) call.indicate(mt, { profile });
    };
    set.add(watcher);
    connection.onceClosed(() => set.delete(watcher));
  }

  subscribe(call: Call): void {
    this.calls.set(call.src ?? '', call);
  }

  unsubscribe(call: Call): void {
    this.calls.delete(call.src ?? '');
  }
}

function ownerOf(connection: Connection): string {
  const { identity } = connection;
  return identity?.kind === 'user' ? identity.user : (identity?.app ?? '');
}

function profilesOf({ core, connection }: Call): Profile[] {
  const owners = byOwner.get(core) ?? new Map<string, Profile[]>();
  byOwner.set(core, owners);
  const owner = ownerOf(connection);
  const own = owners.get(owner) ?? [{ id: 1, name: 'Favourites', contacts: new Map<number, JsonObject>() }];
  owners.set(owner, own);
  return own;
}

function onProfile(action: (call: Call, profile: Profile) => JsonObject): Handler {
  return (call) => {
    const profile = profilesOf(call).find((each) => each.id === call.request['id']);
    return profile ? action(call, profile) : { error: 1, errorText: 'not found' };
  };
}

function tell({ core, connection }: Call, mt: string, profile: JsonObject): void {
  for (const watcher of watchers.get(core) ?? []) watcher(ownerOf(connection), mt, profile);
}

function contactIn(call: Call): JsonObject {
  const contact = call.request['contact'];
  return isJsonObject(contact) ? contact : {};
}

function store(call: Call, profile: Profile, id: number): JsonObject {
  const { dn, sip, num } = contactIn(call);
  const contact = { id, name: text(sip), num: text(num), dsp: text(dn), presence: true, dialog: true };
  profile.contacts.set(id, contact);
  tell(call, 'ProfileContactAdded', { id: profile.id, contact });
  return {};
}

/** The favourites part of PbxApi. */
export const profileHandlers = {
  SubscribeProfile: (call) => {
    call.connection.session(ProfileSession).subscribe(call);
    const [profile] = profilesOf(call);
    return profile ? { profile: { id: profile.id, name: profile.name, contacts: [...profile.contacts.values()] } } : {};
  },
  UnsubscribeProfile: (call) => {
    call.connection.session(ProfileSession).unsubscribe(call);
    return {};
  },
  AddProfile: (call) => {
    const profiles = profilesOf(call);
    const id = Math.max(0, ...profiles.map((profile) => profile.id)) + 1;
    profiles.push({ id, name: text(call.request['name']), contacts: new Map() });
    return { id };
  },
  DelProfile: onProfile((call, profile) => {
    const profiles = profilesOf(call);
    profiles.splice(profiles.indexOf(profile), 1);
    return {};
  }),
  UpdateProfile: onProfile((call, profile) => {
    profile.name = text(call.request['name']);
    return {};
  }),
  AddProfileContact: onProfile((call, profile) => store(call, profile, Math.max(0, ...profile.contacts.keys()) + 1)),
  DelProfileContact: onProfile((call, profile) => {
    const id = Number(contactIn(call)['id']);
    if (!profile.contacts.delete(id)) return { error: 1, errorText: 'not found' };
    tell(call, 'ProfileContactDeleted', { id: profile.id, contact: { id } });
    return {};
  }),
  UpdateProfileContact: onProfile((call, profile) => {
    const id = Number(contactIn(call)['id']);
    return profile.contacts.has(id) ? store(call, profile, id) : { error: 1, errorText: 'not found' };
  }),
} satisfies Record<string, Handler>;
