import type { SetupInput } from '@switchroom/contracts';

export interface SetupService {
  /** True while there is no account at all. */
  needsSetup(): Promise<boolean>;
  /** Makes the provider organisation (unless one exists) and its first administrator, once. Throws `setup-done`. */
  createFirstAdministrator(input: SetupInput, request: { requestId: string; address: string }): Promise<void>;
}
