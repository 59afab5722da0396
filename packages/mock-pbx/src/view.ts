import type { PbxCore } from './core';
import { ofType } from './api/admin-lists';
import { appSettings } from './session/app-login';
import { readCallState } from '@switchroom/protocol';
import { type JsonObject, type PbxObject, splitNames, text } from './state/types';

/** One end of a call of a local user. */
export interface CallView {
  /** Long name of the user. */
  readonly user: string;
  /** Device that has the call; undefined while it rings at all of them. */
  readonly hw: string | undefined;
  /** Phase of the call state: `alert`, `connected`, `parked`, ... */
  readonly phase: string;
  readonly direction: 'from-user' | 'to-user';
  readonly hold: boolean;
  readonly held: boolean;
  /** Number of the other party. */
  readonly peer: string;
  /** Where it is parked. */
  readonly parked: { readonly at: string; readonly by: string | undefined; readonly position: number } | undefined;
}

/** Read-only look into a PBX for assertions; everything returned is a copy. */
export class StateView {
  constructor(private readonly core: PbxCore) {}

  /** Own fields (password in clear) of an object by guid, Name or long name. */
  object(idOrName: string): (JsonObject & { guid: string }) | undefined {
    const object = this.find(idOrName);
    return object && { guid: object.guid, ...structuredClone(object.fields) };
  }

  /** Fields with those of the templates. */
  effective(idOrName: string): (JsonObject & { guid: string }) | undefined {
    const object = this.find(idOrName);
    return object && { guid: object.guid, ...structuredClone(this.core.objects.effective(object)) };
  }

  /** App settings (`url`, flags) of an App object. */
  app(idOrName: string): JsonObject | undefined {
    const object = this.find(idOrName);
    return object && structuredClone(appSettings(object));
  }

  /** Apps that an object has, own and by template. */
  appsOf(idOrName: string): string[] {
    const object = this.find(idOrName);
    return object ? splitNames(this.core.objects.effective(object)['apps']) : [];
  }

  /** All objects of a type (`app`, `config`, ...; `""` = users) in the order of their long names. */
  ofType(type: string): (JsonObject & { guid: string })[] {
    return ofType(this.core, type).map((object) => ({ guid: object.guid, ...structuredClone(object.fields) }));
  }

  /** Ends of calls that local users have, oldest first. */
  calls(): CallView[] {
    const nameOf = (guid: string | undefined): string => text(guid && this.core.objects.store.get(guid)?.fields['cn']);
    return this.core.calls.all().flatMap((leg) => {
      if (leg.guid === undefined) return [];
      const { phase, direction, hold, held } = readCallState(leg.state);
      const peer = (leg.other?.endpoint ?? leg.dialled)?.e164 ?? '';
      const parked = leg.parked && { ...leg.parked, at: nameOf(leg.parked.at), by: nameOf(leg.parked.by) };
      return [{ user: nameOf(leg.guid), hw: leg.hw, phase, direction, hold, held, peer, parked }];
    });
  }

  /** Update sequence number of the latest change of any object. */
  get usn(): number {
    return this.core.objects.store.usn;
  }

  private find(idOrName: string): PbxObject | undefined {
    const { store } = this.core.objects;
    return store.get(idOrName) ?? store.find('h323', idOrName) ?? store.find('cn', idOrName);
  }
}
