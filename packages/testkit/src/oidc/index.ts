export { type OidcFault, oidcFaults } from './faults';
export { OidcProvider, type OidcProviderOptions, type ProviderAccount, type ProviderClient } from './provider';
export { signInAtProvider } from './person';
