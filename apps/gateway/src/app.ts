import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AppError } from '@switchroom/contracts';
import packageJson from '../package.json';
import { BrowserSockets } from './api/browser-sockets';
import { createHttpServer } from './api/http-server';
import { createOrigins } from './api/origins';
import { type CallLimitSettings, createCallLimits } from './api/call-limits';
import { createPeers } from './api/peers';
import { routeUpgrade } from './api/upgrade';
import { createAuditLog } from './audit/audit-log';
import { createAuditRoom } from './audit/audit-room';
import { createAuth } from './auth/create-auth';
import type { SingleSignOnLimits } from './auth/oidc/oidc-room';
import { createImpersonations } from './auth/impersonations';
import { RateLimit } from './auth/rate-limit';
import { createTokens, type TokenLimits } from './auth/tokens';
import { createBus } from './bus';
import { CdrIntake } from './call-history/intake';
import { RetentionKeeper } from './call-history/keeper';
import { storedSettings } from './call-history/stored-settings';
import { createAccountService } from './capabilities/account/create-account-service';
import { createAuditTrailService } from './capabilities/audit-trail/create-audit-trail-service';
import { createForwardersService } from './capabilities/audit-trail/create-forwarders-service';
import { createBrandingService } from './capabilities/branding/create-branding-service';
import { createConnectivityService } from './capabilities/connectivity/create-connectivity-service';
import { createCallHistoryService } from './capabilities/call-history/create-call-history-service';
import { createCdrIntakesService } from './capabilities/call-history/create-cdr-intakes-service';
import { createIdentityProvidersService } from './capabilities/identity-providers/create-identity-providers-service';
import { createImpersonationService } from './capabilities/impersonation/create-impersonation-service';
import { createKeyRoom } from './capabilities/keys/key-room';
import { recordRewrapped } from './capabilities/keys/make-keys';
import { recordOwnWork } from './capabilities/keys/record-own-work';
import { createInvitationsService } from './capabilities/members/create-invitations-service';
import { createMailService } from './capabilities/mail/create-mail-service';
import { createMembersService } from './capabilities/members/create-members-service';
import { createPoliciesService } from './capabilities/policies/create-policies-service';
import { createOrganisationsService } from './capabilities/organisations/create-organisations-service';
import { createRolesService } from './capabilities/roles/create-roles-service';
import { createAccessService } from './capabilities/session/create-access-service';
import { createSessionService } from './capabilities/session/create-session-service';
import { createSettingsBulkService } from './capabilities/settings/create-bulk-service';
import { createSettingsFilesService } from './capabilities/settings/create-files-service';
import { createSettingsHistoryService } from './capabilities/settings/create-history-service';
import { createSettingsService } from './capabilities/settings/create-settings-service';
import { createSetupService } from './capabilities/setup/create-setup-service';
import { createTokensService } from './capabilities/tokens/create-tokens-service';
import { createDatabase, type Database } from './db/database';
import { GatewayLock } from './db/gateway-lock';
import { assertMigrated } from './db/migrate';
import { NotificationListener, targetsChannel } from './db/notifications';
import { createSecretBox } from './db/secrets';
import { systemSecret } from './db/system-secrets';
import type { GatewayConfig } from './env';
import { networkOf } from './networks';
import { type AddressGuard, createAddressGuard } from './net/address-policy';
import { systemClock } from './link/clock';
import { createMailRoom } from './mail/mail-room';
import type { MailSenderOptions } from './mail/sender';
import type { Logger } from './observability/logger-port';
import { createMetrics } from './observability/metrics';
import { createReadiness } from './observability/readiness';
import type { BuildRooms } from './rooms';
import type { Services } from './services';
import { createSettingsRoom } from './settings/settings-room';

