type Timeouts = { readonly connectionTimeoutMs?: number; readonly requestTimeoutMs: number };

/** How long a client waits for a connection and an answer. By itself it would wait for ever. */
export function awsTimeouts({ connectionTimeoutMs = 5_000, requestTimeoutMs }: Timeouts) {
  return {
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    // Between two pieces of an answer.
    socketTimeout: requestTimeoutMs,
    // Without this the client only warns that the time was exceeded, and goes on waiting.
    throwOnRequestTimeout: true,
  };
}
