import type { LinkContext } from './context';
import { ConnectError } from './errors';
import { logIn } from './login';
import type { Transport } from './transport';

/**
 * Dials a PBX and logs in. Rejects with ConnectError; then no socket is left open. `dialled` is called between the two.
 * The caller checks its epoch when this returns: `signal` only makes an outdated try end sooner.
 */
export async function openOutbound(context: LinkContext, signal: AbortSignal, dialled: () => void): Promise<Transport> {
  const { target, timings, clock, metrics } = context;
  if (target.address === undefined) throw new ConnectError('not-a-pbx', 'no address is configured');
  const transport = await context.dial({
    address: target.address,
    pinnedCertificate: target.pinnedCertificate,
    pinnedFingerprint: target.pinnedFingerprint,
    timeoutMs: timings.dialMs,
    signal,
  });
  try {
    if (signal.aborted) throw new ConnectError('gateway-restart', 'cancelled');
    dialled();
    const { appObjectName, password } = target;
    await logIn(transport, { appObjectName, password, deadlineMs: timings.loginMs, signal, clock, metrics });
    return transport;
  } catch (error) {
    transport.listen({ message: ignore, binary: ignore, pong: ignore, close: ignore });
    transport.terminate();
    throw error;
  }
}

const ignore = () => undefined;
