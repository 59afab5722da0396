import { dirname, join, normalize } from 'node:path/posix';
import { importsOf } from './imports.mjs';

/** @typedef {import('./files.mjs').Finding} Finding */

/**
 * What the modules of a package may import besides each other. A trailing slash allows everything below.
 * @type {Record<string, { may: RegExp, says: string }>}
 */
const packages = {
  'packages/protocol': { may: /^(zod|@noble\/hashes\/.+)$/, says: 'the protocol is pure: zod and @noble/hashes' },
  'packages/contracts': {
    may: /^(zod|@switchroom\/protocol(\/attendant)?)$/,
    says: 'the contracts: zod and the protocol',
  },
  'packages/ui': {
    may: /^(react|react-dom|react\/jsx-runtime|radix-ui|lucide-react|class-variance-authority|clsx|cmdk|sonner|tailwind-merge)$/,
    says: 'components: React, Radix and what they are styled with',
  },
  'packages/mock-pbx': {
    may: /^(node:.+|ws|zod|@switchroom\/protocol)$/,
    says: 'the mock PBX: Node, ws, zod and the protocol',
  },
  'packages/testkit': {
    may: /^(node:.+|pg|selfsigned|oidc-provider|smtp-server|postal-mime|vitest|vitest\/config|@switchroom\/tooling-postgres)$/,
    says: 'the test kit: Node, pg, selfsigned, oidc-provider, smtp-server, postal-mime, vitest and the PostgreSQL runner; never an app',
  },
  'apps/gateway': {
    may: /^(?!@switchroom\/(?!protocol(\/attendant)?$|contracts$)|next($|\/)|react($|\/))/,
    says: 'the gateway: of our packages the protocol and the contracts',
  },
  'apps/portal': {
    may: /^(?!@switchroom\/(?!ui\/|contracts$|protocol(\/attendant)?$)|(pg|drizzle-orm|ws|fastify)($|\/))/,
    says: 'the portal: of our packages ui, contracts and protocol, and of the gateway the type of its router',
  },
};

/**
 * Rooms of the gateway, and the rooms each may import. Files directly in src (the composition root, ports shared by
 * all) may import everything and be imported by everybody.
 * @type {Record<string, string[]>}
 */
const rooms = {
  net: [],
  link: ['net'],
  fleet: ['app-service', 'link', 'net', 'observability'],
  'app-service': ['link', 'observability'],
  observability: [],
  db: ['observability'],
  audit: ['db', 'observability'],
  mail: ['db', 'observability'],
  'call-history': ['app-service', 'audit', 'auth', 'db', 'link', 'observability'],
  attendant: ['app-service', 'fleet', 'link', 'auth', 'audit', 'db', 'observability'],
  auth: ['db', 'audit', 'mail', 'net', 'observability'],
  settings: ['auth', 'audit', 'db', 'observability'],
  snapshots: ['link', 'fleet', 'db', 'observability'],
  plans: ['snapshots', 'link', 'fleet', 'db', 'audit', 'observability'],
  capabilities: [
    'call-history',
    'plans',
    'snapshots',
    'app-service',
    'fleet',
    'link',
    'settings',
    'auth',
    'audit',
    'mail',
    'db',
    'net',
    'observability',
  ],
  api: ['capabilities', 'auth', 'audit', 'db', 'observability'],
};

/** Pure comparisons of App-object fields live with the plans; the snapshots use the same ones to find what drifted. */
const sharedWithSnapshots = /^apps\/gateway\/src\/plans\/(fields|app-form|own-writes)(\.ts)?$/;

/** Procedures of a capability are made from the API's builders; nothing else of a capability knows the API. */
const procedureBuilders = /^apps\/gateway\/src\/api\/(procedures|trpc)(\.ts)?$/;

/** Signing in and out is plain HTTP beside the API, and answers, counts peers and judges origins as the API does. */
const httpHelpers = /^apps\/gateway\/src\/api\/(answer|origins|peers)(\.ts)?$/;

/**
 * @param {string} file relative to the repository
 * @param {string} source
 * @returns {Finding[]}
 */
export function checkImportDirections(file, source) {
  const owner = Object.keys(packages).find((name) => file.startsWith(`${name}/`));
  if (owner === undefined || !/\.[cm]?tsx?$/.test(file)) return [];
  // What tests, seeds and configuration need is their own business; apps stay closed to packages in any case.
  const isProduct = file.startsWith(`${owner}/src/`) && !isTestFile(file);
  return importsOf(source).flatMap((found) => {
    const message = found.specifier.startsWith('.')
      ? relativeProblem(file, owner, normalize(join(dirname(file), found.specifier)), found.typeOnly, isProduct)
      : packageProblem(owner, found.specifier, found.typeOnly, isProduct);
    return message === undefined ? [] : [{ file, line: found.line, rule: 'import-directions', message }];
  });
}

/** @param {string} file */
function isTestFile(file) {
  return /\.(test|test-d)\.[cm]?tsx?$/.test(file) || /\/(test|testing|fixtures)\//.test(file);
}

/**
 * @param {string} owner
 * @param {string} specifier
 * @param {boolean} typeOnly
 * @param {boolean} isProduct
 */
function packageProblem(owner, specifier, typeOnly, isProduct) {
  const rule = packages[owner];
  if (rule === undefined || specifier.startsWith('@/')) return undefined;
  if (owner === 'apps/portal' && typeOnly && specifier === '@switchroom/gateway/router') return undefined;
  const toApp = /^@switchroom\/(gateway|portal)($|\/)/.test(specifier);
  if (!isProduct)
    return toApp && owner.startsWith('packages/') ? `${specifier}: a package never imports an app` : undefined;
  return rule.may.test(specifier) ? undefined : `${specifier} is not among what may be imported here (${rule.says})`;
}

/**
 * @param {string} file
 * @param {string} owner
 * @param {string} target
 * @param {boolean} typeOnly
 * @param {boolean} isProduct
 */
function relativeProblem(file, owner, target, typeOnly, isProduct) {
  if (!target.startsWith(`${owner}/`)) return `${target} is outside of this package: import it by its package name`;
  const from = roomOf(file);
  const to = roomOf(target);
  if (!isProduct || from === undefined || to === undefined) return undefined;
  if (from.room === 'capabilities' && to.room === 'capabilities') {
    if (from.noun === to.noun || (typeOnly && /\.service(\.ts)?$/.test(target))) return undefined;
    return `${target} belongs to another capability: take its service port (import type) and let the composition root hand it in`;
  }
  if (from.room === to.room) return undefined;
  if (from.room === 'snapshots' && sharedWithSnapshots.test(target)) return undefined;
  if (from.room === 'auth' && httpHelpers.test(target)) return undefined;
  if (from.room === 'capabilities' && procedureBuilders.test(target)) return undefined;
  const allowed = rooms[from.room];
  if (allowed === undefined)
    return `the room ${from.room} is not on the list of tooling/lint: say there what it may import`;
  if (allowed.includes(to.room)) return undefined;
  return `${from.room}/ may import ${allowed.length === 0 ? 'no other room' : allowed.join(', ')}, not ${to.room}/`;
}

/** @param {string} path */
function roomOf(path) {
  const match = /^apps\/gateway\/src\/([^/]+)\/([^/]+)/.exec(path);
  return match === null ? undefined : { room: match[1] ?? '', noun: match[2] ?? '' };
}
