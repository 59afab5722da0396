import { AppError, type AppObjectForm, invalidField, type PlanTitle } from '@switchroom/contracts';
import type { Database } from '../db/database';
import type { SecretBox } from '../db/secrets-port';
import type { Tenant } from '../db/tenant';
import type { FleetReader } from '../fleet/port';
import { fieldsOfForm, setOf, textOf } from './app-form';
import { setDifference } from './diff';
import { type Fields, sameValue, specOf, specsOf, valueFromText } from './fields';
import { assertFixedNames, assertOwnLinkSurvives, catalogueEntry, flagWarnings, ownLinkWarnings } from './form-rules';
import {
  draftCreate,
  draftDelete,
  draftMemberships,
  draftUpdate,
  type LiveObject,
  objectTitle,
  type OperationDraft,
} from './plan-builder';
import {
  assertNamesFree,
  directUsersOf,
  loadFacts,
  type PlanFacts,
  readLive,
  readLiveAll,
  referencesIn,
  templateGuids,
} from './plan-facts';
import { redraft } from './redraft';
import { insertPlan, loadPlan, type PlanRecord, prepareOperations } from './store';
import { countUsersAffected } from './users-affected';

export interface PlannerDeps {
  db: Database;
  fleet: FleetReader;
  secrets: SecretBox;
}

/** Makes plans from a fresh reading of the PBX and stores them as open. Every method returns the id of the plan. */
export interface Planner {
  create(
    tenant: Tenant,
    input: { pbxId: string; catalogueKey?: string | undefined; form: AppObjectForm },
  ): Promise<string>;
  update(
    tenant: Tenant,
    input: { pbxId: string; guid: string; base: AppObjectForm; form: AppObjectForm; newPassword: boolean },
  ): Promise<string>;
  remove(tenant: Tenant, input: { pbxId: string; guid: string }): Promise<string>;
  revert(tenant: Tenant, input: { pbxId: string; guid: string }): Promise<string>;
  retry(tenant: Tenant, planId: string): Promise<string>;
}

type Warnings = PlanRecord['warnings'];

