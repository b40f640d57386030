import { type Pacing, realPacing } from '../pacing.ts';
import type { KubeConnection } from './kube-connection.ts';

/** A cluster that has answered, and how long and how hard it may be asked. */
export type KubeAccess = {
  readonly connection: KubeConnection;
  readonly pacing: Pacing;
  /** The end of all work on the cluster. */
  readonly deadline: AbortSignal;
  readonly requestTimeoutMs: number;
  readonly pagesMax: number;
};

export type KubeSettings = {
  readonly pacing: Pacing;
  /** From the opening of a cluster to its last answer. */
  readonly deadlineMs: number;
  /** Below the 60 seconds after which an API server gives up by itself. */
  readonly requestTimeoutMs: number;
  /** Pages of one kind. */
  readonly pagesMax: number;
};

/** 2,000 pages are a million objects of one kind: five times what Kubernetes is tested with. */
export const kubeSettings: KubeSettings = {
  pacing: realPacing,
  deadlineMs: 10 * 60_000,
  requestTimeoutMs: 45_000,
  pagesMax: 2_000,
};

/** What a gap says that the end of all work on the cluster left. */
export const outOfTime = 'the time for reading this cluster was over';
