import type { PbxCore } from './core';
import { ofType } from './api/admin-lists';
import { appSettings } from './session/app-login';
import { type JsonObject, type PbxObject, splitNames } from './state/types';

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

  /** Update sequence number of the latest change of any object. */
  get usn(): number {
    return this.core.objects.store.usn;
  }

  private find(idOrName: string): PbxObject | undefined {
    const { store } = this.core.objects;
    return store.get(idOrName) ?? store.find('h323', idOrName) ?? store.find('cn', idOrName);
  }
}
