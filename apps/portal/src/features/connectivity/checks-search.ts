import { consolePorts } from '@switchroom/contracts';
import { parseAsInteger, parseAsString } from 'nuqs/server';

/** The server whose certificate is asked about, as it stands in the address. */
export const checksParsers = {
  host: parseAsString.withDefault(''),
  port: parseAsInteger.withDefault(consolePorts.tls),
};