export function createPlanner(deps: PlannerDeps): Planner {
  const { db, fleet, secrets } = deps;

  /** Everything that names the app on the PBX, read fresh. */
  const readReferences = async (
    tenant: Tenant,
    facts: PlanFacts,
    { guid: own, name }: { guid: string; name: string },
    more: readonly string[] = [],
  ) => {
    const users = await directUsersOf(db, tenant, facts.pbx.id, name);
    const guids = [...referencesIn(facts.objects, name), ...users].map(({ guid }) => guid);
    const others = [...guids, ...more].filter((guid) => guid !== own);
    return await readLiveAll(fleet, facts.pbx.id, others);
  };

  const store = async (
    tenant: Tenant,
    facts: PlanFacts,
    title: PlanTitle,
    operations: OperationDraft[],
    warnings: Warnings,
  ): Promise<string> => {
    if (operations.length === 0) throw new AppError('plan-empty', { message: 'nothing would change' });
    const usersAffected = await usersReached(tenant, facts, operations);
    const prepared = await prepareOperations(secrets, facts.pbx.organisationId, operations);
    const draft = { title, operations, usersAffected, warnings };
    return await db.inScope(tenant, (tx) => insertPlan(tx, tenant, facts.pbx, draft, prepared));
  };

  /** Users that have the app of any operation, or whose template changes. */
  const usersReached = async (tenant: Tenant, facts: PlanFacts, operations: readonly OperationDraft[]) => {
    const templates = operations.filter(({ kind }) => kind === 'template').map(({ name }) => name);
    const direct = new Map<string, { template: string | undefined }>();
    for (const operation of operations) {
      if (operation.kind !== 'app' || !operation.base) continue;
      const name = textOf(operation.base, 'name');
      for (const object of referencesIn(facts.objects, name)) {
        if (object.kind === 'template') templates.push(textOf(object.fields, 'longName'));
      }
      for (const user of await directUsersOf(db, tenant, facts.pbx.id, name)) direct.set(user.guid, user);
    }
    return countUsersAffected({
      changedTemplates: templates,
      directUsers: [...direct.values()],
      templates: facts.objects
        .filter(({ kind }) => kind === 'template')
        .map(({ fields, parents }) => ({ name: textOf(fields, 'longName'), parents })),
      usersByTemplate: facts.usersByTemplate,
    });
  };

  const usersUnknown = (facts: PlanFacts): Warnings =>
    facts.usersByTemplate === undefined ? [{ key: 'users-unknown', params: {} }] : [];

  const liveOrGone = async (pbxId: string, guid: string): Promise<LiveObject> => {
    const live = await readLive(fleet, pbxId, { guid });
    if (!live || live.kind === 'user') throw new AppError('not-found', { message: 'no such object on the PBX' });
    return live;
  };

  return {
    async create(tenant, { pbxId, catalogueKey, form }) {
      const facts = await ready(await loadFacts(db, tenant, pbxId), fleet);
      const entry = catalogueEntry(form, catalogueKey);
      assertFixedNames(form, entry);
      const guids = templateGuids(facts, form.templates);
      await assertNamesFree(fleet, pbxId, form);
      const templates = await readLiveAll(fleet, pbxId, guids);
      const operations = draftCreate(fieldsOfForm(form), templates);
      const title: PlanTitle = { key: 'create-app', params: { name: form.name } };
      return await store(tenant, facts, title, operations, flagWarnings(form, entry));
    },

    async update(tenant, { pbxId, guid, base, form, newPassword }) {
      const facts = await ready(await loadFacts(db, tenant, pbxId), fleet);
      const live = await liveOrGone(pbxId, guid);
      if (live.kind !== 'app') throw new AppError('not-found', { message: 'not an App object' });
      const before = textOf(live.fields, 'name');
      const renamed = form.name !== base.name && form.name !== before;
      const ownLink = isOwnLink(facts, before);
      if (ownLink) assertOwnLinkSurvives({ newName: renamed, newPassword });
      const entry = catalogueEntry(form);
      if (form.name !== base.name || form.longName !== base.longName || form.url !== base.url) {
        assertFixedNames(form, entry);
      }
      const longName = form.longName !== base.longName ? form.longName : undefined;
      await assertNamesFree(fleet, pbxId, { name: renamed ? form.name : undefined, longName }, guid);
      const { added: addTo, removed: removeFrom } = setDifference(base.templates, form.templates);
      const templates = [...templateGuids(facts, addTo), ...knownTemplates(facts, removeFrom)];
      const references = renamed
        ? await readReferences(tenant, facts, { guid, name: before }, templates)
        : await readLiveAll(fleet, pbxId, templates);
      const operations = draftUpdate({
        live,
        base: fieldsOfForm(base),
        desired: fieldsOfForm(form),
        applied: facts.applied.get(guid),
        newPassword,
        addTo,
        removeFrom,
        references,
      });
      return await store(tenant, facts, { key: 'update-app', params: { name: before } }, operations, [
        ...flagWarnings(form, entry),
        ...(ownLink ? ownLinkWarnings(base, form) : []),
        ...(renamed ? usersUnknown(facts) : []),
      ]);
    },

    async remove(tenant, { pbxId, guid }) {
      const facts = await ready(await loadFacts(db, tenant, pbxId), fleet);
      const live = await liveOrGone(pbxId, guid);
      if (live.kind !== 'app') throw new AppError('not-found', { message: 'not an App object' });
      const name = textOf(live.fields, 'name');
      if (isOwnLink(facts, name)) throw invalidField('guid', 'own-link');
      const references = await readReferences(tenant, facts, { guid, name });
      const operations = draftDelete(live, references);
      return await store(tenant, facts, { key: 'delete-app', params: { name } }, operations, usersUnknown(facts));
    },

    async revert(tenant, { pbxId, guid }) {
      const facts = await ready(await loadFacts(db, tenant, pbxId), fleet);
      const known = facts.objects.find((object) => object.guid === guid);
      if (!known) throw new AppError('not-found', { message: 'no such object in the snapshot' });
      const ours = wantedBack(known, facts.applied.get(guid));
      const live = await readLive(fleet, pbxId, { guid });
      const title: PlanTitle = { key: 'revert-app', params: { name: objectTitle(known) } };
      if (!live && known.kind === 'template') {
        throw new AppError('not-found', { message: 'a template that is gone cannot be made anew' });
      }
      if (!live) return await store(tenant, facts, title, await recreate(facts, known, ours), []);
      if (known.kind === 'template') {
        const apps = ours.apps === undefined ? setOf(live.fields, 'apps') : setOf(ours, 'apps');
        return await store(
          tenant,
          facts,
          title,
          draftMemberships([live], () => apps),
          [],
        );
      }
      const desired = { ...live.fields, ...ours };
      const before = textOf(live.fields, 'name');
      const renamed = !sameValue(desired.name, before);
      if (isOwnLink(facts, before)) assertOwnLinkSurvives({ newName: renamed, newPassword: false });
      const references = renamed ? await readReferences(tenant, facts, { guid, name: before }) : [];
      await assertNamesFree(
        fleet,
        pbxId,
        {
          name: renamed ? textOf(desired, 'name') : undefined,
          longName: sameValue(desired.longName, live.fields.longName) ? undefined : textOf(desired, 'longName'),
        },
        guid,
      );
      const base = live.fields;
      const change = {
        live,
        base,
        desired,
        applied: undefined,
        newPassword: false,
        addTo: [],
        removeFrom: [],
        references,
      };
      return await store(tenant, facts, title, draftUpdate(change), renamed ? usersUnknown(facts) : []);
    },

    async retry(tenant, planId) {
      const stored = await db.inScope(tenant, (tx) => loadPlan(tx, planId));
      const { plan } = stored;
      if (plan.state !== 'stopped') throw new AppError('plan-not-open', { message: 'only a stopped plan is retried' });
      const facts = await ready(await loadFacts(db, tenant, plan.pbxId), fleet);
      const operations = await redraft(fleet, stored.operations);
      return await store(tenant, facts, plan.title, operations, plan.warnings);
    },
  };

  /** The App object was deleted on the PBX: make it anew and give it to the templates that had it from us. */
  async function recreate(facts: PlanFacts, known: { fields: Fields }, ours: Fields): Promise<OperationDraft[]> {
    const writable = specsOf('app').filter(({ readOnly }) => !readOnly);
    const all: Fields = { ...known.fields, ...ours };
    const desired = Object.fromEntries(
      writable.flatMap(({ field }) => {
        const value = all[field];
        return value === undefined ? [] : [[field, value]];
      }),
    );
    const name = textOf(desired, 'name');
    await assertNamesFree(fleet, facts.pbx.id, { name, longName: textOf(desired, 'longName') });
    const guids = facts.objects
      .filter(({ kind, guid }) => kind === 'template' && setOf(facts.applied.get(guid) ?? {}, 'apps').includes(name))
      .map(({ guid }) => guid);
    return draftCreate(desired, await readLiveAll(fleet, facts.pbx.id, guids));
  }
}

