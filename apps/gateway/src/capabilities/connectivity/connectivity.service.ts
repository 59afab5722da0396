import type {
  CalendarProbe,
  CheckTlsInput,
  OpensslRun,
  ProbeExchangeInput,
  ProbeOffice365Input,
  TlsCheck,
} from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

/** Looks at servers that settings name. Each look is recorded, with its result and without what was found in detail. */
export interface ConnectivityService {
  /** Throws `invalid-input` for a place that this installation does not connect to. */
  checkTls(tenant: Tenant, input: CheckTlsInput): Promise<TlsCheck>;
  /** Throws `invalid-input` as above, and `unreachable` where the name has no address. */
  runOpenssl(tenant: Tenant, input: CheckTlsInput): Promise<OpensslRun>;
  probeExchange(tenant: Tenant, input: ProbeExchangeInput): Promise<CalendarProbe>;
  probeOffice365(tenant: Tenant, input: ProbeOffice365Input): Promise<CalendarProbe>;
}
