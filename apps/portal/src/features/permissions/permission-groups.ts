import { isReadOnly, type Permission } from '@switchroom/contracts';

type NounOf<T extends string> = T extends `${infer Noun}:${string}` ? Noun : never;
export type PermissionNoun = NounOf<Permission>;

/** Permissions by what they are about, both in the order of the list. */
export function groupsOf(list: readonly Permission[]): { noun: PermissionNoun; permissions: Permission[] }[] {
  const groups = new Map<PermissionNoun, Permission[]>();
  for (const permission of list) {
    const noun = permission.slice(0, permission.indexOf(':')) as PermissionNoun;
    groups.set(noun, [...(groups.get(noun) ?? []), permission]);
  }
  return [...groups].map(([noun, permissions]) => ({ noun, permissions }));
}

/** Those that change nothing, for a program that only reports. */
export function readOnlyOf(list: readonly Permission[]): Permission[] {
  return list.filter(isReadOnly);
}
