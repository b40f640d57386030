import { Agent, type Dispatcher, ProxyAgent } from 'undici';

/** A way to one API server: where it is, how it is trusted and who we are to it. */
export type KubeConnection = {
  /** The address of the API server; it may have a path, and has no slash at its end. */
  readonly server: string;
  readonly dispatcher: Dispatcher;
  /** What every request carries besides its Authorization. Never logged. */
  readonly headers: Readonly<Record<string, string>>;
  /** The Authorization header. `renew` leaves out whatever was kept from an earlier call. */
  authorization(renew: boolean): Promise<string | undefined>;
};

/** How the API server proves who it is, and we who we are, where that is done by certificate. */
export type KubeTls = {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
};

type Route = {
  readonly tls: KubeTls;
  readonly connectTimeoutMs: number;
  readonly proxyUrl?: string;
};

/** Connections that stay open between requests; no more than a good guest needs. */
export function kubeDispatcher({ tls, connectTimeoutMs, proxyUrl }: Route): Dispatcher {
  const keep = { connections: connectionsMax, allowH2: false, keepAliveTimeout: keepAliveMs };
  // Load balancers drop connections that are silent for a minute; client-go sends a sign at 30 s.
  const alive = { timeout: connectTimeoutMs, keepAlive: true, keepAliveInitialDelay: keepAliveMs };
  if (proxyUrl === undefined) return new Agent({ ...keep, connect: { ...tls, ...alive } });
  return new ProxyAgent({
    ...keep,
    uri: proxyUrl,
    requestTls: { ...tls, ...alive },
    proxyTls: alive,
  });
}

/** Keeps a credential for a while, and gets a new one when it is too old or was refused. */
export function renewedAfter(
  lifeMs: number,
  get: () => Promise<string | undefined>,
  now: () => Date,
): (renew: boolean) => Promise<string | undefined> {
  let kept: { readonly value: Promise<string | undefined>; readonly at: number } | undefined;
  return async (renew) => {
    const time = now().getTime();
    if (kept === undefined || renew || time - kept.at >= lifeMs) kept = { value: get(), at: time };
    const current = kept;
    try {
      return await current.value;
    } catch (error) {
      if (kept === current) kept = undefined;
      throw error;
    }
  };
}

export const connectTimeoutMs = 5_000;

/** A private address answers at once from where it can be reached, and never from elsewhere. */
export const privateConnectTimeoutMs = 2_000;

const connectionsMax = 2;
const keepAliveMs = 30_000;
