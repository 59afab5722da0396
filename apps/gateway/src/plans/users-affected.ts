/** A template as far as inheritance is concerned. */
export interface TemplateNode {
  name: string;
  parents: readonly string[];
}

/** A user that has apps granted directly. */
export interface DirectUser {
  guid: string;
  template: string | undefined;
  apps: readonly string[];
}

/** The templates themselves and all that have one of them among their parents, at any depth. */
export function withDescendants(changed: Iterable<string>, templates: readonly TemplateNode[]): ReadonlySet<string> {
  const found = new Set(changed);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const template of templates) {
      if (template.parents.some((parent) => found.has(parent))) found.add(template.name);
    }
  }
  return found;
}

/**
 * How many users a plan reaches: those whose template, or a parent of it, changes, and those changed directly; nobody is
 * counted twice. Undefined when the users of the PBX are not known.
 */
export function countUsersAffected(input: {
  changedTemplates: Iterable<string>;
  directUsers: readonly Pick<DirectUser, 'template'>[];
  templates: readonly TemplateNode[];
  usersByTemplate: Readonly<Record<string, number>> | undefined;
}): number | undefined {
  if (input.usersByTemplate === undefined) return undefined;
  const reached = withDescendants(input.changedTemplates, input.templates);
  let users = 0;
  for (const name of reached) users += input.usersByTemplate[name] ?? 0;
  const directly = input.directUsers.filter(({ template }) => template === undefined || !reached.has(template));
  return users + directly.length;
}
