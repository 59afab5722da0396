export type { ReceivedMail } from './received-mail';
export { type SmtpFault, type SmtpServerOptions, TestSmtpServer } from './smtp-server';
