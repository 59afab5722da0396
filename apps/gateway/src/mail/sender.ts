import type { Database } from '../db/database';
import { NotificationListener } from '../db/notifications';
import type { SecretBox } from '../db/secrets-port';
import type { Logger } from '../observability/logger-port';
import { type Letter, openLetter } from './letter';
import { claimDue, dropOld, type DueMail, mailChannel, type MailOutcome, nextDue, settle } from './outbox';
import { mailPausesMs, nextTry } from './pauses';
import { MailProblem, senderOf, type SmtpPort } from './smtp';
import type { MailFrom } from './smtp-address';

/** What sending is built from. */
export interface MailSenderOptions {
  db: Database;
  databaseUrl: string;
  secrets: SecretBox;
  smtp: SmtpPort;
  from: MailFrom;
  logger: Logger;
  count: (event: 'sent' | 'failed' | 'delayed') => void;
  /** Longest a try may take, ms. */
  deadlineMs?: number;
  /** Longest a try may go on after `stop` was asked for, ms. */
  graceMs?: number;
  pausesMs?: readonly number[];
}

const AT_ONCE = 4;
/** Also without a word from the database we look this often. */
const LOOK_MS = 60_000;
const DATABASE_RETRY_MS = 2000;
const CLEAN_UP_MS = 6 * 3_600_000;
const permanent: ReadonlySet<MailProblem['kind']> = new Set(['refused', 'expired']);

/**
 * Sends what waits in the outbox. A mail is claimed in one transaction and settled in another, so a process that dies in
 * between leaves it to be tried again; a mail that the server accepted is never handed over again by this process, even
 * while the database cannot be told so.
 */
export class MailSender implements AsyncDisposable {
  readonly #listener: NotificationListener;
  readonly #stop = new AbortController();
  readonly #sending = new Map<string, Promise<void>>();
  /** Ended tries that the database does not know of yet. */
  readonly #unwritten = new Map<string, MailOutcome>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #cleanUp: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(private readonly options: MailSenderOptions) {
    this.#listener = new NotificationListener({
      url: options.databaseUrl,
      channel: mailChannel,
      logger: options.logger,
      onMessage: () => this.wake(),
    });
  }

  /** Resolves when it listens; what waited from before is taken up at once. */
  async start(): Promise<void> {
    await this.#listener.start();
    this.wake();
    this.#dropOld();
    this.#cleanUp = setInterval(() => this.#dropOld(), CLEAN_UP_MS).unref();
  }

  /** Looks for due mail now. */
  wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#looking ??= this.#look();
  }

  /** Takes nothing new; tries under way may end by themselves for a while, then they are cut short. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearInterval(this.#cleanUp);
    const cut = setTimeout(() => this.#stop.abort(), this.options.graceMs ?? 5000);
    await this.#listener[Symbol.asyncDispose]();
    await this.#looking;
    await Promise.all(this.#sending.values());
    clearTimeout(cut);
    await this.#writeDown().catch(() => undefined);
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    let waitMs = LOOK_MS;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#writeDown();
        await this.#claim();
        const due = await nextDue(this.options.db);
        // While all places are taken the end of a try looks again.
        const waits = due !== undefined && this.#sending.size < AT_ONCE;
        waitMs = waits ? Math.max(50, Math.min(LOOK_MS, due.getTime() - Date.now())) : LOOK_MS;
      }
    } catch (error) {
      this.options.logger.warn({ err: error }, 'the outbox could not be read; it is read again');
      waitMs = DATABASE_RETRY_MS;
    }
    // From here to the end nothing waits: who wakes us now starts another look, or finds the timer.
    this.#looking = undefined;
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), waitMs);
  }

  async #claim(): Promise<void> {
    const free = AT_ONCE - this.#sending.size;
    if (free <= 0 || this.#stopped) return;
    const known = [...this.#sending.keys(), ...this.#unwritten.keys()];
    for (const mail of await claimDue(this.options.db, free, known)) {
      const sending = this.#send(mail).finally(() => {
        this.#sending.delete(mail.id);
        this.wake();
      });
      this.#sending.set(mail.id, sending);
    }
  }

  async #send(mail: DueMail): Promise<void> {
    const outcome = await this.#try(mail);
    this.options.count(outcome.state === 'queued' ? 'delayed' : outcome.state);
    this.#unwritten.set(mail.id, outcome);
    // A failure is told and repeated by the next look.
    await this.#writeDown().catch(() => undefined);
  }

  async #try(mail: DueMail): Promise<MailOutcome> {
    const { logger, smtp, from, pausesMs = mailPausesMs, deadlineMs = 60_000 } = this.options;
    const facts = { mailId: mail.id, kind: mail.kind, organisationId: mail.organisationId, attempt: mail.attempts };
    let expiresAt: Date | null = null;
    try {
      const letter = await this.#open(mail);
      expiresAt = letter.expiresAt;
      if (expiresAt !== null && expiresAt <= new Date()) throw new MailProblem('expired', '');
      await smtp.send(
        {
          ...letter,
          id: mail.id,
          createdAt: mail.createdAt,
          to: { name: letter.toName, address: mail.recipient },
          from: senderOf(from, letter.fromName),
        },
        AbortSignal.any([this.#stop.signal, AbortSignal.timeout(deadlineMs)]),
      );
      logger.info(facts, 'a mail was sent');
      return { state: 'sent' };
    } catch (error) {
      const cut = this.#stop.signal.aborted;
      const problem = error instanceof MailProblem ? error : new MailProblem('refused', 'it cannot be read any more');
      const kind = cut ? 'stopped' : problem.kind;
      const at = cut ? new Date() : nextTry({ ...mail, expiresAt }, new Date(), pausesMs);
      const failed = !cut && (permanent.has(kind) || at === undefined);
      if (error instanceof MailProblem) logger.warn({ ...facts, problem: kind, failed }, 'a mail was not sent');
      else logger.error({ ...facts, err: error }, 'a mail could not be opened');
      const text = `${kind}: ${problem.text}`;
      if (failed || at === undefined) return { state: 'failed', error: text };
      return { state: 'queued', error: text, at, counts: !cut };
    }
  }

  async #open(mail: DueMail): Promise<Letter> {
    if (mail.sealed === null || mail.dataKeyId === null) throw new Error('the text of a waiting mail is missing');
    return await openLetter(this.options.secrets, { ...mail, sealed: mail.sealed, dataKeyId: mail.dataKeyId });
  }

  /** One at a time: an outcome written twice could undo what came after it. */
  async #writeDown(): Promise<void> {
    const writing = this.#writing.then(async () => {
      for (const [id, outcome] of this.#unwritten) {
        await settle(this.options.db, id, outcome);
        this.#unwritten.delete(id);
      }
    });
    this.#writing = writing.catch(() => undefined);
    await writing;
  }

  #dropOld(): void {
    dropOld(this.options.db).catch((error: unknown) => {
      this.options.logger.warn({ err: error }, 'old mail could not be dropped from the outbox');
    });
  }
}
