import type { PbxCore } from '../core';
import type { Connection } from '../session/connection';
import { objectDiversions, tableDiversions } from '../state/diversions';
import { pseudoXml } from '../state/pseudo-xml';
import { hexHash } from '../state/random';
import { isJsonObject, type JsonObject, type ObjectChange, type PbxObject, pseudoType, text } from '../state/types';
import type { ApiRoute, Call } from './call';

/** Columns of the user table with the way to their value. Booleans are always there, other empty columns are left out. */
const COLUMNS: Readonly<Record<string, (core: PbxCore, object: PbxObject) => JsonObject[string]>> = {
  ...Object.fromEntries(
    ['h323', 'cn', 'dn', 'apps-my', 'config', 'node', 'loc', 'e164', 'apps'].map((name) => [name, own(name)]),
  ),
  ...Object.fromEntries(['emails', 'allows', 'devices', 'forks', 'wakeups'].map((name) => [name, own(name)])),
  ...Object.fromEntries(
    ['hide', 'h323-email', 'fax'].map((name) => [
      name,
      (_core: PbxCore, object: PbxObject) => object.fields[name] === true,
    ]),
  ),
  cds: (_core, object) => tableDiversions(object.fields['cds']),
  guid: (_core, object) => object.guid,
  pwd: (core, object) => core.objects.opaquePassword(object) || undefined,
  cfpr: own('cfpr'),
  't-cfpr': (core, object) => core.objects.effective(object)['cfpr'],
  't-allows': (core, object) => core.objects.effective(object)['allows'],
  grps: own('grp'),
  pseudo: (_core, object) => pseudoXml(object.fields['pseudo']) || undefined,
};
/** Object property behind a column that has another name. */
const PROPERTY_OF: Readonly<Record<string, string>> = { grps: 'grp' };
/** Columns that only the PBX writes. */
const READ_ONLY = new Set(['guid', 'pseudo', 't-cfpr', 't-allows']);

function own(name: string): (core: PbxCore, object: PbxObject) => JsonObject[string] {
  return (_core, object) => object.fields[name];
}

/** One running replication of a connection. */
class Replication {
  /** `src` that later indications carry: that of ReplicateStart, then that of each ReplicateNext. */
  src: string | undefined;
  private readonly rows: Generator<string>;
  private readonly removed: string[];

  constructor(
    private readonly core: PbxCore,
    private readonly options: {
      readonly columns: readonly string[];
      readonly writable: ReadonlySet<string>;
      readonly types: ReadonlySet<string>;
      readonly adds: boolean;
      readonly deletes: boolean;
      readonly since: number | undefined;
    },
    src: string | undefined,
    private readonly send: (mt: string, fields: JsonObject, src: string | undefined) => void,
  ) {
    this.src = src;
    this.rows = core.objects.store.guids();
    this.removed = options.since === undefined ? [] : [...(core.objects.store.deletedSince(options.since) ?? [])];
  }

  get columns(): JsonObject {
    return Object.fromEntries(
      this.options.columns.map((name) => [name, this.options.writable.has(name) ? { update: true } : {}]),
    );
  }

  get writable(): ReadonlySet<string> {
    return this.options.writable;
  }

  /** The next row of the initial copy; undefined at its end. */
  next(): JsonObject | undefined {
    for (let step = this.rows.next(); step.done !== true; step = this.rows.next()) {
      const object = this.core.objects.store.get(step.value);
      if (!object || !this.covers(object)) continue;
      if (this.options.since !== undefined && object.usn <= this.options.since) continue;
      return this.row(object);
    }
    // What was deleted since the last run is told when the copy is complete.
    for (const guid of this.removed.splice(0)) this.send('ReplicateDel', { columns: { guid } }, this.src);
    return undefined;
  }

  /** Passes a change on, also while the initial copy still runs. */
  changed(change: ObjectChange): void {
    const was = change.before !== undefined && this.covers(change.before);
    const is = change.after !== undefined && this.covers(change.after);
    if (is && change.after) {
      const mt = was ? 'ReplicateUpdate' : 'ReplicateAdd';
      if (was || this.options.adds) this.send(mt, { columns: this.row(change.after) }, this.src);
    } else if (was && this.options.deletes) {
      this.send('ReplicateDel', { columns: { guid: change.guid } }, this.src);
    }
  }