/** Plans need the link; says so before anything is asked. */
async function ready(facts: PlanFacts, fleet: FleetReader): Promise<PlanFacts> {
  if (fleet.epoch(facts.pbx.id) !== undefined) return facts;
  throw new AppError('pbx-offline', { params: { pbx: facts.pbx.name }, message: 'the PBX is offline' });
}

/** The App object over which we are linked. The PBX finds it whatever the case of its Name, so ours may differ in it. */
function isOwnLink({ pbx }: PlanFacts, name: string): boolean {
  return name.toLowerCase() === pbx.appObjectName.toLowerCase();
}

/** Templates that are still there; taking an app out of one that is gone is done already. */
function knownTemplates(facts: PlanFacts, names: readonly string[]): string[] {
  return facts.objects
    .filter(({ kind, fields }) => kind === 'template' && names.includes(textOf(fields, 'longName')))
    .map(({ guid }) => guid);
}

/** What we last applied; for fields that we never applied, what they were before somebody else changed them. */
function wantedBack(
  known: { kind: 'app' | 'template'; outside: { fields: { field: string; ours: string }[] } | null },
  applied: Fields | undefined,
): Fields {
  const before = (known.outside?.fields ?? []).flatMap(({ field, ours }) => {
    const spec = specOf(known.kind, field);
    return spec && !spec.readOnly ? [[field, valueFromText(spec, ours)] as const] : [];
  });
  return { ...Object.fromEntries(before), ...applied };
}
