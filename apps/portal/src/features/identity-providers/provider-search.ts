import { parseAsString } from 'nuqs/server';

/** Which provider is open in the panel: an id, or `new`. */
export const providerParser = parseAsString;
export const newProvider = 'new';