  private covers(object: PbxObject): boolean {
    return this.options.types.has(pseudoType(object));
  }

  private row(object: PbxObject): JsonObject {
    const row: JsonObject = { guid: object.guid };
    for (const column of this.options.columns) {
      const value = COLUMNS[column]?.(this.core, object);
      if (value !== undefined && value !== '') row[column] = value;
    }
    return row;
  }
}

/** The replication of one connection; a new ReplicateStart replaces it. */
class TableSession {
  current: Replication | undefined;

  constructor(core: PbxCore, connection: Connection) {
    connection.onceClosed(core.objects.onChange((change) => this.current?.changed(change)));
  }
}

function start(call: Call): JsonObject {
  const { core, connection, request } = call;
  const asked = isJsonObject(request['columns']) ? request['columns'] : {};
  const columns = Object.keys(asked).filter((name) => name in COLUMNS);
  if (columns.length === 0) return { error: 'columns missing: name at least one column of the user table' };
  const writable = columns.filter((name) => {
    const options = asked[name];
    return isJsonObject(options) && options['update'] === true && !READ_ONLY.has(name);
  });
  const pseudo = request['pseudo'];
  const types = Array.isArray(pseudo) ? pseudo.map((type) => (type === 'user' ? '' : text(type))) : [''];
  const { store } = core.objects;
  const known = text(request['guid']) === tableGuid(core) && typeof request['usn'] === 'number';
  const since = known && store.deletedSince(Number(request['usn'])) !== undefined ? Number(request['usn']) : undefined;
  const replication = new Replication(
    core,
    {
      columns,
      writable: new Set(writable),
      types: new Set(types),
      adds: request['add'] !== false,
      deletes: request['del'] !== false,
      since,
    },
    call.src,
    (mt, fields, src) => connection.event({ api: 'PbxTableUsers', mt, ...fields, src }),
  );
  connection.session(TableSession).current = replication;
  return { columns: replication.columns, guid: tableGuid(core), usn: store.usn };
}

function next(call: Call): JsonObject {
  const replication = call.connection.session(TableSession).current;
  if (!replication) return { error: 'ReplicateStart comes first' };
  replication.src = call.src;
  const columns = replication.next();
  return columns ? { columns, usn: call.core.objects.store.usn } : { usn: call.core.objects.store.usn };
}

/** A change by the replicator: only columns it asked to write; `guid` empty in ReplicateAdd creates. */
function write(call: Call, kind: 'add' | 'update' | 'delete'): JsonObject {
  const { core, connection, request } = call;
  const replication = connection.session(TableSession).current;
  if (!replication) return { error: 'ReplicateStart comes first' };
  const columns = isJsonObject(request['columns']) ? request['columns'] : {};
  const guid = text(columns['guid']);
  const origin = { kind: 'connection', id: connection.id } as const;
  if (kind === 'delete') {
    const { error } = core.objects.delete(guid, origin);
    return error === undefined ? {} : { error };
  }
  if (kind === 'update' && guid === '') return { error: 'guid missing: ReplicateUpdate names the object it changes' };
  const message: JsonObject = { guid: kind === 'add' ? '' : guid, template: 'without' };
  for (const [column, value] of Object.entries(columns)) {
    if (value === undefined || !replication.writable.has(column)) continue;
    message[PROPERTY_OF[column] ?? column] = column === 'cds' ? objectDiversions(value) : value;
  }
  const outcome = core.objects.update(message, origin);
  return outcome.error === undefined ? { guid: outcome.guid } : { error: outcome.error };
}

/** Identity of the table, so that a replicator knows whether its stored sequence number belongs to it. */
function tableGuid(core: PbxCore): string {
  return hexHash(`table:${core.options.domain}:${core.options.name}:${core.options.seed}`, 32);
}

/** PbxTableUsers: replication of the objects of a PBX (innovaphone SDK, PbxTableUsers). */
export const tableUsersApi: ApiRoute = {
  flag: 'tableusers',
  forUsers: false,
  handlers: {
    ReplicateStart: start,
    ReplicateNext: next,
    ReplicateAdd: (call) => write(call, 'add'),
    ReplicateUpdate: (call) => write(call, 'update'),
    ReplicateDel: (call) => write(call, 'delete'),
  },
  writes: new Set(['ReplicateAdd', 'ReplicateUpdate', 'ReplicateDel']),
};