/** What tests set differently. */
export interface AppOverrides {
  logger: Logger;
  rooms: BuildRooms;
  /** Failed sign-ins allowed per account and per address. */
  signInLimits?: Parameters<typeof createAuth>[0]['limits'];
  /** How mail that is not accepted is tried again, and how long a try may take. */
  mailPace?: Pick<MailSenderOptions, 'deadlineMs' | 'graceMs' | 'pausesMs'>;
  /** How long an older data key is kept after a rotation, ms. */
  keyGraceMs?: number;
  /** Calls per token, and bad tokens per address. */
  tokenLimits?: TokenLimits;
  /** What identity providers may take and answer, and how often one address may leave for them. */
  singleSignOnLimits?: Partial<SingleSignOnLimits>;
  /** Calls per person, per visitor, and of what is costly. */
  callLimits?: CallLimitSettings;
  /** How often the sessions of open websockets are looked at. */
  sessionRecheckMs?: number;
}

/** A gateway: built, not yet listening. */
export interface App extends AsyncDisposable {
  services: Services;
  start(): Promise<void>;
  /** Base URL it listens at; after `start`. */
  readonly url: string;
  /** Graceful: not ready, browsers told to come back, links closed, pools closed. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * The composition root: every room from one configuration.
 * @throws {Error} when the database, the key or a file of the configuration is not usable; the message names the cure
 */
export async function createApp(config: GatewayConfig, overrides: AppOverrides): Promise<App> {
  const { logger } = overrides;
  const mailServer = config.mail && { ...config.mail, ca: config.mail.caFile && readPem(config.mail.caFile) };
  await assertMigrated(config.databaseUrl);
  const onError = (error: Error) => logger.warn({ err: error }, 'an idle database connection broke');
  const db = createDatabase({ url: config.databaseUrl, applicationName: 'switchroom-gateway', max: 20, onError });
  const bus = createBus(logger);
  const peers = createPeers(config.trustedProxies);
  const origins = createOrigins(
    config.publicUrl,
    async (hostName) => (await services.branding.forHost(hostName)) !== null,
  );
  const receivers = createAddressGuard('receiver', config.addressPolicy);
  const issuers = createAddressGuard('issuer', config.addressPolicy);
  const { secrets, cookieSecret, auditRoom } = await openSecrets(db, config, logger, receivers).catch(
    async (error: unknown) => {
      await db.close();
      throw error;
    },
  );
  const audit = auditRoom.log;
  const keys = createKeyRoom({
    db,
    databaseUrl: config.databaseUrl,
    secrets,
    audit,
    logger,
    graceMs: overrides.keyGraceMs,
  });
  const metrics = createMetrics({
    links: () => rooms.linkCounts(),
    operations: () => rooms.operationCounts(),
    streams: () => browsers.size,
  });
  const mail = createMailRoom({
    db,
    databaseUrl: config.databaseUrl,
    secrets,
    logger,
    server: mailServer,
    count: (event) => metrics.mail(event),
    pace: overrides.mailPace,
  });
  const rooms = overrides.rooms({
    db,
    audit,
    secrets,
    bus,
    logger,
    gatewayUrl: config.gatewayUrl,
    addressOf: (request) => peers.addressOf(request),
    count: (event) => metrics.count(event),
    pbxAddresses: createAddressGuard('pbx', config.addressPolicy),
    settings: { effective: (target, keys) => settings.effective.effective(target, keys) },
  });
  const auth = createAuth({
    databaseUrl: config.databaseUrl,
    secret: cookieSecret,
    publicUrl: config.publicUrl,
    origins,
    db,
    audit,
    peers,
    mailer: mail.mailer,
    secrets,
    issuerAddresses: issuers,
    singleSignOnLimits: overrides.singleSignOnLimits,
    logger,
    onEnded: (sessionId) => {
      browsers.endSession(sessionId);
      impersonations.sessionEnded(sessionId);
    },
    onFactsChanged: (userId) => bus.emit('access.changed', { userIds: [userId] }),
    ...(overrides.signInLimits === undefined ? {} : { limits: overrides.signInLimits }),
  });
  const impersonations = createImpersonations({
    db,
    audit,
    bus,
    logger,
    stillValid: (sessionIds) => auth.sessions.stillValid(sessionIds),
    sweepMs: overrides.sessionRecheckMs,
  });
  const callSettings = storedSettings(db);
  const retention = new RetentionKeeper({ db, audit, settings: callSettings, logger });
  const addressOf = (request: Parameters<typeof peers.addressOf>[0]) => peers.addressOf(request);
  const cdrs = new CdrIntake({ db, secrets, clock: systemClock, logger, addressOf, networkOf });
  const access = createAccessService({ db, audit });
  const settings = createSettingsRoom({
    db,
    audit,
    secrets,
    bus,
    logger,
    clock: systemClock,
    consolesOn: (pbxIds) => rooms.consolesOn(pbxIds),
    recordDenial: (tenant, permission, why) => access.recordDenial(tenant, permission, why),
  });
  const people = { db, audit, bus, accounts: auth.accounts, mailer: mail.mailer };
  const demo = () => config.demoAllowed && existsSync(join(config.dataDirectory, 'demo-fleet.json'));
  const services: Services = {
    access,
    session: createSessionService({
      db,
      demo,
      version: packageJson.version,
    }),
    policies: createPoliciesService({ db, audit, bus }),
    account: createAccountService({ db, ...auth.ownAccount }),
    setup: createSetupService({ db, audit, accounts: auth.accounts }),
    organisations: createOrganisationsService({ db, audit, bus }),
    branding: createBrandingService({ db, audit, portalHost: new URL(config.publicUrl).hostname }),
    members: createMembersService({ ...people, permissionsIn: (caller, ids) => access.permissionsIn(caller, ids) }),
    invitations: createInvitationsService({ ...people, publicUrl: config.publicUrl }),
    roles: createRolesService({ db, audit, bus }),
    auditTrail: createAuditTrailService({ db, audit, signer: auditRoom.signer }),
    auditForwarders: createForwardersService({ db, audit, forwarding: auditRoom.forwarding, receivers }),
    callHistory: createCallHistoryService({
      db,
      audit,
      settings: callSettings,
      signer: auditRoom.signer,
      wake: () => retention.wake(),
    }),
    cdrIntakes: createCdrIntakesService({ db, audit, secrets, gatewayUrl: config.gatewayUrl }),
    keys: keys.service,
    tokens: createTokensService({ db, audit }),
    identityProviders: createIdentityProvidersService({
      db,
      audit,
      secrets,
      bus,
      oidc: auth.oidc,
      withoutOwnSignIn: (userIds) => auth.withoutOwnSignIn(userIds),
      questions: new RateLimit({ burst: 120, perMinute: 120 }),
      newId: randomUUID,
    }),
    connectivity: createConnectivityService({ db, audit, servers: receivers, issuers }),
    impersonation: createImpersonationService({ db, audit, bus, access, impersonations }),
    mail: createMailService({ db, audit, secrets, mailer: mail.mailer, server: config.mail, demo }),
    settings: createSettingsService(settings),
    settingsBulk: createSettingsBulkService({ db, reader: settings.reader, writer: settings.writer }),
    settingsHistory: createSettingsHistoryService({ db, writer: settings.writer }),
    settingsFiles: createSettingsFilesService({ db, audit, reader: settings.reader, writer: settings.writer }),
    ...rooms.services,
  };
  const readiness = createReadiness(() => db.ping());
  const sources = {
    services,
    sessions: auth.sessions,
    impersonations,
    tokens: createTokens({ db, audit, limits: overrides.tokenLimits }),
    limits: createCallLimits(overrides.callLimits),
    peers,
    metrics,
    origins,
    logger,
  };
  const browsers = new BrowserSockets({
    ...sources,
    ...(overrides.sessionRecheckMs === undefined ? {} : { recheckMs: overrides.sessionRecheckMs }),
  });
  bus.on('access.changed', ({ userIds }) => browsers.reopen(userIds));
  const server = await createHttpServer({
    ...sources,
    auth: auth.routes,
    readiness,
    metricsToken: config.metricsToken,
    tls: config.tls && { cert: readPem(config.tls.certificateFile), key: readPem(config.tls.keyFile) },
    handlePbxRequest: (request, response) => {
      if (!cdrs.handleRequest(request, response)) rooms.pbxEndpoint.handleRequest(request, response);
    },
  });
  server.server.on('upgrade', routeUpgrade({ peers, readiness, browsers, pbxEndpoint: rooms.pbxEndpoint, logger }));
  const listener = new NotificationListener({
    url: config.databaseUrl,
    channel: targetsChannel,
    logger,
    onMessage: () => {
      rooms.targetsChanged().catch((error: unknown) => logger.error({ err: error }, 'the fleet was not reconciled'));
    },
  });

  // The one before us may take its full time to drain.
  const lock = new GatewayLock({ url: config.databaseUrl, waitMs: config.shutdownMs + 5000, logger });
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    readiness.drain();
    browsers.askToReconnect();
    // Stops listening now; resolves when the last connection has ended, which the next lines see to.
    const closed = server.close();
    await listener[Symbol.asyncDispose]();
    await Promise.all([rooms.stop(), browsers[Symbol.asyncDispose]()]);
    await closed;
    // After the requests, because their mail is taken up by the next gateway only.
    await mail[Symbol.asyncDispose]();
    await impersonations[Symbol.asyncDispose]();
    await settings[Symbol.asyncDispose]();
    await keys[Symbol.asyncDispose]();
    await retention[Symbol.asyncDispose]();
    await auditRoom[Symbol.asyncDispose]();
    await auth.close();
    await db.close();
    // Last: until here the next gateway has to wait.
    await lock[Symbol.asyncDispose]();
  };

