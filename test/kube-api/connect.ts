import type { PageSink } from '../../functions/model/world.ts';
import type { KubeAccess } from '../../functions/platform/kubernetes/kube-access.ts';
import { kubeDispatcher } from '../../functions/platform/kubernetes/kube-connection.ts';
import type { KubeObject } from './answers.ts';
import type { KubeApi } from './kube-api.ts';

type Changes = Partial<Omit<KubeAccess, 'connection' | 'pacing'>> & {
  readonly authorization?: (renew: boolean) => Promise<string | undefined>;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** A way into the test server on which nothing really waits; `waits` lists what would have. */
export function connectTo(
  api: KubeApi,
  changes: Changes = {},
): { readonly access: KubeAccess; readonly waits: readonly number[] } {
  const waits: number[] = [];
  const noted = async (ms: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    waits.push(ms);
  };
  const { authorization = async () => 'Bearer test-token', sleep = noted, ...limits } = changes;
  const access: KubeAccess = {
    connection: {
      server: api.url,
      dispatcher: kubeDispatcher({ tls: { ca: api.caPem }, connectTimeoutMs: 2_000 }),
      headers: { 'user-agent': 'ringfence/test' },
      authorization,
    },
    pacing: { now: () => new Date('2026-11-23T12:00:00Z'), sleep, random: () => 0.5 },
    deadline: AbortSignal.timeout(20_000),
    requestTimeoutMs: 5_000,
    pagesMax: 50,
    ...limits,
  };
  return { access, waits };
}

/** Keeps what it is given, by page; a restart empties it. */
export function keepingSink(): PageSink & {
  readonly pages: (readonly unknown[])[];
  restarts: number;
} {
  return {
    pages: [],
    restarts: 0,
    page(items) {
      this.pages.push(items);
    },
    restart() {
      this.pages.length = 0;
      this.restarts += 1;
    },
  };
}

export const nameOf = (item: unknown): string => (item as KubeObject).metadata.name;

/** Pods `pod-0000` to as many as asked for, each of at least the given size. */
export function podsNamed(count: number, sizeBytes = 0): KubeObject[] {
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `pod-${String(index).padStart(4, '0')}`,
      namespace: 'shop',
      annotations: { filling: 'x'.repeat(sizeBytes) },
    },
  }));
}
