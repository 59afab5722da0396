import { isJsonObject, type PbxObject, text } from './types';

/**
 * How a device behaves when it is to make a call, or is called:
 * - `works`: dials at once; rings, and answers by itself when nobody controls the user
 * - `busy`: fails with cause 17
 * - `no-answer`: is tried, nobody lifts it, fails with cause 19 after `noAnswerMs`
 * - `gone`: not registered (missing in `regs`); fails with cause 27
 * - `refuses`: UserCall is answered with `error` and call 0; when called, cause 21
 * - `silent`: takes the order, and nothing more is ever heard of it
 */
export type DeviceBehaviour = 'works' | 'busy' | 'no-answer' | 'gone' | 'refuses' | 'silent';

/** How a number outside the PBX behaves when it is called. */
export type NumberBehaviour = 'answers' | 'busy' | 'no-answer' | 'rejects' | 'unallocated' | 'silent';

/** Behaviour of devices and outside numbers; everything works until told otherwise. */
export class Phones {
  private readonly devices = new Map<string, DeviceBehaviour>();
  private readonly numbers = new Map<string, NumberBehaviour>();
  private readonly listeners = new Set<(guid: string) => void>();

  /** Called with the user's guid when a device registers or goes. */
  onRegistration(listener: (guid: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  setDevice(guid: string, hw: string, behaviour: DeviceBehaviour): void {
    const was = this.behaviour(guid, hw);
    this.devices.set(`${guid} ${hw}`, behaviour);
    if ((was === 'gone') !== (behaviour === 'gone')) for (const listener of this.listeners) listener(guid);
  }

  setNumber(number: string, behaviour: NumberBehaviour): void {
    this.numbers.set(number, behaviour);
  }

  /** Behaviour of one device; a user without devices has one that works. */
  behaviour(guid: string, hw: string | undefined): DeviceBehaviour {
    return this.devices.get(`${guid} ${hw ?? ''}`) ?? 'works';
  }

  outside(number: string): NumberBehaviour {
    return this.numbers.get(number) ?? 'answers';
  }

  /** Hardware ids of the devices that a user is configured with. */
  of(user: PbxObject): string[] {
    const devices = user.fields['devices'];
    return Array.isArray(devices) ? devices.filter(isJsonObject).map((device) => text(device['hw'])) : [];
  }

  /** Hardware ids of the devices that are registered. */
  registered(user: PbxObject): string[] {
    return this.of(user).filter((hw) => this.behaviour(user.guid, hw) !== 'gone');
  }

  /** How a user who is called behaves: as the best of the devices, and which one that is. */
  called(user: PbxObject): { readonly hw: string | undefined; readonly behaviour: DeviceBehaviour } {
    const order: readonly DeviceBehaviour[] = ['works', 'no-answer', 'silent', 'busy', 'refuses', 'gone'];
    const devices = this.of(user).map((hw) => ({ hw, behaviour: this.behaviour(user.guid, hw) }));
    const sorted = devices.sort((a, b) => order.indexOf(a.behaviour) - order.indexOf(b.behaviour));
    return sorted[0] ?? { hw: undefined, behaviour: this.behaviour(user.guid, undefined) };
  }
}