  return {
    services,
    async start() {
      await createAdministrator(config, services);
      await lock.acquire();
      await listener.start();
      await rooms.start();
      await mail.start();
      await keys.start();
      await auditRoom.start();
      settings.start();
      retention.start();
      await server.listen({ host: config.host, port: config.port });
      readiness.started();
    },
    get url() {
      const { port } = server.server.address() as AddressInfo;
      return `${config.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
    },
    stop: () => (stopping ??= stop()),
    [Symbol.asyncDispose]: () => (stopping ??= stop()),
  };
}

/**
 * The secret box, the audit log with its keys, and what signs cookies: made from the key-encryption key once, and kept
 * when that key is replaced.
 */
async function openSecrets(db: Database, config: GatewayConfig, logger: Logger, receivers: AddressGuard) {
  // Before the box is open there is no key for marks, and nothing to mark.
  const audit = createAuditLog();
  const secrets = await createSecretBox(
    db,
    config,
    recordRewrapped((tx, entry) => recordOwnWork(tx, audit, entry)),
  );
  const name = 'session cookies';
  const cookieSecret = await systemSecret(db, secrets, name, () => secrets.derive(name));
  return { secrets, cookieSecret, auditRoom: await createAuditRoom({ db, secrets, logger, receivers }) };
}

/** SWITCHROOM_ADMIN_EMAIL and _PASSWORD, where nobody has set up this installation yet. */
async function createAdministrator(config: GatewayConfig, services: Services): Promise<void> {
  if (config.administrator === undefined || !(await services.setup.needsSetup())) return;
  const { email, password } = config.administrator;
  try {
    await services.setup.createFirstAdministrator(
      { organisationName: 'Provider', name: email.split('@')[0] ?? email, email, password },
      { requestId: 'start', address: 'environment' },
    );
  } catch (error) {
    if (error instanceof AppError && error.code === 'setup-done') return;
    if (error instanceof AppError && error.fields?.some(({ rule }) => rule === 'password-common')) {
      throw new Error('SWITCHROOM_ADMIN_PASSWORD is a well-known password. Cure: choose another one.', {
        cause: error,
      });
    }
    throw error;
  }
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`The file ${file} cannot be read (GATEWAY_TLS_CERT, GATEWAY_TLS_KEY or SWITCHROOM_SMTP_CA).`, {
      cause: error,
    });
  }
}
